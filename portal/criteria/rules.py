"""What the scores of an application come to under an edition of the criteria, and why.

Everything is computed in exact fractions and compared unrounded; only what is shown is rounded. The same edition and
the same scores give the same result for ever (C5 row 21, C6 and C7 of docs/process.md).
"""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from portal.criteria.edition import Edition
from portal.criteria.results import Judged, NamedCriteria, Result, Step, ThemePercent, one_decimal, outcome_from
from portal.criteria.sheet import Sheet, below, smallest_repair
from portal.criteria.terms import Outcome, Rule, RuleId
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words


def result(
    edition: Edition,
    scores: Mapping[str, int],
    kind: str | None = None,
    not_applicable: Collection[str] = frozenset(),
) -> Result:
    """Compute what these scores, by criterion id, come to for a council of this kind, an authority type's id.

    A criterion that is not applicable is left out of both sides of every sum, whatever its score. One without a score
    counts as 0 and is listed as unanswered, so that a council watches its own score grow as it answers.

    Raises ``RuleBroken`` with what ``score_problems`` finds.
    """
    sheet = sheet_of(edition, scores, kind, not_applicable)
    trace = tuple(_trace(sheet))
    outcome = outcome_from(trace)
    return Result(
        outcome=outcome,
        total_percent=sheet.total_percent(),
        theme_percents=tuple(ThemePercent(theme_id, percent) for theme_id, percent in sheet.theme_percents()),
        essentials_short=tuple(criterion.id for criterion in sheet.essentials_short()),
        unanswered=missing(edition, scores, not_applicable),
        not_applicable=frozenset(not_applicable),
        named_criteria=_named_criteria(sheet) if outcome is Outcome.NOT_YET_MINOR else None,
        trace=trace,
    )


