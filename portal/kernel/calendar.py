"""Working days in England and Wales, by which the service standards are counted (C3 of docs/process.md)."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from portal.kernel.clock import LONDON, day_of

RELEASE_OPENS = time(9)
RELEASE_CLOSES = time(16)
THURSDAY = 3
FRIDAY = 4


MAY = 5
# The notice of a local election is published this many working days before it, at the latest.
NOTICE_OF_ELECTION = 25


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether the day is Monday to Friday and no bank holiday in England and Wales."""
    return day.weekday() <= FRIDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that is ``count`` working days after ``day``; the day itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed since ``start``: 0 on the day itself or where ``end`` is earlier."""
    return sum(is_working_day(start + timedelta(days=offset)) for offset in range(1, (end - start).days + 1))


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or earlier where it is negative; a shorter month's last day instead."""
    years, month = divmod(day.month - 1 + count, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def may_release(moment: datetime) -> bool:
    """Whether results may go out now: Monday to Thursday on a working day, 9am to 4pm in London (C5, row 22)."""
    local = moment.astimezone(LONDON)
    return (
        is_working_day(local.date()) and local.weekday() <= THURSDAY and RELEASE_OPENS <= local.time() < RELEASE_CLOSES
    )


def next_release(moment: datetime) -> datetime:
    """The next moment, in London time, at which results may go out; ``moment`` itself where they may go out now."""
    if may_release(moment):
        return moment
    opening = datetime.combine(day_of(moment), RELEASE_OPENS, LONDON)
    while opening < moment or not may_release(opening):
        opening = datetime.combine(opening.date() + timedelta(days=1), RELEASE_OPENS, LONDON)
    return opening


def pre_election_period(day: date) -> tuple[date, date] | None:
    """The days before the local elections that ``day`` lies in, polling day included; None where it lies in none.

    Local elections in England and Wales are on the first Thursday in May. The period in which councils are careful with
    publicity begins with the notice of election, 25 working days before, at the latest (docs/background.md, A4).
    """
    first_of_may = date(day.year, MAY, 1)
    polling_day = first_of_may + timedelta(days=(THURSDAY - first_of_may.weekday()) % 7)
    begins = polling_day
    for _ in range(NOTICE_OF_ELECTION):
        begins -= timedelta(days=1)
        while not is_working_day(begins):
            begins -= timedelta(days=1)
    return (begins, polling_day) if begins <= day <= polling_day else None
