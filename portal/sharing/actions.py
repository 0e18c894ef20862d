"""What a council's people do to share the work: say who answers what, and talk about it. It leaves no audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from portal.accounts.models import Membership
from portal.accounts.states import MembershipState
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import APPLICATION
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.kernel.words import words
from portal.sharing.models import Allocation, Comment
from portal.sharing.queries import WRITERS, colleagues, may_allocate


@dataclass(frozen=True)
class Allocate:
    """Who answers what from now on, by criterion id; None for nobody. What is not named stays as it is."""

    slug: str
    people: Mapping[str, UUID | None]


@dataclass(frozen=True)
class WriteComment:
    """Say something about a criterion to one's colleagues."""

    slug: str
    criterion: str
    text: str


@dataclass(frozen=True)
class RemoveComment:
    """Take back something that one has said."""

    slug: str
    criterion: str
    comment_id: UUID


def allocate(work: Work, command: Allocate) -> None:
    """Note who answers what, and tell of each criterion that somebody else is given.

    Raises NotFound, NotPermitted, IllegalMove where the application is not the council's to write, and RuleBroken
    where the person cannot write answers.
    """
    found = applications.application_for(work.session, work.actor, command.slug, Permission.APPLICATION_EDIT)
    application = applications.locked(work.session, found.id)
    if not may_allocate(work.actor, applications.application(work.session, application.id)):
        raise APPLICATION.refusal(application.state, "assign")
    edition = edition_of(work.session, application.edition_id)
    able = {colleague.person_id for colleague in colleagues(work.session, application.council_id)}
    for criterion, person_id in command.people.items():
        edition.criterion(criterion)
        if person_id is not None and person_id not in able:
            said = words("This person can no longer write answers. Choose somebody else.")
            raise RuleBroken([Problem(criterion, said)])
        _give(work, application, criterion, person_id)
    work.session.flush()


def _give(work: Work, application: Application, criterion: str, person_id: UUID | None) -> None:
    known = work.session.scalar(
        select(Allocation).where(Allocation.application_id == application.id, Allocation.criterion == criterion)
    )
    if (known.person_id if known else None) == person_id:
        return
    if known is not None:
        work.session.delete(known)
        work.session.flush()
    if person_id is None:
        return
    work.session.add(
        Allocation(
            application_id=application.id,
            criterion=criterion,
            person_id=person_id,
            given_by_id=work.person_id,
            given_at=work.clock.now(),
        )
    )
    if person_id != work.actor.person_id:
        details = {"criterion": criterion, "person_id": str(person_id)}
        work.announce("answer:allocated", application.id, application.council_id, **details)


def free_allocations(work: Work, event: Event) -> None:
    """Free every criterion of somebody who may no longer write the council's answers."""
    ended = work.session.get_one(Membership, event.subject_id)
    left = select(Membership.id).where(
        Membership.person_id == ended.person_id,
        Membership.council_id == ended.council_id,
        Membership.role.in_(WRITERS),
        Membership.state == MembershipState.ACTIVE,
    )
    if work.session.scalar(left.limit(1)) is not None:
        return
    own = select(Application.id).where(Application.council_id == ended.council_id)
    work.session.execute(
        delete(Allocation).where(Allocation.person_id == ended.person_id, Allocation.application_id.in_(own))
    )


def write_comment(work: Work, command: WriteComment) -> None:
    """Say it. Raises NotFound for whoever does not belong to the council, and where there is no such criterion."""
    application = applications.application_for(work.session, work.actor, command.slug, Permission.APPLICATION_DISCUSS)
    edition_of(work.session, application.edition_id).criterion(command.criterion)
    work.session.add(
        Comment(
            application_id=application.id,
            criterion=command.criterion,
            text=command.text,
            written_by_id=work.person_id,
            written_at=work.clock.now(),
        )
    )
    work.session.flush()
    work.announce("comment:written", application.id, application.council_id, criterion=command.criterion)


def remove_comment(work: Work, command: RemoveComment) -> None:
    """Take it back; taking it back twice changes nothing. Raises NotFound where it is not the actor's own."""
    application = applications.application_for(work.session, work.actor, command.slug, Permission.APPLICATION_DISCUSS)
    comment = work.session.get(Comment, command.comment_id)
    place = (comment.application_id, comment.criterion, comment.written_by_id) if comment else None
    if comment is None or place != (application.id, command.criterion, work.actor.person_id):
        raise NotFound(f"no comment {command.comment_id} of {work.actor.name}")
    comment.removed_at = comment.removed_at or work.clock.now()
