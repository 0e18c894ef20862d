"""The scores of one application laid beside the criteria that apply to it, and the sums over them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from portal.criteria.edition import Criterion, Edition
from portal.criteria.terms import RuleId


@dataclass(frozen=True)
class Sheet:
    """The applicable criteria, in the order of the edition, and a score for each. All sums are exact."""

    edition: Edition
    criteria: tuple[Criterion, ...]
    scores: Mapping[str, int]

    def points(self) -> tuple[int, int]:
        """The weighted points scored, and those that could be."""
        return self._points(self.criteria)

    def total_percent(self) -> Fraction:
        """The weighted total in percent."""
        return self._percent(self.criteria)

    def theme_percents(self) -> Iterator[tuple[str, Fraction]]:
        """Each theme's id and percentage; a theme in which nothing applies is left out."""
        for theme in self.edition.themes:
            if criteria := [criterion for criterion in self.criteria if criterion.theme == theme.id]:
                yield theme.id, self._percent(criteria)

    def essentials_short(self) -> tuple[Criterion, ...]:
        """The essential criteria below the score that the pass rule asks of them."""
        lowest = self.edition.pass_rule.threshold(RuleId.ESSENTIALS)
        return tuple(c for c in self.criteria if c.essential and self.scores[c.id] < lowest)

    def meets_pass_rule(self) -> bool:
        """Whether all three parts of the pass rule hold."""
        rule = self.edition.pass_rule
        return (
            not self.essentials_short()
            and self.total_percent() >= rule.threshold(RuleId.TOTAL)
            and all(percent >= rule.threshold(RuleId.THEME_FLOOR) for _, percent in self.theme_percents())
        )

    def raised(self, criteria: Iterable[Criterion], to: int) -> "Sheet":
        """The sheet as it would be with these criteria at this score."""
        return Sheet(self.edition, self.criteria, {**self.scores, **{criterion.id: to for criterion in criteria}})

    def _points(self, criteria: Iterable[Criterion]) -> tuple[int, int]:
        pairs = [(self.scores[c.id] * c.weight, self.edition.scale.max * c.weight) for c in criteria]
        return sum(scored for scored, _ in pairs), sum(possible for _, possible in pairs)

    def _percent(self, criteria: Iterable[Criterion]) -> Fraction:
        scored, possible = self._points(criteria)
        return Fraction(100 * scored, possible)


def below(sheet: Sheet, score: int) -> list[Criterion]:
    """The criteria below this score, those that would add most to the total first; equals in the edition's order."""
    short = [criterion for criterion in sheet.criteria if sheet.scores[criterion.id] < score]
    return sorted(short, key=lambda criterion: criterion.weight * (sheet.scores[criterion.id] - score))


def smallest_repair(sheet: Sheet) -> tuple[Criterion, ...] | None:
    """Find a smallest set of criteria that, raised to the score of the small changes, would meet the pass rule.

    None if even raising them all would not. It begins with the essentials that are short, which no set can do
    without. Of the criteria of one theme, those that add most are never a worse choice, neither for the theme nor for
    the total: so each theme under the floor takes its best ones until it is above, and then the total takes the best
    of what is left. No smaller set exists, and no combinations need to be tried.
    """
    to, rule = sheet.edition.small_changes.raised_to, sheet.edition.pass_rule
    spare = below(sheet, to)
    chosen: list[Criterion] = []

    def choose(criterion: Criterion) -> None:
        spare.remove(criterion)
        chosen.append(criterion)

    for criterion in sheet.essentials_short():
        if criterion in spare:
            choose(criterion)
    for theme_id, _ in sheet.theme_percents():
        for criterion in [spared for spared in spare if spared.theme == theme_id]:
            if dict(sheet.raised(chosen, to).theme_percents())[theme_id] >= rule.threshold(RuleId.THEME_FLOOR):
                break
            choose(criterion)
    while spare and sheet.raised(chosen, to).total_percent() < rule.threshold(RuleId.TOTAL):
        choose(spare[0])
    return tuple(chosen) if sheet.raised(chosen, to).meets_pass_rule() else None
