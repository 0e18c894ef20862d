"""The pages on which a council's people share the work."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.applications import queries, sharing
from portal.applications.queries import ApplicationFacts
from portal.applications.sharing import Colleague, CommentFacts
from portal.criteria.queries import edition_of
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Actor, Permission


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
    """Who answers what, and who could."""

    application: ApplicationFacts
    themes: tuple[SharedTheme, ...]
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True)
class CommentPage:
    """What was said about one criterion."""

    application: ApplicationFacts
    criterion: str
    title: str
    comments: tuple[CommentFacts, ...]


def allocation_page(session: Session, actor: Actor, slug: str) -> AllocationPage:
    """Who answers what. Raises NotFound, and IllegalMove where it cannot be changed now."""
    application = queries.application_for(session, actor, slug, Permission.APPLICATION_EDIT)
    if not sharing.may_allocate(actor, application):
        raise IllegalMove("application", application.state, "assign")
    edition = edition_of(session, application.edition_id)
    given = sharing.allocations_of(session, application.id)
    return AllocationPage(
        application,
        tuple(
            SharedTheme(
                theme.title,
                tuple(Shared(one.id, one.title, given.get(one.id)) for one in edition.criteria_in(theme.id)),
            )
            for theme in edition.themes
        ),
        sharing.colleagues(session, application.council_id),
    )


def comment_page(session: Session, actor: Actor, slug: str, criterion_id: str) -> CommentPage:
    """What was said about the criterion. Raises NotFound for whoever does not belong to the council."""
    application = queries.application_for(session, actor, slug, Permission.APPLICATION_DISCUSS)
    criterion = edition_of(session, application.edition_id).criterion(criterion_id)
    comments = sharing.comments_of(session, actor, application, criterion_id)
    return CommentPage(application, criterion.id, criterion.title, comments)
