"""What a council's own scores would come to: its own view, never the decision (officer story 5 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portal.applications.own_score import own_result, own_scores
from portal.applications.rules import Answered
from portal.criteria.advice import Action, actions_by_effect, effect_words
from portal.criteria.edition import Criterion, Edition
from portal.criteria.results import Judged, Step
from portal.criteria.terms import RuleId
from portal.kernel.words import Words

# How many ways to raise the result are named: more would be no order to begin in.
RISES = 8


@dataclass(frozen=True)
class Part:
    """One part of the pass rule: the rule as the edition words it, what the own scores come to, whether it holds."""

    rule: str
    measured: Words
    holds: bool


@dataclass(frozen=True)
class ThemeShare:
    """What one theme comes to, in percent with one decimal."""

    title: str
    percent: Decimal


@dataclass(frozen=True)
class Rise:
    """A criterion worth raising, and what that would do."""

    criterion: Criterion
    effect: Words


@dataclass(frozen=True)
class SelfScore:
    """The pass rule worked out over a council's own scores.

    ``unanswered`` criteria were counted as 0. ``short`` are the essentials below what the pass rule asks of them, which
    is ``needed``: the risks that an approver reads first. ``rises`` are the most effective first.
    """

    parts: tuple[Part, ...]
    total: Decimal
    themes: tuple[ThemeShare, ...]
    unanswered: int
    short: tuple[Criterion, ...]
    needed: int
    rises: tuple[Rise, ...]

    @property
    def would_pass(self) -> bool:
        """Whether every part holds."""
        return all(part.holds for part in self.parts)


def self_score(edition: Edition, kind: str, answers: Mapping[str, Answered]) -> SelfScore:
    """Work out the pass rule over the answers, by criterion id, of a council of this kind.

    Raises RuleBroken where a criterion was called not applicable that may not be: saving an answer has refused that.
    """
    scores, not_applicable = own_scores(answers)
    own = own_result(edition, kind, answers)
    parts = tuple(Part(_rule(edition, step), step.words, step.holds) for step in own.parts(Judged.PASS))
    passes = all(part.holds for part in parts)

    def rise(action: Action) -> Rise:
        effect = effect_words(edition, action, passes=passes, answered=action.criterion_id in scores)
        return Rise(edition.criterion(action.criterion_id), effect)

    return SelfScore(
        parts=parts,
        total=own.shown_total,
        themes=tuple(ThemeShare(edition.theme(theme.theme_id).title, theme.shown) for theme in own.theme_percents),
        unanswered=len(own.unanswered),
        short=tuple(edition.criterion(criterion_id) for criterion_id in own.essentials_short),
        needed=edition.pass_rule.threshold(RuleId.ESSENTIALS),
        rises=tuple(rise(action) for action in actions_by_effect(edition, scores, RISES, not_applicable)),
    )


def _rule(edition: Edition, step: Step) -> str:
    return next(rule.rule for rule in edition.pass_rule.all_must_hold if rule.id == step.rule)
