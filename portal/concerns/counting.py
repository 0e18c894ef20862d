"""How many concerns came and how they ended, by year: nothing small enough to point at anybody (C12)."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.concerns.models import Concern
from portal.concerns.rules import told_number
from portal.concerns.states import ConcernState, Outcome
from portal.concerns.wording import OUTCOME_WORDS, STATE_WORDS
from portal.kernel.clock import day_of
from portal.kernel.words import Words


@dataclass(frozen=True)
class YearOfConcerns:
    """One year. A number is None where it is under five; ``ended`` are those that ended in it, by outcome.

    Reports that were put together with another one are not counted again, nor those still put aside.
    """

    year: int
    received: int | None
    ended: tuple[tuple[Words, int | None], ...]


def counts_by_year(session: Session) -> tuple[YearOfConcerns, ...]:
    """Every year with a concern, the newest first, in one query."""
    received: Counter[int] = Counter()
    ended: Counter[tuple[int, ConcernState, Outcome | None]] = Counter()
    rows = session.execute(
        select(Concern.received_at, Concern.state, Concern.state_since, Concern.outcome).where(
            Concern.state != ConcernState.MERGED, Concern.aside.is_(None)
        )
    )
    for received_at, state, since, outcome in rows:
        received[day_of(received_at).year] += 1
        ended[day_of(since).year, state, outcome] += 1
    years = sorted({*received, *(year for year, state, outcome in ended if _ends(state))}, reverse=True)
    return tuple(
        YearOfConcerns(
            year,
            told_number(received[year]),
            (
                *(
                    (said, told_number(ended[year, ConcernState.CLOSED, outcome]))
                    for outcome, said in OUTCOME_WORDS.items()
                ),
                (
                    STATE_WORDS[ConcernState.NOT_FOR_US],
                    told_number(ended[year, ConcernState.NOT_FOR_US, None]),
                ),
            ),
        )
        for year in years
    )


def _ends(state: ConcernState) -> bool:
    return state in (ConcernState.CLOSED, ConcernState.NOT_FOR_US)
