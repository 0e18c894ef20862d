from datetime import date

import pytest

from portal.applications.progress import TURN_WORDS, Turn, replaced_soon, state_line, turn
from portal.applications.states import STATE_WORDS, ApplicationState

# A Friday; the Monday after Christmas week is a substitute bank holiday.
FRIDAY = date(2026, 12, 18)


def test_every_state_has_words_and_says_whose_turn_it_is() -> None:
    assert set(TURN_WORDS) == set(STATE_WORDS) == set(ApplicationState)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (ApplicationState.DRAFT, Turn.COUNCIL),
        (ApplicationState.AWAITING_DECLARATION, Turn.COUNCIL),
        (ApplicationState.SUBMITTED, Turn.SCHEME),
        (ApplicationState.RETURNED_INCOMPLETE, Turn.COUNCIL),
        (ApplicationState.DECIDED, Turn.SCHEME),
        (ApplicationState.FEEDBACK_RELEASED, Turn.NOBODY),
        (ApplicationState.WITHDRAWN, Turn.NOBODY),
    ],
)
def test_turn_follows_from_the_state(state: ApplicationState, expected: Turn) -> None:
    assert turn(state) is expected


@pytest.mark.parametrize(
    ("state", "by"),
    [
        (ApplicationState.DRAFT, None),
        (ApplicationState.SUBMITTED, date(2026, 12, 29)),
        (ApplicationState.RETURNED_INCOMPLETE, date(2027, 1, 20)),
        (ApplicationState.IN_REVIEW, date(2027, 1, 20)),
        (ApplicationState.MODERATION, date(2026, 12, 29)),
        (ApplicationState.WITHDRAWN, None),
    ],
)
def test_state_line_counts_the_standard_in_working_days(state: ApplicationState, by: date | None) -> None:
    line = state_line(state, FRIDAY)
    assert (line.by, line.by_words is None) == (by, by is None)


@pytest.mark.parametrize(
    ("last_day", "soon"),
    [
        (None, False),
        (date(2027, 9, 18), False),
        (date(2027, 9, 17), True),
        (date(2027, 3, 31), True),
        (date(2026, 12, 1), True),
    ],
)
def test_council_with_less_than_nine_months_left_is_replaced_soon(last_day: date | None, soon: bool) -> None:
    assert replaced_soon(last_day, FRIDAY) is soon
