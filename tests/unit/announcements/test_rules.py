from datetime import date, timedelta

import pytest

from portal.announcements.rules import LONGEST_HOLD, Wish, election_warning, publication_day, wish_problems
from portal.kernel.calendar import is_working_day, pre_election_period

RESULT = date(2026, 11, 18)
LATEST = date(2026, 12, 18)
# Polling is on 6 May 2027.
BEFORE_POLLING = date(2027, 4, 20)


@pytest.mark.parametrize(
    ("wish", "wanted_on", "public_on"),
    [
        (None, None, RESULT),
        (Wish.AT_ONCE, None, RESULT),
        (Wish.ASK_FIRST, None, LATEST),
        (Wish.ON_A_DAY, date(2026, 12, 1), date(2026, 12, 1)),
        (Wish.ON_A_DAY, LATEST, LATEST),
        (Wish.ON_A_DAY, LATEST + timedelta(days=1), LATEST),
        (Wish.ON_A_DAY, RESULT - timedelta(days=1), RESULT),
    ],
)
def test_award_becomes_public_on_the_day_that_was_wished_within_thirty_days(
    wish: Wish | None, wanted_on: date | None, public_on: date
) -> None:
    assert publication_day(RESULT, wish, wanted_on) == public_on


def test_award_without_a_wish_waits_for_the_end_of_the_days_before_an_election() -> None:
    assert publication_day(BEFORE_POLLING, None, None) == date(2027, 5, 7)
    assert publication_day(BEFORE_POLLING, Wish.AT_ONCE, None) == BEFORE_POLLING
    # Nobody has answered within 30 days, the last of which lies before the election.
    assert publication_day(date(2027, 3, 30), Wish.ASK_FIRST, None) == date(2027, 5, 7)
    assert publication_day(date(2027, 3, 30), Wish.ON_A_DAY, BEFORE_POLLING) == BEFORE_POLLING


def test_days_before_the_local_elections_begin_twenty_five_working_days_before_polling() -> None:
    begins, polling = pre_election_period(BEFORE_POLLING) or (date.min, date.min)
    assert polling == date(2027, 5, 6)
    days = [begins + timedelta(days=offset) for offset in range((polling - begins).days)]
    assert sum(is_working_day(day) for day in days) == 25
    assert is_working_day(begins)
    assert pre_election_period(begins - timedelta(days=1)) is None
    assert pre_election_period(polling) == (begins, polling)
    assert pre_election_period(polling + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("wish", "wanted_on", "released_on", "fields"),
    [
        (None, None, None, ["wish"]),
        (Wish.AT_ONCE, None, None, []),
        (Wish.ASK_FIRST, None, None, []),
        (Wish.ASK_FIRST, None, RESULT, ["wish"]),
        (Wish.ON_A_DAY, None, None, ["wanted_on"]),
        (Wish.ON_A_DAY, RESULT - timedelta(days=1), None, ["wanted_on"]),
        (Wish.ON_A_DAY, RESULT, None, []),
        (Wish.ON_A_DAY, RESULT + LONGEST_HOLD, RESULT, []),
        (Wish.ON_A_DAY, RESULT + LONGEST_HOLD + timedelta(days=1), RESULT, ["wanted_on"]),
    ],
)
def test_wish_that_cannot_be_met_is_named(
    wish: Wish | None, wanted_on: date | None, released_on: date | None, fields: list[str]
) -> None:
    assert [problem.field for problem in wish_problems(wish, wanted_on, RESULT, released_on)] == fields


def test_day_before_an_election_is_warned_of() -> None:
    assert election_warning(RESULT) is None
    warning = election_warning(BEFORE_POLLING)
    assert warning is not None
    assert warning.values == {"day": BEFORE_POLLING, "polling": date(2027, 5, 6)}
