"""What the public information pages count and list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, func, not_, select
from sqlalchemy.orm import Session

from portal.appeals.models import Appeal
from portal.appeals.states import DECIDED_STATES, AppealState
from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.states import OPEN_STATES, RESULT_STATES, ApplicationState
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import holds_the_mark
from portal.concerns.counting import YearOfConcerns, counts_by_year
from portal.criteria.edition import Theme
from portal.criteria.queries import published_edition
from portal.criteria.terms import Outcome
from portal.decisions.kept import PRESENT
from portal.decisions.models import Decision
from portal.kernel.words import Names
from portal.statistics.rules import MEASURES, Measure, Spread, spread, steps_taken

NEWEST = 5
# Fewer decisions than this say more about single councils than about the scheme.
FEWEST_DECISIONS = 10
UPHELD = frozenset({AppealState.CORRECTED, AppealState.FRESH_REVIEW})


@dataclass(frozen=True)
class NewAward:
    """A council that has come onto the register."""

    council: Names
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
    return NewAward(Names(award.council, award.council_cy), f"/register/{award.council_slug}", award.starts_on)


@dataclass(frozen=True)
class Statistics:
    """Counts of the scheme. What there is too little of to publish is None.

    ``time`` is that from signing to the decision, in working days without the councils’ own; ``appeals`` are those
    that were decided, ``upheld`` of them in the council’s favour. ``concerns`` are counts by year.
    """

    holders: int
    ever_awarded: int
    under_way: int
    decided: int | None
    awarded: int | None
    time: Spread | None
    appeals: int | None
    upheld: int | None
    concerns: tuple[YearOfConcerns, ...]


def statistics(session: Session, day: date) -> Statistics:
    """The scheme in numbers, as of a day."""
    everything = awards(session)
    # Before it is released, and public where it is an award, a result is nobody's to count: the difference of two days
    # would tell it.
    held = and_(Decision.outcome.in_([outcome for outcome in Outcome if outcome.is_award]), Award.id.is_(None))
    released = (
        select(Application.id, Decision.outcome)
        .join(Application, PRESENT)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(Application.state.in_(RESULT_STATES))
    )
    public = {key: outcome for key, outcome in session.execute(released.where(not_(held)))}  # noqa: C416 - rows, not pairs
    outcomes = list(public.values())
    enough = len(outcomes) >= FEWEST_DECISIONS
    appeals = _appeals(session, public.keys())
    waiting = OPEN_STATES - {ApplicationState.DRAFT}
    under_way = session.scalar(select(func.count()).select_from(Application).where(Application.state.in_(waiting))) or 0
    return Statistics(
        holders=sum(holds_the_mark(award.position(day).standing) for award in everything),
        ever_awarded=len({award.council_slug for award in everything}),
        under_way=under_way + len(session.scalars(released.where(held)).all()),
        decided=len(outcomes) if enough else None,
        awarded=sum(outcome.is_award for outcome in outcomes) if enough else None,
        time=_time(session, public.keys()),
        appeals=len(appeals) if len(appeals) >= FEWEST_DECISIONS else None,
        upheld=sum(state in UPHELD for state in appeals) if len(appeals) >= FEWEST_DECISIONS else None,
        concerns=counts_by_year(session),
    )


def _time(session: Session, public: Collection[UUID]) -> Spread | None:
    """From signing to the decision, of results that everybody may count; None while they are too few."""
    steps = [step for entries in entered(session, public).values() for step in steps_taken(entries)]
    days = [step.days for step in steps if step.measure is Measure.DECISION]
    return spread(days, MEASURES[Measure.DECISION].days) if len(days) >= FEWEST_DECISIONS else None


def _appeals(session: Session, public: Collection[UUID]) -> list[AppealState]:
    """How each appeal against such a result ended."""
    rows = session.execute(select(Appeal.application_id, Appeal.state).where(Appeal.state.in_(DECIDED_STATES)))
    return [state for application_id, state in rows if application_id in public]
