"""What it takes to put an application on hold, and by how much that moves other days (C5, rows 25 and 26)."""

from collections.abc import Iterator
from datetime import date

from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import words

REASON_AT_LEAST = 10
REASON_AT_MOST = 500


def reason_problems(reason: str) -> Iterator[Problem]:
    """What is wrong with the reason for a hold, which the council reads."""
    if len(reason.strip()) < REASON_AT_LEAST:
        yield Problem("reason", words("Say why in a sentence: the council reads it."))
    elif len(reason) > REASON_AT_MOST:
        yield Problem("reason", words("Write at most %(most)s characters.", most=REASON_AT_MOST))


def found_problems(found: str) -> Iterator[Problem]:
    """What is wrong with what the council is told when the hold ends; nothing need be said."""
    if len(found) > REASON_AT_MOST:
        yield Problem("reason", words("Write at most %(most)s characters.", most=REASON_AT_MOST))


def moved_on(day: date, held_days: int) -> date:
    """A day that was set before the hold: later by the working days that the hold took."""
    return add_working_days(day, held_days)
