"""What holds for the result of any scores."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.criteria.edition import Edition
from portal.criteria.results import Step, outcome_from
from portal.criteria.rules import result, sheet_of
from portal.criteria.sheet import smallest_repair
from portal.criteria.terms import Outcome, RuleId
from tests.unit.criteria.sample import EDITION, IDS, SCORES, SOME_SCORES, scores_for, small_editions

WORST_FIRST = list(Outcome)
EDITIONS_WITH_SCORES = small_editions().flatmap(lambda edition: st.tuples(st.just(edition), scores_for(edition)))


def passes(edition: Edition, scores: Mapping[str, int]) -> bool:
    """The pass rule as the sentences of the edition say it, written a second time."""
    rule = edition.pass_rule
    if any(c.essential and scores[c.id] < rule.threshold(RuleId.ESSENTIALS) for c in edition.criteria):
        return False
    floors = [(edition.criteria, rule.threshold(RuleId.TOTAL))]
    floors += [(edition.criteria_in(theme.id), rule.threshold(RuleId.THEME_FLOOR)) for theme in edition.themes]
    return all(
        100 * sum(scores[c.id] * c.weight for c in criteria) >= percent * 3 * sum(c.weight for c in criteria)
        for criteria, percent in floors
    )


def smallest_by_trying(edition: Edition, scores: Mapping[str, int]) -> int | None:
    ids = [criterion.id for criterion in edition.criteria]
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            if passes(edition, {**scores, **{i: max(2, scores[i]) for i in chosen}}):
                return size
    return None


def test_drawn_scores_reach_every_outcome_and_drawn_editions_need_few_and_many_criteria() -> None:
    outcomes, sizes = set(), set()

    @given(SCORES, EDITIONS_WITH_SCORES)
    @settings(derandomize=True, deadline=None, max_examples=300)
    def draw(scores: dict[str, int], small: tuple[Edition, dict[str, int]]) -> None:
        outcomes.add(result(EDITION, scores).outcome)
        sizes.add(smallest_by_trying(*small))

    draw()
    assert outcomes == set(Outcome)
    assert sizes >= {None, 0, 1, 2, 3, 4}


@given(SOME_SCORES)
@settings(deadline=None)
def test_raising_any_score_by_one_never_lowers_the_outcome(scores: dict[str, int]) -> None:
    before = result(EDITION, scores)
    for criterion_id in IDS:
        higher = min(3, scores.get(criterion_id, 0) + 1)
        after = result(EDITION, scores | {criterion_id: higher})
        assert WORST_FIRST.index(after.outcome) >= WORST_FIRST.index(before.outcome), criterion_id
        assert after.total_percent >= before.total_percent


def measured_again(step: Step) -> Fraction | int | None:
    """What follows from the inputs of a step, by the kind of rule that it is of."""
    inputs = dict(step.inputs)
    match step.rule:
        case "total":
            return 100 * inputs["scored"] / inputs["possible"]
        case "pass":
            return sum(inputs.values())
        case "criteria":
            return None if step.measured is None else len(inputs)
    return min(inputs.values())


@given(SOME_SCORES)
def test_trace_alone_gives_the_measured_values_and_the_outcome(scores: dict[str, int]) -> None:
    found = result(EDITION, scores)
    for step in found.trace:
        assert step.measured == measured_again(step), step.id
    assert outcome_from(found.trace) is found.outcome
    assert len({step.id for step in found.trace}) == len(found.trace) == 9


@given(SCORES)
def test_award_is_made_exactly_when_the_pass_rule_holds(scores: dict[str, int]) -> None:
    assert result(EDITION, scores).outcome.is_award is passes(EDITION, scores)


@given(EDITIONS_WITH_SCORES)
@settings(deadline=None, max_examples=300)
def test_smallest_repair_is_as_small_as_trying_every_set_finds(drawn: tuple[Edition, dict[str, int]]) -> None:
    edition, scores = drawn
    repair = smallest_repair(sheet_of(edition, scores))
    assert (None if repair is None else len(repair)) == smallest_by_trying(edition, scores)
    if repair is not None:
        assert passes(edition, {**scores, **{c.id: max(2, scores[c.id]) for c in repair}})


@given(SCORES)
def test_small_not_yet_is_exactly_half_the_points_and_three_criteria_that_would_do(scores: dict[str, int]) -> None:
    found = result(EDITION, scores)
    low = [i for i in IDS if scores[i] < 2]
    would_do = any(
        passes(EDITION, {**scores, **dict.fromkeys(chosen, 2)}) for chosen in combinations(low, min(3, len(low)))
    )
    small = not passes(EDITION, scores) and found.total_percent >= 50 and would_do
    assert (found.outcome is Outcome.NOT_YET_MINOR) is small
    assert (found.named_criteria is not None) is small


@given(SCORES)
def test_named_criteria_hold_every_short_essential_and_a_set_that_would_do(scores: dict[str, int]) -> None:
    named = result(EDITION, scores).named_criteria
    if named is None:
        return
    assert named.required == named.suggested[: len(named.required)]
    assert len(named.suggested) <= named.at_most
    assert set(named.suggested) <= {*named.required, *named.candidates}
    assert passes(EDITION, {**scores, **dict.fromkeys(named.suggested, 2)})


@given(SCORES, st.integers(0, 3))
def test_criterion_not_applicable_is_as_if_the_edition_did_not_have_it(scores: dict[str, int], score: int) -> None:
    without = replace(EDITION, criteria=tuple(c for c in EDITION.criteria if c.id != "SAF-4"))
    left = {i: found for i, found in scores.items() if i != "SAF-4"}
    expected = result(without, left)
    found = result(EDITION, scores | {"SAF-4": score}, "combined_authority", frozenset({"SAF-4"}))
    assert found == replace(expected, not_applicable=frozenset({"SAF-4"}))


@given(SCORES)
def test_order_in_which_scores_are_given_changes_nothing(scores: dict[str, int]) -> None:
    assert result(EDITION, dict(reversed(scores.items()))) == result(EDITION, scores)
