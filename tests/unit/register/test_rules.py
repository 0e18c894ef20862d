from datetime import date, timedelta

import pytest

from portal.awards.rules import Position, Standing, holds_the_mark
from portal.awards.states import ReasonType
from portal.documents.csvfile import safe_cell
from portal.register.rules import REASON_WORDS, day_from, first_line, is_listed, one_line

SINCE = date(2027, 2, 28)
UNTIL = date(2028, 3, 3)


@pytest.mark.parametrize("standing", Standing)
def test_first_line_says_yes_only_where_the_mark_is_held(standing: Standing) -> None:
    line = str(first_line("Example Council", Position(standing, SINCE), UNTIL))
    assert line.startswith("Yes. ") is holds_the_mark(standing)
    assert line.startswith("No. ") is not holds_the_mark(standing)
    assert "Example Council" in line


def test_first_line_leaves_a_percent_sign_in_a_name_alone() -> None:
    assert str(first_line("100% (Test) %s", Position(Standing.EXPIRED, SINCE), UNTIL)) == (
        "No. 100% (Test) %s held the Mark until 2028-03-03"
    )


@pytest.mark.parametrize(
    ("standing", "last_listed"),
    [
        (Standing.EXPIRED, date(2028, 2, 27)),
        (Standing.GIVEN_UP, date(2028, 2, 27)),
        (Standing.COUNCIL_REPLACED, date(2028, 2, 27)),
        (Standing.WITHDRAWN, date(2029, 2, 27)),
    ],
)
def test_award_that_ended_is_listed_for_a_while(standing: Standing, last_listed: date) -> None:
    position = Position(standing, SINCE)
    assert is_listed(position, SINCE)
    assert is_listed(position, last_listed)
    assert not is_listed(position, last_listed + timedelta(days=1))


@pytest.mark.parametrize("standing", [Standing.CURRENT, Standing.RENEWAL_OPEN, Standing.SUSPENDED])
def test_running_award_is_listed_for_as_long_as_it_runs(standing: Standing) -> None:
    assert is_listed(Position(standing, SINCE), SINCE + timedelta(days=10_000))


def test_replaced_award_is_not_listed_beside_the_newer_one() -> None:
    assert not is_listed(Position(Standing.REPLACED, SINCE), SINCE)


def test_every_reason_for_a_withdrawal_has_words() -> None:
    assert set(REASON_WORDS) == set(ReasonType)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", "Ŵyn, =cmd", "🙂", '"quoted"', "שלום", "'=cmd"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    ("typed", "line"),
    [("  Ynys   Môn \n", "Ynys Môn"), ("a\0b", "a b"), ("\0\t\r", ""), ("100% _🙂 שלום", "100% _🙂 שלום")],
)
def test_search_is_one_line_without_control_characters(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize("typed", ["2026-11-08", "8 11 2026", "08/11/2026", "8.11.2026", "8-11-2026"])
def test_day_is_read_as_people_and_addresses_write_it(typed: str) -> None:
    assert day_from(typed) == date(2026, 11, 8)


@pytest.mark.parametrize("typed", ["31 2 2026", "11/2026", "8 November 2026", "٨ 11 2026", "yesterday"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"day|isoformat"):
        day_from(typed)
