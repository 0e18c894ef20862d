"""On which day an award becomes public (C9 of docs/process.md)."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from portal.kernel.calendar import pre_election_period
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# C9: an award is held for 30 days at most, to fit the council's announcement.
LONGEST_HOLD = timedelta(days=30)


class Wish(StrEnum):
    """What a council may ask for, should it be awarded."""

    AT_ONCE = "at_once"
    ON_A_DAY = "on_a_day"
    ASK_FIRST = "ask_first"


WISH_WORDS: dict[Wish, Words] = {
    Wish.AT_ONCE: words("At once, with the result"),
    Wish.ON_A_DAY: words("On a day that we choose now"),
    Wish.ASK_FIRST: words("When we have seen the result: hold it until we choose a day"),
}


def asked_words(wish: Wish | None, wanted_on: date | None, today: date) -> Words:
    """What a council has asked for, or what follows where it has asked for nothing, as the lead reviewer is told."""
    if wish is Wish.ON_A_DAY and wanted_on is not None:
        return words("The council asks that an award becomes public on %(day)s.", day=wanted_on)
    if wish is Wish.ASK_FIRST:
        return words("The council asks to choose the day when it has seen the result. An award is held for 30 days.")
    if wish is not None:
        return words("The council asks that an award becomes public at once, with the result.")
    before_election = pre_election_period(today)
    if before_election is not None:
        return words(
            "The council has not asked for a day. In the days before local elections an award is held until they are "
            "over: from now that is until %(day)s.",
            day=before_election[1],
        )
    return words("The council has not asked for a day: an award becomes public with the result.")


def publication_day(released_on: date, wish: Wish | None, wanted_on: date | None) -> date:
    """The day on which an award whose result went out on ``released_on`` becomes public.

    Without a wish at once; where the council is to be asked first and has not answered, 30 days after the result; in
    either case not in the days before an election, but when they are over. A day that the council has asked for counts
    then too. One that has passed means at once, and none is later than 30 days after the result.
    """
    latest = released_on + LONGEST_HOLD
    if wish is Wish.AT_ONCE:
        return released_on
    if wish is Wish.ON_A_DAY and wanted_on is not None:
        return min(max(wanted_on, released_on), latest)
    day = latest if wish is Wish.ASK_FIRST else released_on
    before_election = pre_election_period(day)
    return day if before_election is None else before_election[1] + timedelta(days=1)


def wish_problems(
    wish: Wish | None, wanted_on: date | None, today: date, released_on: date | None
) -> Iterator[Problem]:
    """What is wrong with a wish; ``released_on`` is the day of the result, None before it."""
    if wish is None:
        yield Problem("wish", words("Choose when an award is to become public."))
    if wish is Wish.ASK_FIRST and released_on is not None:
        yield Problem("wish", words("The result is there: choose a day, or let it become public at once."))
    if wish is not Wish.ON_A_DAY:
        return
    if wanted_on is None:
        yield Problem("wanted_on", words("Give a day, such as 27 3 2027."))
    elif wanted_on < today:
        yield Problem("wanted_on", words("This day has passed. Choose today or a later one."))
    elif released_on is not None and wanted_on > released_on + LONGEST_HOLD:
        said = words(
            "An award can be held until %(day)s at the latest. Choose an earlier day.", day=released_on + LONGEST_HOLD
        )
        yield Problem("wanted_on", said)


def election_warning(day: date) -> Words | None:
    """What a council should know of a day that lies before local elections; None for any other day."""
    found = pre_election_period(day)
    if found is None:
        return None
    return words(
        "%(day)s lies in the days before the local elections on %(polling)s, in which councils are careful with"
        " publicity. Ask your monitoring officer before you choose it. Other elections have such days too: the portal"
        " does not know of them.",
        day=day,
        polling=found[1],
    )
