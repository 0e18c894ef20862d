"""A council with a team and a draft, and two days: one that is over, one to come."""

from datetime import date

import pytest

from portal.ourday.actions import SetDay, set_day
from tests.integration.applications.conftest import Case, case  # noqa: F401 - the same council serves here

OVER, TO_COME = 2025, 2026


@pytest.fixture(autouse=True)
def _days(case: Case) -> None:  # noqa: F811 - pytest's way to ask for it
    with case.work() as work:
        set_day(work, SetDay(OVER, "#OurDay", date(OVER, 11, 18)))
        set_day(work, SetDay(TO_COME, "#CouncilsCan", date(TO_COME, 12, 1)))
