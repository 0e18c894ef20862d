"""An objection that waits for its answer, and a tie that somebody has declared: for the knocks at their doors."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import ConflictOfInterest, Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.actions import waiting
from portal.audit.work import Work
from portal.councils.models import Council
from portal.objections import actions as objections
from tests.factories.applications import acting
from tests.factories.reviews import owner_of


def object_to_the_reviewer(work: Work, slug: str) -> None:
    """Let the owner of this council object to the reviewer who has been asked."""
    application = work.session.scalars(
        select(Application)
        .join(Council, Council.id == Application.council_id)
        .where(Council.slug == slug, Application.state == ApplicationState.REVIEWER_PROPOSED)
    ).one()
    command = objections.Object(slug, waiting(work, application).id, "They worked with us until last year.")
    objections.object_to_reviewer(acting(work, owner_of(work, application)), command)


def tie_of_the_conflicted(session: Session, council_id: UUID) -> UUID:
    """The tie of the one who has one with every council."""
    return session.scalars(
        select(ConflictOfInterest.id)
        .join(Person, Person.id == ConflictOfInterest.person_id)
        .where(Person.name == "Connie", ConflictOfInterest.council_id == council_id)
    ).one()
