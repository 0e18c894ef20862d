"""What scores come to under the edition of 2026."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.criteria.results import Judged, one_decimal, outcome_from
from portal.criteria.rules import missing, result, score_problems
from portal.criteria.terms import Outcome
from portal.kernel.errors import RuleBroken
from tests.unit.criteria.sample import EDITION, IDS, essentials, everything


def held(scores: dict[str, int]) -> dict[str, bool]:
    return {step.id: step.holds for step in result(EDITION, scores).trace}


def test_every_criterion_at_2_is_awarded_with_66_7_percent() -> None:
    found = result(EDITION, everything(2))
    assert found.outcome is Outcome.AWARDED
    assert found.total_percent == Fraction(200, 3)
    assert found.shown_total == Decimal("66.7")
    assert {theme.shown for theme in found.theme_percents} == {Decimal("66.7")}


def test_essentials_at_2_and_others_at_1_is_a_large_not_yet_with_50_3_percent() -> None:
    found = result(EDITION, essentials(2, others=1))
    assert found.outcome is Outcome.NOT_YET_MAJOR
    assert found.total_percent == Fraction(100 * 89, 177)
    assert found.shown_total == Decimal("50.3")


@pytest.mark.parametrize("short", [criterion.id for criterion in EDITION.criteria if criterion.essential])
def test_everything_at_3_except_one_essential_at_1_is_a_small_not_yet_that_names_it(short: str) -> None:
    found = result(EDITION, everything(3) | {short: 1})
    assert found.outcome is Outcome.NOT_YET_MINOR
    assert found.essentials_short == (short,)
    assert found.named_criteria is not None
    assert found.named_criteria.required == (short,)
    assert found.named_criteria.suggested == (short,)
    assert found.named_criteria.candidates == ()
    assert found.named_criteria.at_most == 3


def test_essentials_at_2_and_others_at_3_is_commended_with_83_1_percent() -> None:
    found = result(EDITION, essentials(2, others=3))
    assert found.outcome is Outcome.AWARDED_WITH_COMMENDATION
    assert found.total_percent == Fraction(100 * 147, 177)
    assert found.shown_total == Decimal("83.1")


def test_one_zero_keeps_an_award_from_commendation() -> None:
    scores = everything(3, EMG_3=0)
    assert result(EDITION, scores).outcome is Outcome.AWARDED
    assert [step for step, holds in held(scores).items() if not holds] == ["commendation.no_zero"]


def test_theme_under_its_floor_keeps_a_high_total_from_an_award() -> None:
    scores = everything(3, IMP_1=1, IMP_2=1, IMP_3=1)
    found = result(EDITION, scores)
    assert found.outcome is Outcome.NOT_YET_MINOR
    assert found.named_criteria is not None
    assert found.named_criteria.required == ()
    assert found.named_criteria.suggested == ("IMP-1",)
    assert found.named_criteria.candidates == ("IMP-1", "IMP-2", "IMP-3")
    assert [step for step, holds in held(scores).items() if step.startswith("pass.") and not holds] == [
        "pass.theme_floor"
    ]


def test_theme_exactly_on_its_floor_is_enough() -> None:
    # IMP weighs 2, 2 and 1: 2 × 2 + 1 × 2 + 0 × 1 of 15 is 40 % to the dot.
    found = result(EDITION, everything(3, IMP_1=2, IMP_2=1, IMP_3=0))
    assert {theme.theme_id: theme.percent for theme in found.theme_percents}["IMP"] == 40
    assert found.outcome is Outcome.AWARDED


@pytest.mark.parametrize(("weight", "outcome"), [(14250, Outcome.AWARDED), (14251, Outcome.NOT_YET_MINOR)])
def test_total_shown_as_60_0_percent_is_compared_unrounded(weight: int, outcome: Outcome) -> None:
    weights = {c.id: 1000 * c.weight for c in EDITION.criteria} | {"INF-3": weight}
    edition = replace(EDITION, criteria=tuple(replace(c, weight=weights[c.id]) for c in EDITION.criteria))
    found = result(edition, everything(2, INF_3=1))
    assert found.shown_total == Decimal("60.0")
    assert (found.total_percent == 60) is (outcome is Outcome.AWARDED)
    assert found.outcome is outcome


def test_no_scores_at_all_are_a_large_not_yet_with_everything_unanswered() -> None:
    found = result(EDITION, {})
    assert found.outcome is Outcome.NOT_YET_MAJOR
    assert found.total_percent == 0
    assert found.unanswered == IDS
    assert len(found.essentials_short) == 11


def test_unanswered_criterion_counts_as_0_and_says_so() -> None:
    scores = everything(2)
    del scores["EMG-1"]
    found = result(EDITION, scores)
    assert found.unanswered == ("EMG-1",)
    assert found.total_percent == result(EDITION, scores | {"EMG-1": 0}).total_percent
    assert found.essentials_short == ("EMG-1",)


def test_missing_lists_what_applies_and_has_no_score() -> None:
    scores = everything(2)
    del scores["SAF-4"], scores["EMG-1"]
    assert missing(EDITION, scores) == ("EMG-1", "SAF-4")
    assert missing(EDITION, scores, frozenset({"SAF-4"})) == ("EMG-1",)
    assert missing(EDITION, everything(0)) == ()


def test_criterion_that_is_not_applicable_leaves_both_sides_of_the_sum() -> None:
    found = result(EDITION, everything(2, SAF_4=0), "national_park", {"SAF-4"})
    assert found.total_percent == Fraction(200, 3)
    assert found.not_applicable == frozenset({"SAF-4"})
    assert "SAF-4" not in dict(found.trace[-1].inputs)


def test_theme_in_which_nothing_applies_is_left_out() -> None:
    criteria = tuple(replace(c, na_allowed_for=("county",)) if c.theme == "IMP" else c for c in EDITION.criteria)
    edition = replace(EDITION, criteria=criteria)
    found = result(edition, everything(2, IMP_1=0, IMP_2=0, IMP_3=0), "county", {"IMP-1", "IMP-2", "IMP-3"})
    assert [theme.theme_id for theme in found.theme_percents] == ["INF", "EMG", "TWO", "OPN", "PPL", "INC", "SAF"]
    assert found.outcome is Outcome.AWARDED


@pytest.mark.parametrize(
    ("scores", "kind", "not_applicable", "problems"),
    [
        ({"EMG-9": 2}, None, [], ["EMG-9: This edition has no criterion EMG-9."]),
        ({"INF-1": 4}, None, [], ["INF-1: Give a score from 0 to 3."]),
        ({"INF-1": -1}, None, [], ["INF-1: Give a score from 0 to 3."]),
        ({}, None, ["🙂"], ["🙂: This edition has no criterion 🙂."]),
        ({}, None, ["INF-1"], ["INF-1: INF-1 applies to this council: give it a score."]),
        ({}, "county", ["SAF-4"], ["SAF-4: SAF-4 applies to this council: give it a score."]),
        ({}, "national_park", ["SAF-4"], []),
        ({}, None, ["SAF-4"], []),
    ],
)
def test_scores_that_cannot_be_summed_are_told_beside_their_criterion(
    scores: dict[str, int], kind: str | None, not_applicable: list[str], problems: list[str]
) -> None:
    assert [str(problem) for problem in score_problems(EDITION, scores, kind, not_applicable)] == problems


def test_result_of_scores_that_cannot_be_summed_is_refused_with_all_problems() -> None:
    with pytest.raises(RuleBroken) as refused:
        result(EDITION, {"INF-1": 9, "=cmd": 1})
    assert [problem.field for problem in refused.value.problems] == ["=cmd", "INF-1"]


def test_parts_of_the_pass_rule_say_what_was_measured_and_what_is_needed() -> None:
    parts = result(EDITION, everything(2, INF_1=1)).parts(Judged.PASS)
    assert [(part.rule, part.holds, str(part.words)) for part in parts] == [
        ("essentials", False, "10 of 11 essential criteria score 2 or more. All must."),
        ("total", True, "The weighted total is 65.0%. It must be 60% or more."),
        (
            "theme_floor",
            True,
            "The lowest theme, Everyday information, scores 54.2%. Every theme must score 40% or more.",
        ),
    ]


def test_trace_without_an_answer_to_a_question_gives_no_outcome() -> None:
    trace = result(EDITION, everything(2)).trace
    with pytest.raises(ValueError, match="no step for commendation"):
        outcome_from(step for step in trace if step.judged is not Judged.COMMENDATION)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(200, 3), "66.7"), (Fraction(0), "0.0"), (Fraction(100), "100.0"), (Fraction(1, 20), "0.1")],
)
def test_percentage_is_shown_with_one_decimal_rounded_half_up(value: Fraction, shown: str) -> None:
    assert str(one_decimal(value)) == shown
