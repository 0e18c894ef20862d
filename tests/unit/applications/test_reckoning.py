from datetime import date

import pytest

from portal.applications.reckoning import (
    Entered,
    days_not_ours,
    days_on_hold,
    decision_by,
    ours_since_signing,
    review_by,
)
from portal.applications.states import ApplicationState as S


def steps(*pairs: tuple[S, date]) -> tuple[Entered, ...]:
    return tuple(Entered(state, day) for state, day in pairs)


# A Wednesday; Christmas Day, its Monday substitute for Boxing Day and New Year's Day are bank holidays.
SIGNED = date(2026, 11, 18)
DRAFTED = (S.DRAFT, date(2026, 10, 1))
UNTIL_SIGNED = (DRAFTED, (S.AWAITING_DECLARATION, date(2026, 11, 10)), (S.SUBMITTED, SIGNED))
IN_REVIEW = (*UNTIL_SIGNED, (S.READY_TO_ASSIGN, date(2026, 11, 20)), (S.IN_REVIEW, date(2026, 11, 23)))
ASKED = (*IN_REVIEW, (S.CLARIFICATION_REQUESTED, date(2026, 12, 1)))


def test_decision_is_expected_forty_working_days_after_signing_whatever_the_day() -> None:
    early, late = (decision_by(steps(*IN_REVIEW), day) for day in (date(2026, 11, 23), date(2026, 12, 20)))
    # 40 working days after 18 November: three bank holidays lie between.
    assert (early, late) == (date(2027, 1, 18), date(2027, 1, 18))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 1), date(2027, 1, 18)),
        (date(2026, 12, 2), date(2027, 1, 19)),
        (date(2026, 12, 4), date(2027, 1, 21)),
        (date(2026, 12, 6), date(2027, 1, 21)),
    ],
)
def test_each_working_day_with_the_council_moves_the_day_by_one(today: date, expected: date) -> None:
    assert decision_by(steps(*ASKED), today) == expected


def test_answered_questions_move_the_day_for_good_by_as_long_as_they_took() -> None:
    answered = steps(*ASKED, (S.IN_REVIEW, date(2026, 12, 4)))
    assert decision_by(answered, date(2026, 12, 31)) == date(2027, 1, 21)
    assert ours_since_signing(answered, date(2026, 12, 4)) == 9


def test_return_and_second_signing_count_from_the_first_signing() -> None:
    mended = steps(
        *UNTIL_SIGNED,
        (S.COMPLETENESS_CHECK, date(2026, 11, 19)),
        (S.RETURNED_INCOMPLETE, date(2026, 11, 20)),
        (S.AWAITING_DECLARATION, date(2026, 11, 24)),
        (S.SUBMITTED, date(2026, 11, 27)),
    )
    assert days_not_ours(mended, SIGNED, date(2026, 12, 31)) == 5
    assert decision_by(mended, date(2026, 12, 31)) == date(2027, 1, 25)


@pytest.mark.parametrize("state", [S.DECIDED, S.FEEDBACK_RELEASED, S.WITHDRAWN, S.LAPSED])
def test_no_day_is_expected_once_it_is_decided_or_over(state: S) -> None:
    assert decision_by(steps(*IN_REVIEW, (state, date(2026, 12, 9))), date(2026, 12, 9)) is None


def test_no_day_is_expected_before_signing() -> None:
    assert decision_by(steps(DRAFTED), SIGNED) is None
    assert ours_since_signing(steps(DRAFTED), SIGNED) is None


def test_review_is_due_twenty_days_after_it_began_without_the_days_of_the_questions() -> None:
    assert review_by(steps(*IN_REVIEW), date(2026, 11, 30)) == date(2026, 12, 21)
    assert review_by(steps(*ASKED), date(2026, 12, 2)) is None
    answered = steps(*ASKED, (S.IN_REVIEW, date(2026, 12, 4)))
    assert review_by(answered, date(2026, 12, 9)) == date(2026, 12, 24)


def test_review_that_was_sent_back_is_due_twenty_days_after_that() -> None:
    back = steps(*IN_REVIEW, (S.MODERATION, date(2026, 12, 1)), (S.IN_REVIEW, date(2026, 12, 2)))
    assert review_by(back, date(2026, 12, 2)) == date(2027, 1, 4)


def test_hold_stops_the_reviewers_time_and_not_the_time_to_the_decision() -> None:
    held = steps(*IN_REVIEW, (S.ON_HOLD, date(2026, 11, 27)), (S.IN_REVIEW, date(2026, 12, 4)))
    assert days_on_hold(held, SIGNED, date(2026, 12, 31)) == 5
    assert review_by(held, date(2026, 12, 9)) == date(2026, 12, 30)
    assert decision_by(held, date(2026, 12, 9)) == decision_by(steps(*IN_REVIEW), date(2026, 12, 9))
