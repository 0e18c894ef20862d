"""The days that a suspension brings with it, and what the pages of an award say has happened to it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from portal.awards.queries import AwardRecord
from portal.awards.rules import AwardFacts, Extension, Standing, StateChange
from portal.awards.states import AwardState
from portal.councils.kinds import Kind, Nation
from portal.standing.life import history_of
from portal.standing.rules import appeal_by, unresolved_since

SINCE = date(2026, 6, 25)
START, END = date(2024, 11, 7), date(2026, 11, 6)


@pytest.mark.parametrize(
    ("standing", "day", "expected"),
    [
        (Standing.SUSPENDED, SINCE + timedelta(days=89), None),
        (Standing.SUSPENDED, SINCE + timedelta(days=90), date(2026, 9, 23)),
        (Standing.CURRENT, SINCE + timedelta(days=90), None),
    ],
)
def test_suspension_is_unresolved_from_its_ninetieth_day(standing: Standing, day: date, expected: date | None) -> None:
    assert unresolved_since(standing, SINCE, day) == expected


@pytest.mark.parametrize(
    ("standing", "day", "expected"),
    [
        (Standing.SUSPENDED, date(2026, 7, 23), date(2026, 7, 23)),
        (Standing.WITHDRAWN, date(2026, 7, 23), date(2026, 7, 23)),
        (Standing.WITHDRAWN, date(2026, 7, 24), None),
        (Standing.GIVEN_UP, SINCE, None),
    ],
)
def test_suspension_and_withdrawal_can_be_appealed_for_twenty_working_days(
    standing: Standing, day: date, expected: date | None
) -> None:
    assert appeal_by(standing, SINCE, day) == expected


def award(*extensions: Extension) -> AwardRecord:
    facts = AwardFacts(START, END, None, None, (StateChange(AwardState.VALID, START),), extensions)
    made = datetime(2024, 11, 7, 9, tzinfo=UTC)
    texts = ("Example", "", "example", Kind.DISTRICT, Nation.ENGLAND, "East of England", "2026", "1.0")
    return AwardRecord(UUID(int=1), "K7QX-3MWDR", UUID(int=2), UUID(int=3), *texts, False, made, "", "", facts)


def test_history_tells_of_what_was_decided_and_of_what_came_by_dates_the_newest_first() -> None:
    kept = Extension(date(2026, 10, 22), date(2027, 2, 6))
    over = Extension(date(2026, 12, 1), date(2026, 12, 1))
    told = [(str(one.said), one.from_on) for one in history_of(award(kept, over), date(2027, 3, 1))]
    assert told == [
        ("Expired", date(2026, 12, 2)),
        ("The review of its renewal is over: its last day is 2026-12-01", date(2026, 12, 1)),
        ("Kept until 2027-02-06 at most, while its renewal is reviewed", date(2026, 10, 22)),
        ("Valid", START),
    ]
    assert [str(one.said) for one in history_of(award(), END)] == ["Valid"]
