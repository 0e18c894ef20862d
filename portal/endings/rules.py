"""When an application lapses, and what a withdrawal and a longer deadline need (C5, rows 7, 11, 24 and 27)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from portal.applications.states import ApplicationState
from portal.kernel.calendar import add_months, add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import words

LAPSES_AFTER_MONTHS = 12
EXTENDED_BY_DAYS = 20
REASON_AT_MOST = 500


def draft_lapses(activity: Iterable[date], today: date) -> bool:
    """Whether the last of these days on which something happened is twelve calendar months ago."""
    newest = max(activity, default=None)
    return newest is not None and add_months(newest, LAPSES_AFTER_MONTHS) <= today


def is_over(last_day: date | None, today: date) -> bool:
    """Whether the last day for something has passed."""
    return last_day is not None and last_day < today


def extendable(state: ApplicationState, fix_by: date | None, extended_at: datetime | None) -> date | None:
    """The last day that can still be put off, once, while the council has the application; None where there is none."""
    return fix_by if state is ApplicationState.RETURNED_INCOMPLETE and extended_at is None else None


def extended(fix_by: date, today: date) -> date:
    """The new last day: as many working days more as the council had at first."""
    return add_working_days(max(fix_by, today), EXTENDED_BY_DAYS)


def reason_problems(reason: str) -> Iterator[Problem]:
    """What is wrong with a reason."""
    if not reason.strip():
        yield Problem("reason", words("Say why, in a sentence."))
    elif len(reason) > REASON_AT_MOST:
        yield Problem("reason", words("Write at most %(most)s characters.", most=REASON_AT_MOST))
