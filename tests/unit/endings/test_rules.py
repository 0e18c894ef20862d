"""The last day belongs to the council; and the days of C3 are what the process says, literally."""

from datetime import date

from portal.applications.progress import STANDARDS
from portal.endings.rules import is_over


def test_last_day_is_not_over_and_the_day_after_is() -> None:
    last = date(2026, 11, 20)
    assert [is_over(last, day) for day in (last, date(2026, 11, 21))] == [False, True]


def test_without_a_last_day_nothing_is_over() -> None:
    assert not is_over(None, date(2026, 11, 21))


def test_standards_are_those_of_the_process() -> None:
    assert {state.value: standard.days for state, standard in STANDARDS.items()} == {
        "submitted": 5,
        "completeness_check": 5,
        "returned_incomplete": 20,
        "reviewer_proposed": 3,
        "in_review": 20,
        "clarification_requested": 10,
        "second_review": 10,
        "moderation": 5,
    }
