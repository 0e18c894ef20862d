"""How far two reviewers are apart, and about what they have to talk (C6)."""

from collections.abc import Mapping

import pytest

from portal.decisions.differences import Apart, apart, to_talk_about
from tests.unit.criteria.sample import EDITION, everything

KIND = "district"
LEFT_OUT = next(criterion for criterion in EDITION.criteria if criterion.na_allowed_for)
ESSENTIALS = tuple(criterion.id for criterion in EDITION.criteria if criterion.essential)
OTHERS = tuple(criterion.id for criterion in EDITION.criteria if not criterion.essential)


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((2,), Apart.NOT),
        ((None,), Apart.NOT),
        ((0, 0), Apart.NOT),
        ((None, None), Apart.NOT),
        ((1, 2), Apart.ONE),
        ((2, 1), Apart.ONE),
        ((3, 1), Apart.FAR),
        ((0, 3), Apart.FAR),
        ((0, None), Apart.FAR),
        ((None, 3), Apart.FAR),
    ],
)
def test_two_scores_are_not_one_or_far_apart(scores: tuple[int | None, ...], found: Apart) -> None:
    assert apart(scores) is found


def talk(first: Mapping[str, int | None], second: Mapping[str, int | None], *, resubmission: bool = False) -> list[str]:
    kind = LEFT_OUT.na_allowed_for[0] if None in {*first.values(), *second.values()} else KIND
    return list(to_talk_about(EDITION, first, second, kind, resubmission=resubmission))


def test_nobody_talks_where_the_reviewers_agree_or_only_one_scored() -> None:
    assert talk(everything(2), {}) == []
    assert talk(everything(2), dict.fromkeys(ESSENTIALS, 2)) == []


def test_difference_of_one_that_changes_nothing_is_left_to_the_lead_reviewer() -> None:
    assert talk(everything(2), {ESSENTIALS[0]: 3, OTHERS[0]: 3}) == []


def test_difference_of_two_is_talked_about_whatever_it_changes() -> None:
    first = {**everything(2), OTHERS[0]: 1}
    assert talk(first, {OTHERS[0]: 3}) == [OTHERS[0]]


def test_one_essential_that_changes_the_outcome_is_talked_about_in_either_direction() -> None:
    low = {**everything(2), ESSENTIALS[0]: 1}
    assert talk(low, {ESSENTIALS[0]: 2, ESSENTIALS[1]: 3}) == [ESSENTIALS[0]]
    assert talk(everything(2), {ESSENTIALS[0]: 1, ESSENTIALS[1]: 3}) == [ESSENTIALS[0]]


def test_differences_that_change_the_outcome_only_together_are_all_talked_about_in_the_editions_order() -> None:
    # Each of the two alone leaves another essential criterion short.
    low = {**everything(2), ESSENTIALS[0]: 1, ESSENTIALS[1]: 1}
    assert talk(low, {ESSENTIALS[1]: 2, ESSENTIALS[0]: 2}) == [ESSENTIALS[0], ESSENTIALS[1]]


def test_whether_a_criterion_applies_at_all_is_talked_about() -> None:
    assert talk(everything(2), {LEFT_OUT.id: None}) == [LEFT_OUT.id]


def test_outcome_of_a_resubmission_is_the_one_that_counts() -> None:
    # One more short essential makes 'small changes' into 'more work', which a resubmission is at once.
    few = {**everything(3), **dict.fromkeys(ESSENTIALS[:4], 1)}
    more = {ESSENTIALS[4]: 2} | dict.fromkeys(ESSENTIALS[:4], 1)
    assert talk(few, more, resubmission=True) == []
