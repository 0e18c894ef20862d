from datetime import UTC, date, datetime

import pytest

from portal.awards.states import AwardState
from portal.transparency.rules import (
    BEGINNING,
    DECIDED_WORDS,
    OF_STATE,
    Decided,
    Fact,
    canonical,
    chain_problems,
    hash_of,
    head_problems,
    line_of,
)

AT = datetime(2026, 11, 18, 10, 0, 0, 999_999, tzinfo=UTC)
HOSTILE = 'Cyngor "Ŵyn", =cmd 🙂\n\u05e9\u05dc\u05d5\u05dd'


def a_log(count: int) -> list[str]:
    lines: list[str] = []
    for place in range(1, count + 1):
        fact = Fact(Decided.AWARDED, f"N-{place}", HOSTILE, "wyn", date(2026, 11, 18), date(2028, 11, 17), False)
        lines.append(line_of(fact, AT, place, hash_of(lines[-1]) if lines else BEGINNING))
    return lines


def problems(lines: list[str]) -> list[str]:
    return [str(problem) for problem in chain_problems(lines)]


def test_line_has_one_form_whatever_a_council_is_called() -> None:
    (line,) = a_log(1)
    assert line.splitlines() == [line]
    assert line.startswith(
        '{"at":"2026-11-18T10:00:00Z","award":"N-1","commendation":false,"council":"Cyngor \\"Ŵyn\\"'
    )
    assert hash_of(line) == hash_of(canonical({"b": 1, "a": 2}) and line)
    assert canonical({"b": "ŵ", "a": None}) == '{"a":null,"b":"ŵ"}'


def test_untouched_log_has_no_problem() -> None:
    assert problems([]) == problems(a_log(1)) == problems(a_log(5)) == []


def test_changed_line_shows_in_the_one_after_it() -> None:
    log = a_log(4)
    log[1] = log[1].replace("N-2", "N-9")
    assert problems(log) == ["Line 3 does not follow from the line before it: one was changed."]


@pytest.mark.parametrize(
    ("change", "first"),
    [
        (lambda log: log[:1] + log[2:], "Line 2 says that it is line 3."),
        (lambda log: [log[0], log[2], log[1], log[3]], "Line 2 says that it is line 3."),
        (lambda log: log[1:], "Line 1 says that it is line 2."),
        (lambda log: [log[0].replace(",", ", ", 1), *log[1:]], "Line 1 is not as the log writes lines."),
        (lambda log: ["", *log], "Line 1 is not as the log writes lines."),
    ],
)
def test_line_that_is_gone_moved_or_rewritten_is_named(change: object, first: str) -> None:
    assert problems(change(a_log(4)))[0] == first  # type: ignore[operator] # a table of functions


def test_head_fits_the_log_that_it_was_signed_for_and_every_longer_one() -> None:
    log = a_log(4)
    hashes = {place: hash_of(line) for place, line in enumerate(log, 1)}
    assert list(head_problems("2026-11-18", 2, hashes[2], hashes)) == []
    assert [str(each) for each in head_problems("2026-11-18", 2, hashes[3], hashes)] == [
        "The log is no longer what was signed on 2026-11-18: a line was changed since."
    ]
    assert [str(each) for each in head_problems("2026-11-18", 5, hashes[4], hashes)] == [
        "The head of 2026-11-18 counts 5 lines, of which some are gone from the log."
    ]


def test_everything_that_can_be_decided_has_words_and_every_state_a_line() -> None:
    assert set(DECIDED_WORDS) == set(Decided)
    assert set(OF_STATE) == set(AwardState)
