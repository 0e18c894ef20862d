"""What a council is told to do first, and where it is strong."""

from fractions import Fraction

from hypothesis import given

from portal.criteria.advice import Action, actions_by_effect, strengths
from portal.criteria.rules import result
from portal.criteria.terms import RuleId
from tests.unit.criteria.sample import EDITION, SOME_SCORES, everything


def test_essential_that_is_short_comes_before_a_greater_gain() -> None:
    actions = actions_by_effect(EDITION, everything(2, INF_2=1, IMP_1=0))
    assert actions[0] == Action("INF-2", 1, 2, Fraction(200, 177), (RuleId.ESSENTIALS,))
    assert str(actions[0].shown_gain) == "1.1"


def test_theme_under_its_floor_comes_before_a_greater_gain() -> None:
    actions = actions_by_effect(EDITION, everything(2, IMP_1=1, IMP_2=1, IMP_3=1, PPL_1=0))
    assert [(action.criterion_id, action.helps) for action in actions] == [
        ("IMP-1", (RuleId.THEME_FLOOR,)),
        ("IMP-2", (RuleId.THEME_FLOOR,)),
        ("IMP-3", (RuleId.THEME_FLOOR,)),
    ]


def test_among_equals_the_greater_gain_comes_first() -> None:
    actions = actions_by_effect(EDITION, everything(3, EMG_3=2, INF_3=2, SAF_3=2, SAF_2=2), n=4)
    assert [action.criterion_id for action in actions] == ["SAF-3", "INF-3", "SAF-2", "EMG-3"]


def test_after_an_award_a_zero_and_then_the_floor_of_the_commendation_come_first() -> None:
    actions = actions_by_effect(EDITION, everything(3, EMG_3=0, IMP_1=1, IMP_2=1), n=4)
    assert [(action.criterion_id, action.score, action.raised_to, action.helps) for action in actions] == [
        ("EMG-3", 0, 2, (RuleId.NO_ZERO,)),
        ("IMP-1", 1, 2, (RuleId.THEME_FLOOR,)),
        ("IMP-2", 1, 2, (RuleId.THEME_FLOOR,)),
    ]


def test_criterion_at_2_is_raised_by_one_level_and_one_at_3_not_at_all() -> None:
    actions = actions_by_effect(EDITION, everything(3, SAF_4=2))
    assert actions == (Action("SAF-4", 2, 3, Fraction(100, 177), ()),)


def test_everything_at_3_leaves_nothing_to_do() -> None:
    assert actions_by_effect(EDITION, everything(3)) == ()


def test_criterion_not_applicable_is_neither_an_action_nor_a_strength() -> None:
    assert actions_by_effect(EDITION, everything(3, SAF_4=0), not_applicable={"SAF-4"}) == ()
    assert "SAF-4" not in strengths(EDITION, everything(3), n=28, not_applicable={"SAF-4"})


def test_strengths_are_the_highest_and_then_the_weightiest() -> None:
    assert strengths(EDITION, everything(2, EMG_3=3, SAF_1=3)) == ("SAF-1", "EMG-3", "INF-1")


def test_nothing_below_2_is_a_strength() -> None:
    assert strengths(EDITION, everything(1, OPN_2=2)) == ("OPN-2",)


@given(SOME_SCORES)
def test_action_gains_what_it_says(scores: dict[str, int]) -> None:
    before = result(EDITION, scores).total_percent
    for action in actions_by_effect(EDITION, scores):
        after = result(EDITION, scores | {action.criterion_id: action.raised_to}).total_percent
        assert after - before == action.gain
