"""How long the LGA has had an application: its clock stands still while the council has the turn (C3).

Everything here is worked out from the states that an application came into and the days on which it did.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from portal.applications.progress import STANDARDS, Turn, turn
from portal.applications.states import OPEN_STATES, ApplicationState
from portal.kernel.calendar import add_working_days, working_days_between

# From the day of signing to the decision, without the time in which the council has the turn.
DECIDE_WITHIN = 40
_S = ApplicationState
_DECIDED = frozenset({_S.DECIDED, *(frozenset(_S) - OPEN_STATES)})


@dataclass(frozen=True)
class Entered:
    """A state that an application came into, and the day, in London, on which it did."""

    state: ApplicationState
    on: date


def days_not_ours(entered: Sequence[Entered], since: date, until: date) -> int:
    """How many working days after ``since``, up to ``until``, count for nobody at the LGA.

    ``entered`` is every state in order. The day on which the turn passes belongs to whoever had it that morning.
    """
    return _working_days(entered, since, until, lambda state: turn(state) is not Turn.SCHEME)


def days_on_hold(entered: Sequence[Entered], since: date, until: date) -> int:
    """How many working days after ``since``, up to ``until``, it was on hold, so that nobody could act on it.

    The LGA's own forty days run on in the meantime: the hold is the LGA's choice, and must not make it look quicker
    than it was. What others have been given to do waits (C5, rows 25 and 26).
    """
    return _working_days(entered, since, until, lambda state: state is _S.ON_HOLD)


def days_nobody_scored(entered: Sequence[Entered], since: date, until: date) -> int:
    """How many working days a reviewer could not be asked for: the council had the turn, or it was on hold."""
    return days_not_ours(entered, since, until) + days_on_hold(entered, since, until)


def ours_since_signing(entered: Sequence[Entered], today: date) -> int | None:
    """For how many working days since it was signed first the turn has been the LGA's; None before that."""
    signed = _signed_on(entered)
    return None if signed is None else working_days_between(signed, today) - days_not_ours(entered, signed, today)


def decision_by(entered: Sequence[Entered], today: date) -> date | None:
    """The day by which a decision is to be expected, as things stand today; None before signing and once it is made.

    While the council has the turn, each working day moves it by one.
    """
    signed = _signed_on(entered)
    if signed is None or entered[-1].state in _DECIDED or entered[-1].state is _S.DRAFT:
        return None
    return add_working_days(signed, DECIDE_WITHIN + days_not_ours(entered, signed, today))


def review_by(entered: Sequence[Entered], today: date) -> date | None:
    """The day by which the reviewer is to have finished; None where the application is not in review.

    It counts from the day on which the review began or was sent back, not from the day on which a council answered or
    a hold ended.
    """
    if not entered or entered[-1].state is not _S.IN_REVIEW:
        return None
    paused = (_S.CLARIFICATION_REQUESTED, _S.ON_HOLD)
    begun = [now.on for before, now in pairwise(entered) if now.state is _S.IN_REVIEW and before.state not in paused]
    since = begun[-1] if begun else entered[-1].on
    return add_working_days(since, STANDARDS[_S.IN_REVIEW].days + days_nobody_scored(entered, since, today))


def _working_days(
    entered: Sequence[Entered], since: date, until: date, counts: Callable[[ApplicationState], bool]
) -> int:
    stretches = [*pairwise(entered), *((last, Entered(last.state, until)) for last in entered[-1:])]
    return sum(
        working_days_between(max(begun.on, since), min(ended.on, until))
        for begun, ended in stretches
        if counts(begun.state)
    )


def _signed_on(entered: Sequence[Entered]) -> date | None:
    return next((step.on for step in entered if step.state is _S.SUBMITTED), None)
