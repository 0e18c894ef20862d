"""When the last day to put something right can be put off: once, while the application is with its council."""

from datetime import UTC, date, datetime

import pytest

from portal.applications.states import ApplicationState
from portal.endings.rules import extendable


@pytest.mark.parametrize("state", list(ApplicationState))
def test_last_day_can_be_put_off_only_while_the_application_is_with_its_council(state: ApplicationState) -> None:
    last = date(2026, 11, 20)
    assert extendable(state, last, None) == (last if state is ApplicationState.RETURNED_INCOMPLETE else None)


def test_last_day_can_be_put_off_once_and_only_where_there_is_one() -> None:
    state, before = ApplicationState.RETURNED_INCOMPLETE, datetime(2026, 11, 19, tzinfo=UTC)
    assert (extendable(state, date(2026, 12, 18), before), extendable(state, None, None)) == (None, None)
