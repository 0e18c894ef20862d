"""What the register lists and what the verify page says: C9 of docs/process.md, as pure functions."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from portal.awards.rules import Position, Standing
from portal.awards.wording import REASON_WORDS as REASON_WORDS
from portal.awards.wording import first_line as first_line

PAGE_LENGTH = 50
# How long an award that has ended stays on the main list. Later it is found by its standing and on its council's page.
LISTED_FOR = {
    Standing.EXPIRED: relativedelta(months=12),
    Standing.GIVEN_UP: relativedelta(months=12),
    Standing.COUNCIL_REPLACED: relativedelta(months=12),
    Standing.WITHDRAWN: relativedelta(months=24),
}

# As people type a day, and as it may be copied from a letter: 18/11/2026, 18.11.2026, 18 11 2026.
_DAY_FIRST = re.compile(r"([0-9]{1,2})[ ./-]([0-9]{1,2})[ ./-]([0-9]{4})")


def day_from(typed: str) -> date:
    """The day that was typed, day first, or as addresses write it, 2026-11-18. Raises ValueError where it is none."""
    found = _DAY_FIRST.fullmatch(typed)
    if found is None:
        return date.fromisoformat(typed)
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)


# A whole postcode or its first half: letters of the area, a district, and perhaps the rest.
_POSTCODE = re.compile(r"[a-z]{1,2}[0-9][0-9a-z]?( ?[0-9][a-z]{2})?", re.IGNORECASE)


def is_postcode(typed: str) -> bool:
    """Whether somebody typed a postcode, whole or its first half, and no name."""
    return _POSTCODE.fullmatch(typed) is not None


def is_listed(position: Position, day: date) -> bool:
    """Whether the award is on the main list on the day: the replaced are not, and those that ended are for a while."""
    if position.standing is Standing.REPLACED:
        return False
    listed_for = LISTED_FOR.get(position.standing)
    return listed_for is None or day < position.since_on + listed_for


def one_line(typed: str) -> str:
    """What somebody typed into a search, as one line of words without control characters, which databases refuse."""
    return " ".join("".join(char if char.isprintable() else " " for char in typed).split())
