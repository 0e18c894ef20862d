"""Who in a council answers what, and what its people say to each other: for the council's own pages alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.progress import Turn, turn
from portal.applications.queries import ApplicationFacts
from portal.applications.states import APPLICATION
from portal.criteria.queries import edition_of
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.sharing.models import Allocation, Comment

WRITERS = (Role.OWNER, Role.CONTRIBUTOR)


@dataclass(frozen=True)
class Colleague:
    """Somebody of the council who may write answers."""

    person_id: UUID
    name: str


@dataclass(frozen=True)
class CommentFacts:
    """What somebody has said; ``is_own`` where the reader has."""

    id: UUID
    text: str
    written_by: str
    written_at: datetime
    is_own: bool


@dataclass(frozen=True)
class Sharing:
    """How one criterion is shared. ``allocated`` is None where nobody is to answer it."""

    allocated: Colleague | None
    comments: tuple[CommentFacts, ...]
    may_allocate: bool
    may_discuss: bool


@dataclass(frozen=True)
class Share:
    """The same for the task list: who answers, empty for nobody, whether that is the reader, how many comments."""

    assigned_to: str = ""
    is_mine: bool = False
    comments: int = 0


NOT_SHARED = Share()


@dataclass(frozen=True)
class Shared:
    """One criterion and who is to answer it, if anybody."""

    criterion: str
    title: str
    allocated: Colleague | None


@dataclass(frozen=True)
class SharedTheme:
    """The criteria of one theme."""

    title: str
    criteria: tuple[Shared, ...]


@dataclass(frozen=True)
class AllocationPage:
    """Who answers what, and who could; ``only`` names the criterion where the page is about one alone."""

    application: ApplicationFacts
    only: str | None
    themes: tuple[SharedTheme, ...]
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class CommentPage:
    """What was said about one criterion."""

    application: ApplicationFacts
    criterion: str
    title: str
    comments: tuple[CommentFacts, ...]


def allocation_page(session: Session, actor: Actor, slug: str, only: str | None) -> AllocationPage:
    """Who answers what, or who answers ``only`` this. Raises NotFound, and IllegalMove where it cannot be changed."""
    application = applications.application_for(session, actor, slug, Permission.APPLICATION_EDIT)
    if not may_allocate(actor, application):
        raise APPLICATION.refusal(application.state, "assign")
    edition = edition_of(session, application.edition_id)
    themes = edition.themes if only is None else (edition.theme(edition.criterion(only).theme),)
    given = allocations_of(session, application.id)
    return AllocationPage(
        application,
        only,
        tuple(
            SharedTheme(
                theme.title,
                tuple(
                    Shared(one.id, one.title, given.get(one.id))
                    for one in edition.criteria_in(theme.id)
                    if only in (None, one.id)
                ),
            )
            for theme in themes
        ),
        colleagues(session, application.council_id),
    )


def comment_page(session: Session, actor: Actor, slug: str, criterion_id: str) -> CommentPage:
    """What was said about the criterion. Raises NotFound for whoever does not belong to the council."""
    application = applications.application_for(session, actor, slug, Permission.APPLICATION_DISCUSS)
    criterion = edition_of(session, application.edition_id).criterion(criterion_id)
    comments = comments_of(session, actor, application, criterion_id)
    return CommentPage(application, criterion.id, criterion.title, comments)


def colleagues(session: Session, council_id: UUID) -> tuple[Colleague, ...]:
    """Everybody who may write the council's answers, each once, by name."""
    found = {member.person_id: member.name for member in accounts.members(session, council_id, *WRITERS)}
    return tuple(Colleague(person_id, name) for person_id, name in found.items())


def allocations_of(session: Session, application_id: UUID) -> Mapping[str, Colleague]:
    """Who is to answer, by criterion id; nobody for those that are left out."""
    rows = session.execute(
        select(Allocation.criterion, Person.id, Person.name, Person.email)
        .join(Person, Person.id == Allocation.person_id)
        .where(Allocation.application_id == application_id)
    )
    return {criterion: Colleague(person_id, name or email) for criterion, person_id, name, email in rows}


def may_allocate(actor: Actor, application: ApplicationFacts) -> bool:
    """Whether the actor may say now who answers what: while the application is the council's to write."""
    allowed = may(actor, Permission.APPLICATION_EDIT, Record(application.council_id))
    return allowed and turn(application.state) is Turn.COUNCIL


def may_discuss(actor: Actor, application: ApplicationFacts) -> bool:
    """Whether the actor belongs to the council: nobody else reads or writes its comments, whatever their role."""
    return may(actor, Permission.APPLICATION_DISCUSS, Record(application.council_id))


def comments_of(
    session: Session, actor: Actor, application: ApplicationFacts, criterion: str
) -> tuple[CommentFacts, ...]:
    """What was said about a criterion, oldest first; nothing for whoever does not belong to the council."""
    if not may_discuss(actor, application):
        return ()
    rows = session.execute(
        select(Comment, Person.name, Person.email)
        .join(Person, Person.id == Comment.written_by_id)
        .where(Comment.application_id == application.id, Comment.criterion == criterion, Comment.removed_at.is_(None))
        .order_by(Comment.written_at, Comment.id)
    )
    return tuple(
        CommentFacts(row.id, row.text, name or email, row.written_at, row.written_by_id == actor.person_id)
        for row, name, email in rows
    )


def comment_counts(session: Session, actor: Actor, application: ApplicationFacts) -> Mapping[str, int]:
    """How many comments there are, by criterion id; nothing for whoever does not belong to the council."""
    if not may_discuss(actor, application):
        return {}
    rows = session.execute(
        select(Comment.criterion, func.count())
        .where(Comment.application_id == application.id, Comment.removed_at.is_(None))
        .group_by(Comment.criterion)
    )
    return {criterion: int(counted) for criterion, counted in rows}


def shares_of(session: Session, actor: Actor, application: ApplicationFacts) -> Mapping[str, Share]:
    """How each criterion is shared, by its id; those left out are not."""
    given = allocations_of(session, application.id)
    comments = comment_counts(session, actor, application)
    return {
        criterion: Share(
            given[criterion].name if criterion in given else "",
            is_mine=criterion in given and given[criterion].person_id == actor.person_id,
            comments=comments.get(criterion, 0),
        )
        for criterion in given.keys() | comments.keys()
    }


def sharing_of(session: Session, actor: Actor, application: ApplicationFacts, criterion: str) -> Sharing:
    """How the criterion is shared, as the page with its answer shows it."""
    return Sharing(
        allocated=allocations_of(session, application.id).get(criterion),
        comments=comments_of(session, actor, application, criterion),
        may_allocate=may_allocate(actor, application),
        may_discuss=may_discuss(actor, application),
    )
