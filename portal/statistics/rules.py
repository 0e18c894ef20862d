"""How long each step took, counted in working days against the service standards of C3 (docs/process.md)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from portal.applications.progress import STANDARDS
from portal.applications.reckoning import DECIDE_WITHIN, Entered, days_not_ours
from portal.applications.states import ApplicationState
from portal.kernel.calendar import working_days_between
from portal.kernel.words import Words, words

_S = ApplicationState
NINE_IN_TEN = 90


class Measure(StrEnum):
    """What is measured: one for each service standard."""

    CLAIM = "claim"
    CHECK = "check"
    MENDING = "mending"
    ACCEPTING = "accepting"
    SCORING = "scoring"
    ANSWERING = "answering"
    SECOND = "second"
    MODERATION = "moderation"
    DECISION = "decision"
    APPEAL = "appeal"


@dataclass(frozen=True)
class Standard:
    """A service standard: what it is called, how many working days it gives, and whose time it is."""

    said: Words
    days: int
    whose: Words


_OURS, _COUNCILS = words("LGA"), words("council")
MEASURES: dict[Measure, Standard] = {
    Measure.CLAIM: Standard(words("Deciding on a claim"), 3, _OURS),
    Measure.CHECK: Standard(words("Completeness check"), STANDARDS[_S.COMPLETENESS_CHECK].days, _OURS),
    Measure.MENDING: Standard(words("Putting right what was missing"), 20, _COUNCILS),
    Measure.ACCEPTING: Standard(words("Reviewer accepts and declares interests"), 3, _OURS),
    Measure.SCORING: Standard(words("Scoring"), STANDARDS[_S.IN_REVIEW].days, _OURS),
    Measure.ANSWERING: Standard(words("Answering the reviewer’s questions"), 10, _COUNCILS),
    Measure.SECOND: Standard(words("Second review"), STANDARDS[_S.SECOND_REVIEW].days, _OURS),
    Measure.MODERATION: Standard(words("Moderation and decision"), STANDARDS[_S.MODERATION].days, _OURS),
    Measure.DECISION: Standard(words("From signing to the decision"), DECIDE_WITHIN, _OURS),
    Measure.APPEAL: Standard(words("Answering an appeal"), 30, _OURS),
}


@dataclass(frozen=True)
class Spread:
    """How long something took: half took ``median`` days or less, nine in ten ``ninth``; ``in_time`` is a percentage.

    All but ``n`` are None where nothing was measured.
    """

    n: int
    median: int | None
    ninth: int | None
    in_time: int | None


def spread(days: Sequence[int], standard: int) -> Spread:
    """The spread of these durations. A percentile is the smallest of them that so many per cent do not exceed."""
    if not days:
        return Spread(0, None, None, None)
    ordered = sorted(days)
    return Spread(
        len(ordered),
        _percentile(ordered, 50),
        _percentile(ordered, NINE_IN_TEN),
        round(100 * sum(each <= standard for each in ordered) / len(ordered)),
    )


def _percentile(ordered: Sequence[int], per_cent: int) -> int:
    rank = -(-len(ordered) * per_cent // 100)
    return ordered[max(rank, 1) - 1]


@dataclass(frozen=True)
class Taken:
    """One step that ended: what it was, and how many working days it took without those that do not count."""

    measure: Measure
    days: int


# A step goes on after a pause: on hold nobody could act, and while the council answers the review waits.
_PAUSES = frozenset({_S.ON_HOLD})
_REVIEW_PAUSES = frozenset({_S.ON_HOLD, _S.CLARIFICATION_REQUESTED})
_STEPS: tuple[tuple[Measure, frozenset[ApplicationState], frozenset[ApplicationState]], ...] = (
    (Measure.CHECK, frozenset({_S.SUBMITTED, _S.COMPLETENESS_CHECK}), _PAUSES),
    (Measure.MENDING, frozenset({_S.RETURNED_INCOMPLETE, _S.AWAITING_DECLARATION}), _PAUSES),
    (Measure.SCORING, frozenset({_S.IN_REVIEW}), _REVIEW_PAUSES),
    (Measure.ANSWERING, frozenset({_S.CLARIFICATION_REQUESTED}), _PAUSES),
    (Measure.SECOND, frozenset({_S.SECOND_REVIEW}), _PAUSES),
    (Measure.MODERATION, frozenset({_S.MODERATION}), _PAUSES),
)
# Where a step ended because the whole did, it says nothing of how long the step takes.
_CUT_SHORT = frozenset({_S.WITHDRAWN, _S.LAPSED})


def steps_taken(entered: Sequence[Entered]) -> Iterator[Taken]:
    """Every step of one application that has ended, in the order of the standards, and the time to its decision."""
    for measure, states, pauses in _STEPS:
        yield from (Taken(measure, days) for days in _spells(entered, states, pauses, measure is Measure.MENDING))
    signed = next((step.on for step in entered if step.state is _S.SUBMITTED), None)
    decided = next((step.on for step in entered if step.state is _S.DECIDED), None)
    if signed is not None and decided is not None:
        until = [step for step in entered if step.on <= decided]
        days = working_days_between(signed, decided) - days_not_ours(until, signed, decided)
        yield Taken(Measure.DECISION, days)


def _spells(
    entered: Sequence[Entered],
    states: Collection[ApplicationState],
    pauses: Collection[ApplicationState],
    only_after_return: bool,
) -> Iterator[int]:
    """How long each stay in these states took, with the pauses within it left out."""
    days, inside = 0, False
    for now, after in pairwise(entered):
        if now.state in states:
            if not inside and only_after_return and now.state is not _S.RETURNED_INCOMPLETE:
                continue
            inside = True
            days += working_days_between(now.on, after.on)
        if inside and after.state not in states and after.state not in pauses:
            if after.state not in _CUT_SHORT:
                yield days
            days, inside = 0, False


def quarter_of(day: date) -> str:
    """The quarter that the day lies in, such as 2026-Q4."""
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
