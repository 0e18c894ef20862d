"""What the public information pages count and list."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import OPEN_STATES, RESULT_STATES, ApplicationState
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import holds_the_mark
from portal.criteria.edition import Theme
from portal.criteria.queries import published_edition
from portal.criteria.terms import Outcome
from portal.decisions.kept import PRESENT
from portal.decisions.models import Decision

NEWEST = 5
# Fewer decisions than this say more about single councils than about the scheme.
FEWEST_DECISIONS = 10


@dataclass(frozen=True)
class NewAward:
    """A council that has come onto the register."""

    council: str
    href: str
    since: date


@dataclass(frozen=True)
class HomePage:
    """The first page: how many hold the Mark, what is looked at, who is new."""

    holders: int
    criteria_count: int
    theme_count: int
    themes: tuple[Theme, ...]
    latest: tuple[NewAward, ...]


def home_page(session: Session, day: date) -> HomePage:
    """The home page as of a day."""
    _edition_id, edition = published_edition(session)
    holding = [award for award in awards(session) if holds_the_mark(award.position(day).standing)]
    newest = sorted(holding, key=lambda award: (award.starts_on, award.council), reverse=True)
    return HomePage(
        holders=len(holding),
        criteria_count=len(edition.criteria),
        theme_count=len(edition.themes),
        themes=edition.themes,
        latest=tuple(_new(award) for award in newest[:NEWEST]),
    )


def _new(award: AwardRecord) -> NewAward:
    return NewAward(award.council, f"/register/{award.council_slug}", award.starts_on)


@dataclass(frozen=True)
class Statistics:
    """Counts of the scheme. ``decided`` and ``awarded`` are None while there are too few to publish."""

    holders: int
    ever_awarded: int
    under_way: int
    decided: int | None
    awarded: int | None


def statistics(session: Session, day: date) -> Statistics:
    """The scheme in numbers, as of a day."""
    everything = awards(session)
    # Before it is released, and public where it is an award, a result is nobody's to count: the difference of two days
    # would tell it.
    held = and_(Decision.outcome.in_([outcome for outcome in Outcome if outcome.is_award]), Award.id.is_(None))
    released = (
        select(Decision.outcome)
        .join(Application, PRESENT)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(Application.state.in_(RESULT_STATES))
    )
    outcomes = list(session.scalars(released.where(not_(held))))
    enough = len(outcomes) >= FEWEST_DECISIONS
    waiting = OPEN_STATES - {ApplicationState.DRAFT}
    under_way = session.scalar(select(func.count()).select_from(Application).where(Application.state.in_(waiting))) or 0
    return Statistics(
        holders=sum(holds_the_mark(award.position(day).standing) for award in everything),
        ever_awarded=len({award.council_slug for award in everything}),
        under_way=under_way + len(session.scalars(released.where(held)).all()),
        decided=len(outcomes) if enough else None,
        awarded=sum(outcome.is_award for outcome in outcomes) if enough else None,
    )
