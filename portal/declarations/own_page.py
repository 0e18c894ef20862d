"""A council's own score as a page of its own, at any time (officer story 5 of docs/needs.md)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts
from portal.criteria.queries import edition_of
from portal.declarations.self_score import SelfScore, self_score
from portal.kernel.permissions import Actor


@dataclass(frozen=True)
class ShortEssential:
    """An essential criterion that is too low; ``score`` is None where none is chosen."""

    criterion: str
    title: str
    score: int | None


@dataclass(frozen=True)
class OwnScorePage:
    """What the council's own answers come to now; ``short`` are the essentials that are too low."""

    application: ApplicationFacts
    own: SelfScore
    short: tuple[ShortEssential, ...]


def own_score_page(session: Session, actor: Actor, slug: str) -> OwnScorePage:
    """The council's own score as its answers stand now. Raises NotFound."""
    found = applications.application_for(session, actor, slug)
    edition = edition_of(session, found.edition_id)
    answers = {name: facts.answered for name, facts in applications.answers_of(session, found.id).items()}
    own = self_score(edition, found.kind, answers)
    short = (ShortEssential(c.id, c.title, answers[c.id].self_score if c.id in answers else None) for c in own.short)
    return OwnScorePage(found, own, tuple(short))
