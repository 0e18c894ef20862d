"""How urgent an application is: by its step, by its promised day, and by what is still to come."""

from datetime import date

import pytest

from portal.oversight.rules import Urgency, urgency

TODAY = date(2026, 12, 9)
LATER, PAST = date(2026, 12, 23), date(2026, 12, 8)


@pytest.mark.parametrize(
    ("due", "decide_by", "likely", "expected"),
    [
        (None, None, None, Urgency.IN_TIME),
        (LATER, LATER, LATER, Urgency.IN_TIME),
        (date(2026, 12, 14), None, None, Urgency.IN_TIME),
        (date(2026, 12, 11), None, None, Urgency.AT_RISK),
        (TODAY, LATER, None, Urgency.AT_RISK),
        (LATER, LATER, date(2026, 12, 24), Urgency.AT_RISK),
        (PAST, LATER, None, Urgency.OVERDUE),
        (LATER, PAST, None, Urgency.OVERDUE),
    ],
)
def test_urgency(due: date | None, decide_by: date | None, likely: date | None, expected: Urgency) -> None:
    assert urgency(due, decide_by, likely, TODAY, paused=False) is expected
    assert urgency(due, decide_by, likely, TODAY, paused=True) is Urgency.PAUSED
