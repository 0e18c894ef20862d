from datetime import date

import pytest

from portal.applications.states import ApplicationState
from portal.assignments.running import Timed, at_risk, clock_words
from portal.assignments.states import AssignmentState

TODAY = date(2026, 11, 18)
ACCEPTED, IN_REVIEW = AssignmentState.ACCEPTED, ApplicationState.IN_REVIEW


@pytest.mark.parametrize(
    ("timed", "said"),
    [
        (Timed(ACCEPTED, IN_REVIEW, date(2026, 12, 4)), "Your time runs: 12 working days left."),
        (Timed(ACCEPTED, IN_REVIEW, date(2026, 11, 19)), "Your time runs: 1 working day left."),
        (Timed(ACCEPTED, IN_REVIEW, TODAY), "Your time runs: today is the last day."),
        (Timed(ACCEPTED, IN_REVIEW, date(2026, 11, 17)), "Your time was over on 2026-11-17."),
        (
            Timed(ACCEPTED, ApplicationState.CLARIFICATION_REQUESTED, date(2026, 12, 4), None, date(2026, 12, 1)),
            "Your time stands still: the council answers until 2026-12-01.",
        ),
        (
            Timed(ACCEPTED, ApplicationState.REVIEWER_PROPOSED, None, date(2026, 11, 27)),
            "Begins on 2026-11-27 unless the council objects.",
        ),
        (Timed(ACCEPTED, ApplicationState.ON_HOLD, None), "Your time stands still: the application is on hold."),
        (
            Timed(AssignmentState.LINK_DECLARED, ApplicationState.REVIEWER_PROPOSED, None),
            "Your time stands still: a lead reviewer decides about the link that you declared.",
        ),
        (
            Timed(AssignmentState.LOCKED, ApplicationState.MODERATION, None),
            "Nothing to do: your scores are locked.",
        ),
    ],
)
def test_clock_is_said_in_words(timed: Timed, said: str) -> None:
    assert str(clock_words(timed, TODAY)) == said


@pytest.mark.parametrize(("day", "risk"), [(17, False), (18, True), (23, True), (24, False)])
def test_what_is_due_within_three_working_days_is_at_risk(day: int, risk: bool) -> None:
    assert at_risk(date(2026, 11, day), TODAY) is risk


def test_what_has_no_day_is_not_at_risk() -> None:
    assert not at_risk(None, TODAY)
