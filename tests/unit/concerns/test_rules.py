"""How reports are sorted and counted, by when each step is due, and how a concern can end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.concerns import rules
from portal.concerns.rules import About, Rush, Step, Turn
from portal.concerns.states import Aside, ConcernKind, ConcernState, Finding, Outcome
from portal.kernel.references import concern_reference_from, new_concern_reference

_S = ConcernState
WEDNESDAY = datetime(2026, 11, 18, 10, tzinfo=UTC)
ASKED_UNTIL = date(2026, 12, 9)


def step(about: About | None, *, council: bool = False, had: bool = False, holds: bool = False) -> Step:
    return rules.step_for(
        about, council_settled=council, had_the_mark=had or holds, holds_the_mark=holds, criterion_settled=False
    )


@pytest.mark.parametrize(
    ("about", "council", "standing", "expected"),
    [
        (None, False, "", Step.ABOUT),
        (About.SERVICE, False, "", Step.ELSEWHERE),
        (About.ONE_REPLY, True, "holds", Step.ELSEWHERE),
        (About.FAKE, False, "", Step.COUNCIL),
        (About.FAKE, True, "", Step.DETAILS),
        (About.OLD_BADGE, True, "had", Step.DETAILS),
        (About.PROMISE, False, "", Step.COUNCIL),
        (About.PROMISE, True, "", Step.NO_HOLDER),
        (About.PROMISE, True, "had", Step.NO_HOLDER),
        (About.PROMISE, True, "holds", Step.CRITERION),
        (About.FALSE_STATEMENT, True, "", Step.NO_HOLDER),
        (About.FALSE_STATEMENT, True, "had", Step.DETAILS),
    ],
)
def test_next_page_asks_only_what_is_needed(about: About | None, council: bool, standing: str, expected: Step) -> None:
    assert step(about, council=council, had=standing == "had", holds=standing == "holds") is expected


def test_every_type_of_concern_can_be_chosen_and_two_things_belong_elsewhere() -> None:
    assert {about.kind for about in About} == {*ConcernKind, None}
    assert [about for about in About if about.kind is None] == [About.ONE_REPLY, About.SERVICE]


@pytest.mark.parametrize(
    ("rush", "expected"),
    [
        (Rush(), None),
        (Rush(place=4, reader=4, council=19, took=timedelta(seconds=4)), None),
        (Rush(place=5), Aside.ONE_PLACE),
        (Rush(reader=5), Aside.ONE_PLACE),
        (Rush(council=20), Aside.ONE_COUNCIL),
        (Rush(same_text=True), Aside.SAME_TEXT),
        (Rush(hidden_field=True), Aside.NOT_BY_HAND),
        (Rush(took=timedelta(seconds=3.9)), Aside.NOT_BY_HAND),
    ],
)
def test_report_beyond_a_limit_is_put_aside(rush: Rush, expected: Aside | None) -> None:
    assert rules.aside_for(rush) is expected


def test_texts_that_differ_in_what_stands_between_the_letters_are_the_same() -> None:
    assert rules.fingerprint("The badge is old!\n 🙂") == rules.fingerprint("the  BADGE is old")
    assert rules.fingerprint("The badge is old") != rules.fingerprint("The badge is new")
    assert len(rules.fingerprint("\ud800")) == 64


@pytest.mark.parametrize(
    ("where", "what", "fields"),
    [
        ("", "", ["where", "what"]),
        (" ", "It is old and wrong.", ["where"]),
        ("a" * 500, "b" * 3000, []),
        ("a" * 501, "b" * 3001, ["where", "what"]),
        ("Here", "Too short", ["what"]),
    ],
)
def test_report_without_what_and_where_is_refused(where: str, what: str, fields: list[str]) -> None:
    assert [problem.field for problem in rules.report_problems(where, what)] == fields


def test_days_are_those_of_the_service_standard() -> None:
    # C3 and C12, in working days: Christmas Day 2026 is a Friday, and Boxing Day is kept on the Monday.
    assert rules.look_by(WEDNESDAY) == date(2026, 11, 25)
    assert rules.result_by(WEDNESDAY) == date(2026, 12, 16)
    assert rules.answer_by(WEDNESDAY) == date(2026, 12, 2)
    assert rules.forget_on(WEDNESDAY) == date(2027, 11, 18)


@pytest.mark.parametrize(
    ("state", "answered", "expected"),
    [
        (_S.RECEIVED, False, date(2026, 11, 25)),
        (_S.TRIAGED, False, date(2026, 12, 16)),
        (_S.WITH_COUNCIL, False, ASKED_UNTIL),
        (_S.WITH_COUNCIL, True, date(2026, 12, 16)),
        (_S.MERGED, False, None),
        (_S.NOT_FOR_US, False, None),
        (_S.CLOSED, False, None),
    ],
)
def test_step_is_due_when_its_standard_says(state: ConcernState, answered: bool, expected: date | None) -> None:
    assert rules.due_on(state, WEDNESDAY, ASKED_UNTIL, answered=answered) == expected


@pytest.mark.parametrize(
    ("state", "answered", "found", "confirmed", "expected"),
    [
        (_S.RECEIVED, False, False, False, Turn.ADMINISTRATOR),
        (_S.WITH_COUNCIL, False, False, False, Turn.COUNCIL),
        (_S.WITH_COUNCIL, True, False, False, Turn.ADMINISTRATOR),
        (_S.INVESTIGATION, True, False, False, Turn.LEAD),
        (_S.INVESTIGATION, True, True, False, Turn.CHAIR),
        (_S.INVESTIGATION, True, True, True, Turn.ADMINISTRATOR),
        (_S.CLOSED, True, True, True, Turn.NOBODY),
        (_S.MERGED, False, False, False, Turn.NOBODY),
    ],
)
def test_turn_goes_round_as_the_process_does(
    state: ConcernState, answered: bool, found: bool, confirmed: bool, expected: Turn
) -> None:
    assert rules.turn_of(state, answered=answered, found=found, confirmed=confirmed) is expected


@pytest.mark.parametrize(
    ("state", "confirmed", "expected"),
    [
        (_S.RECEIVED, None, ()),
        (_S.WITH_COUNCIL, None, ()),
        (_S.TRIAGED, None, (Outcome.NO_MISUSE, Outcome.TOO_LITTLE)),
        (_S.PUT_RIGHT, None, (Outcome.PUT_RIGHT, Outcome.NO_MISUSE)),
        (_S.INVESTIGATION, None, ()),
        (_S.INVESTIGATION, Finding.FALSE, (Outcome.PROVEN,)),
        (_S.INVESTIGATION, Finding.NOT_FALSE, (Outcome.NOT_PROVEN,)),
    ],
)
def test_concern_ends_only_as_where_it_stands_allows(
    state: ConcernState, confirmed: Finding | None, expected: tuple[Outcome, ...]
) -> None:
    assert rules.outcomes_open_to(state, confirmed) == expected


def test_small_numbers_of_a_year_are_not_told() -> None:
    assert [rules.told_number(count) for count in (0, 1, 4, 5, 12)] == [0, None, None, 5, 12]


def test_reference_is_read_as_people_type_it_and_a_slip_is_found() -> None:
    reference = new_concern_reference()
    bare = reference.replace("-", "")
    assert concern_reference_from(f" {bare.lower()} ") == reference
    assert concern_reference_from(bare[3:]) == reference
    wrong = reference[:-1] + ("3" if reference[-1] != "3" else "4")
    assert concern_reference_from(wrong) is None
    assert concern_reference_from("") is None
