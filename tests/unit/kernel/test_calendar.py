from datetime import UTC, date, datetime

import pytest

from portal.kernel.calendar import add_working_days, is_working_day, may_release, next_release, working_days_between

CHRISTMAS_EVE = date(2026, 12, 24)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 12, 25), False),  # Christmas Day
        (date(2026, 12, 28), False),  # Boxing Day, moved from a Saturday
        (date(2026, 11, 30), True),  # St Andrew's Day is a holiday in Scotland only
    ],
)
def test_a_working_day_is_monday_to_friday_and_no_bank_holiday_in_england_and_wales(day: date, expected: bool) -> None:
    assert is_working_day(day) is expected


def test_adding_working_days_skips_weekends_and_bank_holidays() -> None:
    assert add_working_days(CHRISTMAS_EVE, 1) == date(2026, 12, 29)
    assert add_working_days(CHRISTMAS_EVE, 0) == CHRISTMAS_EVE


@pytest.mark.parametrize("count", [1, 5, 20, 40])
def test_counting_working_days_undoes_adding_them(count: int) -> None:
    assert working_days_between(CHRISTMAS_EVE, add_working_days(CHRISTMAS_EVE, count)) == count


def test_no_working_days_lie_between_a_day_and_an_earlier_one() -> None:
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 2)) == 0


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), True),  # a Wednesday at nine
        (datetime(2026, 11, 18, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 11, 0, tzinfo=UTC), False),  # a Friday
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), True),  # half past nine in London in summer
        (datetime(2026, 12, 28, 11, 0, tzinfo=UTC), False),  # a Monday, but a bank holiday
    ],
)
def test_results_go_out_monday_to_thursday_before_four_in_london(moment: datetime, expected: bool) -> None:
    assert may_release(moment) is expected


def test_the_next_release_after_thursday_afternoon_is_monday_at_nine() -> None:
    assert next_release(datetime(2026, 11, 19, 17, 0, tzinfo=UTC)) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_the_next_release_early_in_the_morning_is_the_same_day_at_nine() -> None:
    assert next_release(datetime(2026, 11, 18, 6, 0, tzinfo=UTC)) == datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def test_the_next_release_inside_the_window_is_now() -> None:
    now = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
    assert next_release(now) == now
