from dataclasses import replace
from datetime import date

import pytest

from portal.reviews.rules import MOST_CHECKS, Looked, looked_problems, share

TODAY = date(2026, 11, 18)
GOOD = Looked("https://social.example/@ŵ", TODAY, 10, 9, "")


@pytest.mark.parametrize(
    ("good", "sampled", "percent"),
    [(9, 10, 90), (0, 7, 0), (7, 7, 100), (2, 3, 67), (1, 3, 33), (1, 8, 13), (299, 300, 99), (1, 1000, 1)],
)
def test_share_is_rounded_and_says_all_or_none_only_where_it_is_so(good: int, sampled: int, percent: int) -> None:
    assert share(good, sampled) == percent


@pytest.mark.parametrize(
    "looked", [GOOD, replace(GOOD, good=0), replace(GOOD, good=10), replace(GOOD, checked_on=date(2020, 1, 1))]
)
def test_what_was_seen_can_be_recorded(looked: Looked) -> None:
    assert list(looked_problems(looked, TODAY)) == []


@pytest.mark.parametrize(
    ("looked", "field"),
    [
        (replace(GOOD, account=""), "account"),
        (replace(GOOD, account="x" * 301), "account"),
        (replace(GOOD, checked_on=None), "checked_on"),
        (replace(GOOD, checked_on=date(2026, 11, 19)), "checked_on"),
        (replace(GOOD, sampled=0), "sampled"),
        (replace(GOOD, sampled=10_001), "sampled"),
        (replace(GOOD, sampled=None), "sampled"),
        (replace(GOOD, good=None), "good"),
        (replace(GOOD, good=11), "good"),
        (replace(GOOD, notes="x" * 2001), "notes"),
    ],
)
def test_what_cannot_have_been_seen_so_is_refused_beside_its_field(looked: Looked, field: str) -> None:
    assert [problem.field for problem in looked_problems(looked, TODAY)] == [field]


def test_number_of_live_checks_on_a_criterion_has_an_end() -> None:
    assert [problem.field for problem in looked_problems(GOOD, TODAY, MOST_CHECKS)] == ["account"]
