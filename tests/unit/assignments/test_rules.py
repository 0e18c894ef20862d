from datetime import UTC, date, datetime, timedelta

import pytest

from portal.assignments.rules import (
    BAR_WORDS,
    Bar,
    Ties,
    bar,
    bar_words,
    due_on,
    object_by,
    reason_problems,
    suggestion,
    usual_days,
    working_days_since,
)
from portal.assignments.states import AssignmentState, Interest, Place
from portal.kernel.words import words

COUNCIL = 'Llanfair-ŵyn, "Ynys" Council'
NAME = "Siân =cmd 🙂"
TODAY = date(2026, 11, 18)
PEER = Ties(employer="Another Council")


def barred(**ties: object) -> str:
    given = {"employer": "Another Council", **ties}
    found = bar(Ties(**given), COUNCIL, TODAY)  # type: ignore[arg-type] # the tests name the fields
    return str(bar_words(found, NAME, COUNCIL)) if found else ""


def test_person_without_a_tie_can_be_asked() -> None:
    assert bar(PEER, COUNCIL, TODAY) is None


@pytest.mark.parametrize("ties", [{"member": True}, {"employer": f"  {COUNCIL.upper()} "}])
def test_person_who_works_for_the_council_cannot_be_asked(ties: dict[str, object]) -> None:
    assert barred(**ties) == f"{NAME} works for {COUNCIL} and cannot review it."


@pytest.mark.parametrize(
    ("left_on", "is_barred"),
    [(TODAY, True), (date(2024, 11, 19), True), (date(2024, 11, 18), False), (date(2020, 1, 1), False)],
)
def test_person_who_has_left_is_barred_for_two_years(left_on: date, is_barred: bool) -> None:
    said = bar(Ties("", left_on=left_on), COUNCIL, TODAY)
    assert (said is not None) is is_barred


def test_two_years_before_a_leap_day_is_the_last_of_february() -> None:
    leap_day = date(2028, 2, 29)
    assert bar(Ties("", left_on=date(2026, 3, 1)), COUNCIL, leap_day) is not None
    assert bar(Ties("", left_on=date(2026, 2, 28)), COUNCIL, leap_day) is None


@pytest.mark.parametrize("ties", [{"conflict": True}, {"declared": Interest.DISQUALIFYING}])
def test_person_with_a_conflict_cannot_be_asked(ties: dict[str, object]) -> None:
    assert barred(**ties) == f"{NAME} has a conflict of interest with {COUNCIL}."


def test_person_with_a_part_in_the_case_cannot_be_asked() -> None:
    assert barred(took_part=True) == f"{NAME} has already taken part in this application."


def test_two_councils_cannot_review_each_other() -> None:
    assert barred(mutual=True) == (
        f"Somebody from {COUNCIL} is reviewing the council of {NAME}. Two councils cannot review each other at"
        " the same time."
    )


def test_person_who_declared_a_minor_link_is_not_asked_again() -> None:
    assert barred(declared=Interest.MINOR) == (f"{NAME} declared a minor link when asked to review this application.")


def test_person_who_once_declared_nothing_can_be_asked_again() -> None:
    assert bar(Ties("", declared=Interest.NONE), COUNCIL, TODAY) is None


# Monday 21 December 2026, half an hour before midnight in London: two bank holidays lie ahead.
LATE = datetime(2026, 12, 21, 23, 30, tzinfo=UTC)


def test_answer_is_due_in_three_working_days_over_christmas() -> None:
    assert due_on(AssignmentState.PROPOSED, LATE, None) == date(2026, 12, 24)
    assert object_by(LATE) == date(2026, 12, 24)


def test_scores_are_due_in_twenty_working_days_from_acceptance() -> None:
    assert due_on(AssignmentState.ACCEPTED, LATE - timedelta(days=30), LATE) == date(2027, 1, 21)


@pytest.mark.parametrize("state", [AssignmentState.LOCKED, AssignmentState.DECLINED, AssignmentState.TAKEN_BACK])
def test_nothing_is_due_where_it_is_not_the_reviewers_turn(state: AssignmentState) -> None:
    assert due_on(state, LATE, LATE) is None


def test_days_are_counted_in_london() -> None:
    # A quarter past midnight on Tuesday in London, still Monday in UTC.
    summer_night = datetime(2026, 6, 8, 23, 15, tzinfo=UTC)
    assert working_days_since(summer_night, date(2026, 6, 9)) == 0
    assert working_days_since(summer_night, date(2026, 6, 10)) == 1


def test_usual_days_are_the_average_of_past_reviews() -> None:
    monday = datetime(2026, 6, 8, 12, tzinfo=UTC)
    assert usual_days([(monday, monday + timedelta(days=1)), (monday, monday + timedelta(days=7))]) == 3
    assert usual_days([]) is None


@pytest.mark.parametrize(("reason", "count"), [("", 1), ("  too short ", 1), ("  long enough, 🙂", 0)])
def test_reason_needs_a_sentence(reason: str, count: int) -> None:
    assert len(list(reason_problems("why", reason, words("Say why.")))) == count


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        ({"neighbour": True}, f"The employer of {NAME} is a neighbour of {COUNCIL}."),
        ({"this_year": False}, f"{NAME} has not declared any interests this year yet."),
    ],
)
def test_neighbours_and_whoever_has_not_declared_this_year_cannot_be_asked(ties: dict[str, object], said: str) -> None:
    assert barred(**ties) == said


def test_every_bar_has_words() -> None:
    assert list(BAR_WORDS) == list(Bar)


def test_second_review_is_due_in_ten_working_days_from_its_beginning() -> None:
    assert due_on(AssignmentState.ACCEPTED, LATE, None) is None
    assert due_on(AssignmentState.ACCEPTED, LATE, LATE, place=Place.SECOND) == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("given", "before", "said"),
    [
        ((0, 9), False, "Has no open reviews, and usually takes 9 working days."),
        ((0, None), False, "Has no open reviews."),
        ((2, 9), False, "Has the least to do of all: 2 open."),
        ((2, 9), True, "Reviewed it before, and nothing speaks against doing so again."),
    ],
)
def test_suggestion_says_why(given: tuple[int, int | None], before: bool, said: str) -> None:
    assert str(suggestion(*given, reviewed_before=before)) == said
