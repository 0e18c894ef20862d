"""What the register lists and what the verify page says: C9 of docs/process.md, as pure functions."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from portal.awards.rules import Position, Standing
from portal.awards.states import ReasonType
from portal.kernel.words import Words, words

PAGE_LENGTH = 50
# How long an award that has ended stays on the main list. Later it is found by its standing and on its council's page.
LISTED_FOR = {
    Standing.EXPIRED: relativedelta(months=12),
    Standing.GIVEN_UP: relativedelta(months=12),
    Standing.COUNCIL_REPLACED: relativedelta(months=12),
    Standing.WITHDRAWN: relativedelta(months=24),
}

REASON_WORDS: dict[ReasonType, Words] = {
    ReasonType.FALSE_STATEMENT: words("A statement in the application was false."),
    ReasonType.MISUSE: words("The Mark was misused."),
    ReasonType.ANNUAL_CHECK_NOT_DONE: words("The annual check was not done."),
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


def is_listed(position: Position, day: date) -> bool:
    """Whether the award is on the main list on the day: the replaced are not, and those that ended are for a while."""
    if position.standing is Standing.REPLACED:
        return False
    listed_for = LISTED_FOR.get(position.standing)
    return listed_for is None or day < position.since_on + listed_for


_LINES: dict[Standing, Words] = {
    Standing.CURRENT: words("Yes. %(council)s holds the Mark until %(until)s"),
    Standing.RENEWAL_OPEN: words("Yes. %(council)s holds the Mark until %(until)s"),
    Standing.EXPIRED: words("No. %(council)s held the Mark until %(until)s"),
    Standing.SUSPENDED: words("No. The Mark of %(council)s has been suspended since %(since)s"),
    Standing.WITHDRAWN: words("No. The Mark was withdrawn from %(council)s on %(since)s"),
    Standing.GIVEN_UP: words("No. %(council)s gave up the Mark on %(since)s"),
    Standing.REPLACED: words("No. This award of %(council)s was replaced by a newer one on %(since)s"),
    Standing.COUNCIL_REPLACED: words("No. The Mark of %(council)s ended on %(since)s, when the council was replaced"),
}


def first_line(council: str, position: Position, valid_until: date) -> Words:
    """Yes or no about one award, in one sentence, for every standing: what a resident came for."""
    return words(_LINES[position.standing].text, council=council, since=position.since_on, until=valid_until)


def one_line(typed: str) -> str:
    """What somebody typed into a search, as one line of words without control characters, which databases refuse."""
    return " ".join("".join(char if char.isprintable() else " " for char in typed).split())
