"""What a council's own scores would come to: its own view, never the decision (officer story 5 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.applications.rules import Answered
from portal.criteria.edition import Criterion, Edition
from portal.criteria.results import Judged, Step
from portal.criteria.rules import result
from portal.kernel.words import Words


@dataclass(frozen=True)
class Part:
    """One part of the pass rule: the rule as the edition words it, what the own scores come to, whether it holds."""

    rule: str
    measured: Words
    holds: bool


@dataclass(frozen=True)
class SelfScore:
    """The pass rule worked out over a council's own scores.

    ``unanswered`` criteria were counted as 0. ``short`` are the essentials below what the pass rule asks of them: the
    risks that an approver reads first.
    """

    parts: tuple[Part, ...]
    total: Decimal
    unanswered: int
    short: tuple[Criterion, ...]

    @property
    def would_pass(self) -> bool:
        """Whether every part holds."""
        return all(part.holds for part in self.parts)


def self_score(edition: Edition, kind: str, answers: Mapping[str, Answered]) -> SelfScore:
    """Work out the pass rule over the answers, by criterion id, of a council of this kind.

    Raises RuleBroken where a criterion was called not applicable that may not be: saving an answer has refused that.
    """
    scores = {name: given.self_score for name, given in answers.items() if given.self_score is not None}
    not_applicable = frozenset(name for name, given in answers.items() if given.not_applicable)
    own = result(edition, scores, kind, not_applicable)
    return SelfScore(
        parts=tuple(Part(_rule(edition, step), step.words, step.holds) for step in own.parts(Judged.PASS)),
        total=own.shown_total,
        unanswered=len(own.unanswered),
        short=tuple(edition.criterion(criterion_id) for criterion_id in own.essentials_short),
    )


def _rule(edition: Edition, step: Step) -> str:
    return next(rule.rule for rule in edition.pass_rule.all_must_hold if rule.id == step.rule)