def missing(
    edition: Edition, scores: Mapping[str, int], not_applicable: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """List the applicable criteria without a score, by id. A decision may be made once there are none."""
    return tuple(c.id for c in edition.criteria if c.id not in scores and c.id not in not_applicable)


def score_problems(
    edition: Edition,
    scores: Mapping[str, int],
    kind: str | None = None,
    not_applicable: Collection[str] = frozenset(),
) -> Iterator[Problem]:
    """Yield what keeps these scores from being summed; the field is the criterion's id.

    Without a kind, a criterion may be not applicable if it may be so for some kind of council.
    """
    criteria = {criterion.id: criterion for criterion in edition.criteria}
    for criterion_id in sorted({*scores, *not_applicable} - criteria.keys()):
        yield Problem(criterion_id, words("This edition has no criterion %(id)s.", id=criterion_id))
    low, high = edition.scale.min, edition.scale.max
    for criterion_id, score in scores.items():
        if not low <= score <= high:
            yield Problem(criterion_id, words("Give a score from %(low)s to %(high)s.", low=low, high=high))
    for criterion_id in sorted(criteria.keys() & set(not_applicable)):
        allowed = criteria[criterion_id].na_allowed_for
        if not allowed or (kind is not None and kind not in allowed):
            yield Problem(criterion_id, words("%(id)s applies to this council: give it a score.", id=criterion_id))


def sheet_of(
    edition: Edition,
    scores: Mapping[str, int],
    kind: str | None = None,
    not_applicable: Collection[str] = frozenset(),
) -> Sheet:
    """Lay the scores beside the criteria that apply, 0 where there is none. Raises as ``result`` does."""
    if problems := tuple(score_problems(edition, scores, kind, not_applicable)):
        raise RuleBroken(problems)
    applicable = tuple(criterion for criterion in edition.criteria if criterion.id not in not_applicable)
    return Sheet(edition, applicable, {criterion.id: scores.get(criterion.id, 0) for criterion in applicable})


def _trace(sheet: Sheet) -> Iterator[Step]:
    passing = [_step(sheet, Judged.PASS, rule) for rule in sheet.edition.pass_rule.all_must_hold]
    yield from passing
    for rule in sheet.edition.pass_rule.commendation_rule.all_must_hold:
        yield _pass_step(passing) if rule.id is RuleId.PASS else _step(sheet, Judged.COMMENDATION, rule)
    yield from _small_changes_steps(sheet)


def _step(sheet: Sheet, judged: Judged, rule: Rule) -> Step:
    match rule.id:
        case RuleId.ESSENTIALS:
            return _lowest_score_step(sheet, judged, rule, essentials_only=True)
        case RuleId.NO_ZERO:
            return _lowest_score_step(sheet, judged, rule, essentials_only=False)
        case RuleId.THEME_FLOOR:
            return _theme_floor_step(sheet, judged, rule)
        case RuleId.TOTAL:
            return _total_step(sheet, judged, rule.threshold)
    raise ValueError(f"there is no measure for the rule {rule.id}")


def _lowest_score_step(sheet: Sheet, judged: Judged, rule: Rule, *, essentials_only: bool) -> Step:
    counted = [c for c in sheet.criteria if c.essential or not essentials_only]
    enough = sum(sheet.scores[c.id] >= rule.threshold for c in counted)
    values = {"enough": enough, "count": len(counted), "threshold": rule.threshold}
    return Step(
        judged,
        rule.id,
        inputs=tuple((c.id, Fraction(sheet.scores[c.id])) for c in counted),
        measured=Fraction(min(sheet.scores[c.id] for c in counted)),
        threshold=Fraction(rule.threshold),
        words=words("%(enough)s of %(count)s essential criteria score %(threshold)s or more. All must.", **values)
        if essentials_only
        else words("%(enough)s of %(count)s criteria score %(threshold)s or more. All must.", **values),
    )


def _theme_floor_step(sheet: Sheet, judged: Judged, rule: Rule) -> Step:
    percents = tuple(sheet.theme_percents())
    theme_id, lowest = min(percents, key=lambda pair: pair[1])
    return Step(
        judged,
        rule.id,
        inputs=percents,
        measured=lowest,
        threshold=Fraction(rule.threshold),
        words=words(
            "The lowest theme, %(theme)s, scores %(percent)s%%. Every theme must score %(threshold)s%% or more.",
            theme=sheet.edition.theme(theme_id).title,
            percent=one_decimal(lowest),
            threshold=rule.threshold,
        ),
    )


def _total_step(sheet: Sheet, judged: Judged, threshold: int) -> Step:
    scored, possible = sheet.points()
    return Step(
        judged,
        RuleId.TOTAL,
        inputs=(("scored", Fraction(scored)), ("possible", Fraction(possible))),
        measured=sheet.total_percent(),
        threshold=Fraction(threshold),
        words=words(
            "The weighted total is %(percent)s%%. It must be %(threshold)s%% or more.",
            percent=one_decimal(sheet.total_percent()),
            threshold=threshold,
        ),
    )


def _pass_step(passing: list[Step]) -> Step:
    held = sum(step.holds for step in passing)
    return Step(
        Judged.COMMENDATION,
        RuleId.PASS,
        inputs=tuple((step.id, Fraction(step.holds)) for step in passing),
        measured=Fraction(held),
        threshold=Fraction(len(passing)),
        words=words("%(held)s of the %(count)s parts of the pass rule hold. All must.", held=held, count=len(passing)),
    )


def _small_changes_steps(sheet: Sheet) -> Iterator[Step]:
    terms = sheet.edition.small_changes
    yield _total_step(sheet, Judged.SMALL_CHANGES, terms.threshold_percent)
    repair = smallest_repair(sheet)
    values = {"raised_to": terms.raised_to, "at_most": terms.at_most_criteria}
    yield Step(
        Judged.SMALL_CHANGES,
        "criteria",
        inputs=tuple((criterion.id, Fraction(sheet.scores[criterion.id])) for criterion in repair or ()),
        measured=None if repair is None else Fraction(len(repair)),
        threshold=Fraction(terms.at_most_criteria),
        words=words("Raising every criterion to %(raised_to)s would not meet the pass rule.", **values)
        if repair is None
        else words(
            "Criteria to raise to %(raised_to)s to meet the pass rule: %(count)s. There may be %(at_most)s at most.",
            count=len(repair),
            **values,
        ),
        at_most=True,
    )


def _named_criteria(sheet: Sheet) -> NamedCriteria:
    terms = sheet.edition.small_changes
    required = tuple(criterion.id for criterion in sheet.essentials_short())
    return NamedCriteria(
        required=required,
        candidates=tuple(c.id for c in below(sheet, terms.raised_to) if c.id not in required),
        suggested=tuple(criterion.id for criterion in smallest_repair(sheet) or ()),
        at_most=terms.at_most_criteria,
    )
