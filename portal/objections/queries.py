"""Reads about objections: whom a council may object to, and what a lead reviewer has to answer."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.assignments.models import Assignment, Objection
from portal.assignments.rules import begins_on, object_by
from portal.assignments.states import LIVE_STATES, PLACE_ASKED, Interest, Place
from portal.councils.models import Council
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.objections import rules
from portal.objections.rules import Named, Standing


@dataclass(frozen=True)
class Raised:
    """An objection, and the lead reviewer's answer; ``answer`` is empty until there is one."""

    why: str
    by: str
    at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True)
class NamedReviewer:
    """Somebody who was named to the council: who, as what, until when it may object, and how that stands.

    ``accepted``: the person has declared to have no conflict of interest; ``linked``: but a minor link, in which a lead
    reviewer sees none. ``may_object`` is for this reader.
    """

    assignment_id: UUID
    name: str
    employer: str
    second: bool
    accepted: bool
    linked: bool
    named_at: datetime
    object_by: date
    begins_on: date
    begun_at: datetime | None
    standing: Standing
    raised: Raised | None
    may_object: bool


@dataclass(frozen=True)
class ReviewerPage:
    """Everybody who was named to the council for its latest application, the newest first."""

    application: ApplicationFacts
    reviewers: tuple[NamedReviewer, ...]


def named(assignment: Assignment, objection: Objection | None) -> Named:
    """What bears on whether the council may object, and whether the review begins."""
    return Named(
        state=assignment.state,
        object_by=object_by(assignment.proposed_at),
        begun=assignment.begun_at is not None,
        waived=assignment.no_objection_at is not None,
        objected=objection is not None,
        upheld=objection.upheld if objection else None,
    )


def reviewer_page(session: Session, actor: Actor, slug: str, today: date) -> ReviewerPage:
    """Whom the council was told of, for its own people: those who review, and those to whom it objected.

    Raises NotFound where there is no application.
    """
    application = applications.application_for(session, actor, slug)
    asker = aliased(Person)
    rows = session.execute(
        select(Assignment, Person.name, Person.employer, Objection, asker.name, asker.email)
        .join(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(Objection, Objection.assignment_id == Assignment.id)
        .outerjoin(asker, asker.id == Objection.raised_by_id)
        .where(
            Assignment.application_id == application.id,
            Assignment.state.in_(LIVE_STATES) | Objection.id.is_not(None),
        )
        .order_by(Assignment.proposed_at.desc())
    ).all()
    owns = may(actor, Permission.REVIEWER_OBJECT, Record(application.council_id))
    return ReviewerPage(
        application,
        tuple(
            _named_reviewer(
                assignment,
                (name, employer),
                objection,
                asked_name or asked_email or "",
                today,
                may_object=owns and PLACE_ASKED.get(application.state) is assignment.place,
            )
            for assignment, name, employer, objection, asked_name, asked_email in rows
        ),
    )


def _named_reviewer(
    assignment: Assignment,
    who: tuple[str, str],
    objection: Objection | None,
    raised_by: str,
    today: date,
    *,
    may_object: bool,
) -> NamedReviewer:
    stands = rules.standing(named(assignment, objection), today)
    return NamedReviewer(
        assignment_id=assignment.id,
        name=who[0],
        employer=who[1],
        second=assignment.place is Place.SECOND,
        accepted=assignment.accepted_at is not None,
        linked=assignment.accepted_at is not None and assignment.interest is Interest.MINOR,
        named_at=assignment.proposed_at,
        object_by=object_by(assignment.proposed_at),
        begins_on=begins_on(assignment.proposed_at),
        begun_at=assignment.begun_at,
        standing=stands,
        raised=_raised(objection, raised_by) if objection else None,
        may_object=may_object and stands is Standing.OPEN,
    )


def _raised(objection: Objection, by: str) -> Raised:
    return Raised(objection.why, by, objection.raised_at, objection.answer, objection.answered_at)


@dataclass(frozen=True)
class ObjectionPage:
    """An objection as a lead reviewer answers it. ``accepted``: the reviewer has accepted already."""

    reference: str
    council_name: str
    reviewer_name: str
    reviewer_employer: str
    accepted: bool
    raised: Raised


def objection_page(session: Session, actor: Actor, reference: str) -> ObjectionPage:
    """The objection that waits for an answer. Raises NotFound where none does, or where the actor has a tie."""
    asker = aliased(Person)
    row = session.execute(
        select(Assignment, Council.name, Person.name, Person.employer, Objection, asker.name, asker.email)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .join(Objection, Objection.assignment_id == Assignment.id)
        .join(asker, asker.id == Objection.raised_by_id)
        .where(
            Application.reference == reference,
            Application.state.in_(PLACE_ASKED),
            Assignment.state.in_(LIVE_STATES),
            Objection.upheld.is_(None),
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_ASSIGN, Record(row[0].council_id)):
        raise NotFound(f"no objection to a reviewer of {reference}")
    assignment, council_name, name, employer, objection, asked_name, asked_email = row
    return ObjectionPage(
        reference=reference,
        council_name=council_name,
        reviewer_name=name,
        reviewer_employer=employer,
        accepted=assignment.accepted_at is not None,
        raised=_raised(objection, asked_name or asked_email),
    )
