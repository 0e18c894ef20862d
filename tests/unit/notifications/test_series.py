"""Which reminder of a series is due."""

from datetime import UTC, date, datetime

import pytest

from portal.notifications.hours import may_write, opening_of
from portal.notifications.reminders.series import (
    Point,
    newest_due,
    working_day_by,
    working_days_after,
    working_days_before,
)

BEGUN = date(2026, 11, 18)  # a Wednesday
SERIES = (Point("3", date(2026, 11, 23)), Point("7", date(2026, 11, 27)))


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 22), None),
        (date(2026, 11, 23), "3"),
        (date(2026, 11, 26), "3"),
        (date(2026, 11, 27), "7"),
        (date(2027, 11, 27), "7"),
    ],
)
def test_newest_point_that_has_come_is_due(today: date, due: str | None) -> None:
    found = newest_due(SERIES, today)
    assert (found.name if found else None) == due
    assert newest_due(tuple(reversed(SERIES)), today) == found


def test_series_counts_working_days() -> None:
    assert working_days_after(BEGUN, 3, 7) == SERIES


@pytest.mark.parametrize(
    ("end", "count", "begin"),
    [
        (date(2026, 11, 27), 2, date(2026, 11, 25)),
        (date(2026, 11, 30), 1, date(2026, 11, 27)),  # across a weekend
        (date(2026, 12, 29), 1, date(2026, 12, 24)),  # across Christmas
        (date(2026, 11, 28), 0, date(2026, 11, 27)),  # a Saturday is no working day
    ],
)
def test_working_days_before_an_end(end: date, count: int, begin: date) -> None:
    assert working_days_before(end, count) == begin


@pytest.mark.parametrize(
    ("day", "by"),
    [
        (date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 12, 28), date(2026, 12, 24)),
    ],
)
def test_working_day_by_a_day(day: date, by: date) -> None:
    assert working_day_by(day) == by


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2026, 11, 18, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 18, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 18, 18, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
        (datetime(2027, 6, 16, 7, 0, tzinfo=UTC), True),  # 8 in London in summer
    ],
)
def test_portal_writes_on_working_days_between_8_and_6_in_london(moment: datetime, *, may: bool) -> None:
    assert may_write(moment) is may


def test_day_opens_at_8_in_london() -> None:
    assert opening_of(datetime(2027, 6, 16, 23, 30, tzinfo=UTC)) == datetime(2027, 6, 17, 7, 0, tzinfo=UTC)
