"""What a council is told beside its result: where it is strong, and what to do first (C7 of docs/process.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.criteria.edition import Edition
from portal.criteria.results import one_decimal
from portal.criteria.rules import sheet_of
from portal.criteria.sheet import Sheet
from portal.criteria.terms import RuleId
from portal.kernel.words import Words, words

# Which rule an action should help with first; whatever is left is ordered by what it adds to the total.
_FIRST = (RuleId.ESSENTIALS, RuleId.NO_ZERO, RuleId.THEME_FLOOR)


@dataclass(frozen=True)
class Action:
    """One criterion worth raising: from what score to what score, and the percentage points that adds to the total.

    ``helps`` names the rules, besides the total, that are not met and that this brings closer: those of the pass rule,
    or of the commendation rule once the pass rule is met.
    """

    criterion_id: str
    score: int
    raised_to: int
    gain: Fraction
    helps: tuple[RuleId, ...]

    @property
    def shown_gain(self) -> Decimal:
        """The percentage points with one decimal."""
        return one_decimal(self.gain)


def actions_by_effect(
    edition: Edition, scores: Mapping[str, int], n: int = 3, not_applicable: Collection[str] = frozenset()
) -> tuple[Action, ...]:
    """Choose the ``n`` criteria whose rise does most for the result, the most effective first.

    A criterion below the score of the small changes, 2 in the edition of 2026, would be raised to it, any other by one
    level. Essentials that are short come first, then what helps another unmet rule, then by gain, then as in the
    edition. Raises as ``rules.result`` does.
    """
    sheet = sheet_of(edition, scores, not_applicable=not_applicable)
    possible = sheet.points()[1]
    helps = _unmet_rules(sheet)
    actions = []
    for criterion in sheet.criteria:
        score = sheet.scores[criterion.id]
        to = max(score + 1, edition.small_changes.raised_to)
        if to <= edition.scale.max:
            gain = Fraction(100 * (to - score) * criterion.weight, possible)
            actions.append(Action(criterion.id, score, to, gain, helps[criterion.id]))
    actions.sort(key=lambda action: (*(rule not in action.helps for rule in _FIRST), -action.gain))
    return tuple(actions[:n])


def strengths(
    edition: Edition, scores: Mapping[str, int], n: int = 3, not_applicable: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """Choose up to ``n`` criteria, by id, that score well: the highest first, the weightier of equals first.

    What scores less than the pass rule asks of an essential is no strength, so there may be fewer, or none.
    """
    sheet = sheet_of(edition, scores, not_applicable=not_applicable)
    enough = edition.pass_rule.threshold(RuleId.ESSENTIALS)
    strong = [criterion for criterion in sheet.criteria if sheet.scores[criterion.id] >= enough]
    strong.sort(key=lambda criterion: (-sheet.scores[criterion.id], -criterion.weight))
    return tuple(criterion.id for criterion in strong[:n])


def _unmet_rules(sheet: Sheet) -> dict[str, tuple[RuleId, ...]]:
    """The unmet rules, besides the total, that raising each criterion would help with."""
    rule = sheet.edition.pass_rule
    passes = sheet.meets_pass_rule()
    floor = (rule.commendation_rule if passes else rule).threshold(RuleId.THEME_FLOOR)
    low_themes = {theme_id for theme_id, percent in sheet.theme_percents() if percent < floor}
    too_low = rule.commendation_rule.threshold(RuleId.NO_ZERO) if passes else 0
    short = sheet.essentials_short()
    return {
        criterion.id: tuple(
            rule_id
            for rule_id, is_helped in (
                (RuleId.ESSENTIALS, criterion in short),
                (RuleId.NO_ZERO, sheet.scores[criterion.id] < too_low),
                (RuleId.THEME_FLOOR, criterion.theme in low_themes),
            )
            if is_helped
        )
        for criterion in sheet.criteria
    }


def effect_words(edition: Edition, action: Action, *, passes: bool, answered: bool = True) -> Words:
    """What an action would do, as a sentence: what it adds, and which rule needs it.

    ``passes``: the pass rule is met already, so that what is named is the commendation rule. ``answered``: there is a
    score to be raised.
    """
    values = {
        "id": action.criterion_id,
        "score": action.score,
        "to": action.raised_to,
        "gain": action.shown_gain,
        "theme": edition.theme(edition.criterion(action.criterion_id).theme).title,
        "floor": (edition.pass_rule.commendation_rule if passes else edition.pass_rule).threshold(RuleId.THEME_FLOOR),
    }
    adds = (
        words("Raising %(id)s from %(score)s to %(to)s adds %(gain)s points", **values)
        if answered
        else words("Answering %(id)s with a %(to)s adds %(gain)s points", **values)
    )
    if RuleId.ESSENTIALS in action.helps:
        return words("%(adds)s and is needed: it is essential.", adds=adds)
    if RuleId.NO_ZERO in action.helps:
        return words("%(adds)s and is needed for a commendation, which no score of 0 can have.", adds=adds)
    if RuleId.THEME_FLOOR in action.helps and passes:
        return words("%(adds)s and helps “%(theme)s” to the %(floor)s%% for a commendation.", adds=adds, **values)
    if RuleId.THEME_FLOOR in action.helps:
        return words("%(adds)s and helps “%(theme)s” to the %(floor)s%% that it needs.", adds=adds, **values)
    return words("%(adds)s.", adds=adds)
