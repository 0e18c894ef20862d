"""A later day with a reason: what every extension that names its day asks for (C3; C5, rows 11, 16 and 19)."""

from collections.abc import Iterator
from datetime import date

from portal.kernel.calendar import add_working_days, is_working_day
from portal.kernel.errors import Problem
from portal.kernel.words import words

LONGER_AT_MOST = 20
REASON_AT_LEAST = 10
REASON_AT_MOST = 500


def latest(by: date, today: date) -> date:
    """The latest day to which something that is due by a day can be put off."""
    return add_working_days(max(by, today), LONGER_AT_MOST)


def longer_problems(by: date, until: date | None, reason: str, today: date) -> Iterator[Problem]:
    """What keeps the day ``by`` from being put off to ``until`` for this reason."""
    last = latest(by, today)
    if until is None or until <= max(by, today):
        yield Problem("until", words("Choose a day after %(day)s.", day=max(by, today)))
    elif until > last:
        yield Problem("until", words("Choose a day up to %(day)s: twenty working days more, at most.", day=last))
    elif not is_working_day(until):
        yield Problem("until", words("Choose a working day: not a weekend and no bank holiday."))
    if len(reason.strip()) < REASON_AT_LEAST:
        yield Problem("reason", words("Say why in a sentence: whoever gets the time reads it."))
    elif len(reason) > REASON_AT_MOST:
        yield Problem("reason", words("Write at most %(most)s characters.", most=REASON_AT_MOST))
