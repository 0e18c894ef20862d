"""The result of an application: plain values that explain themselves and can be computed again from their trace."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

from portal.criteria.terms import Outcome
from portal.kernel.words import Words

BORDERLINE_POINTS = 5


class Judged(StrEnum):
    """The questions that a result answers; each is answered by several steps, which must all hold."""

    PASS = "pass"  # noqa: S105 - the pass rule, not a password
    COMMENDATION = "commendation"
    SMALL_CHANGES = "small_changes"


@dataclass(frozen=True)
class Step:
    """One comparison: what went in, what was measured, what it was measured against.

    ``inputs`` are the named values that ``measured`` follows from. ``measured`` is None where there is nothing to
    measure, and then the step does not hold. ``words`` say the measured value, rounded, and what it needs to be.
    """

    judged: Judged
    rule: str
    inputs: tuple[tuple[str, Fraction], ...]
    measured: Fraction | None
    threshold: Fraction
    words: Words
    at_most: bool = False

    @property
    def id(self) -> str:
        """Which rule of which question, such as ``pass.total``."""
        return f"{self.judged}.{self.rule}"

    @property
    def holds(self) -> bool:
        """Whether the measured value reaches the threshold, or with ``at_most`` does not pass it."""
        if self.measured is None:
            return False
        return self.measured <= self.threshold if self.at_most else self.measured >= self.threshold


@dataclass(frozen=True)
class ThemePercent:
    """What one theme scores, in percent of what its applicable criteria could score."""

    theme_id: str
    percent: Fraction

    @property
    def shown(self) -> Decimal:
        """The percentage with one decimal."""
        return one_decimal(self.percent)


@dataclass(frozen=True)
class NamedCriteria:
    """Which criteria a council may be asked to improve after 'not yet: small changes', all by id.

    ``required`` must be named; the lead reviewer may add from ``candidates``, up to ``at_most`` in all. ``suggested``
    is a smallest set that would meet the pass rule; it begins with ``required``.
    """

    required: tuple[str, ...]
    candidates: tuple[str, ...]
    suggested: tuple[str, ...]
    at_most: int


@dataclass(frozen=True)
class Result:
    """What the scores come to; criteria by id, in the order of the edition.

    ``unanswered`` lists the applicable criteria without a score, which were counted as 0: a decision needs it empty.
    ``named_criteria`` is there for ``not_yet_minor`` alone. ``trace`` has every comparison.
    """

    outcome: Outcome
    total_percent: Fraction
    theme_percents: tuple[ThemePercent, ...]
    essentials_short: tuple[str, ...]
    unanswered: tuple[str, ...]
    not_applicable: frozenset[str]
    named_criteria: NamedCriteria | None
    trace: tuple[Step, ...]

    @property
    def shown_total(self) -> Decimal:
        """The total percentage with one decimal."""
        return one_decimal(self.total_percent)

    def parts(self, judged: Judged) -> tuple[Step, ...]:
        """The steps of one question, such as the three parts of the pass rule."""
        return tuple(step for step in self.trace if step.judged is judged)


def outcome_from(trace: Iterable[Step]) -> Outcome:
    """Derive the outcome from the steps of a result. Raises ``ValueError`` if a question has no step at all."""
    steps = tuple(trace)

    def met(judged: Judged) -> bool:
        answers = [step.holds for step in steps if step.judged is judged]
        if not answers:
            raise ValueError(f"the trace has no step for {judged}")
        return all(answers)

    if met(Judged.PASS):
        return Outcome.AWARDED_WITH_COMMENDATION if met(Judged.COMMENDATION) else Outcome.AWARDED
    return Outcome.NOT_YET_MINOR if met(Judged.SMALL_CHANGES) else Outcome.NOT_YET_MAJOR


def is_borderline(found: Result) -> bool:
    """Whether the total is within five points of a threshold of the pass rule or of the commendation (C6)."""
    judged = (Judged.PASS, Judged.COMMENDATION)
    limits = {step.threshold for step in found.trace if step.rule == "total" and step.judged in judged}
    return any(abs(found.total_percent - limit) <= BORDERLINE_POINTS for limit in limits)


def one_decimal(value: Fraction) -> Decimal:
    """Round for showing, half up: 200/3 is 66.7. What this returns is never compared with a threshold."""
    return Decimal(floor(value * 10 + Fraction(1, 2))).scaleb(-1)
