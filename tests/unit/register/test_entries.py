from dataclasses import replace
from datetime import date

import pytest

from portal.awards.rules import Position, Standing
from portal.councils.kinds import Kind, Nation
from portal.register.entries import Entry

ENTRY = Entry(
    number="K7QX-3MWDR",
    council="Cyngor, =Ŵyn",
    council_cy="",
    council_slug="cyngor",
    kind=Kind.DISTRICT,
    nation=Nation.ENGLAND,
    region="",
    position=Position(Standing.CURRENT, date(2026, 3, 4)),
    commendation=False,
    first_awarded_on=date(2026, 3, 4),
    valid_from=date(2026, 3, 4),
    valid_until=date(2028, 3, 3),
    edition="2026",
    edition_version="1.0",
    domains=(),
    accounts=(),
    summary="",
    promise_address="",
)


@pytest.mark.parametrize(
    ("standing", "until"),
    [
        (Standing.CURRENT, date(2028, 3, 3)),
        (Standing.RENEWAL_OPEN, date(2028, 3, 3)),
        (Standing.SUSPENDED, date(2028, 3, 3)),
        (Standing.EXPIRED, date(2028, 3, 3)),
        (Standing.WITHDRAWN, date(2027, 1, 4)),
        (Standing.GIVEN_UP, date(2027, 1, 4)),
        (Standing.REPLACED, date(2027, 1, 4)),
        (Standing.COUNCIL_REPLACED, date(2027, 1, 4)),
    ],
)
def test_award_was_held_until_the_day_before_what_ended_it(standing: Standing, until: date) -> None:
    assert replace(ENTRY, position=Position(standing, date(2027, 1, 5))).held_until == until


def test_award_ended_on_its_first_day_was_held_for_that_day() -> None:
    assert replace(ENTRY, position=Position(Standing.GIVEN_UP, ENTRY.valid_from)).held_until == ENTRY.valid_from
