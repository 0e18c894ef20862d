"""What the accounts forget, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts.held import hold
from portal.accounts.models import HeldForm, SignInCode, UserSession
from portal.accounts.retention import forget_what_is_over
from portal.accounts.sessions import begin_session
from portal.kernel.clock import FixedClock
from tests.factories.people import make_person
from tests.integration.accounts.conftest import Desk


@pytest.mark.parametrize(
    ("later", "left"),
    [
        (timedelta(hours=24) - timedelta(seconds=1), [1, 1, 1]),
        (timedelta(hours=24), [0, 1, 1]),
        (timedelta(days=14) - timedelta(seconds=1), [0, 1, 1]),
        (timedelta(days=14), [0, 1, 0]),
        (timedelta(weeks=4) - timedelta(seconds=1), [0, 1, 0]),
        (timedelta(weeks=4), [0, 0, 0]),
    ],
)
def test_codes_go_after_a_day_sessions_after_two_weeks_and_forms_after_four(
    desk: Desk, clock: FixedClock, later: timedelta, left: list[int]
) -> None:
    with desk.work() as work:
        person_id, now = make_person(work).id, clock.now()
        kept = {"email": "a@example.org", "browser_hash": "b", "origin_hash": "o", "code_hash": "c"}
        work.session.add(SignInCode(sent_at=now, expires_at=now, **kept))
        hold(work.session, clock, person_id, "/account/", {"name": ["ŵ 🙂"]})
        begin_session(work.session, clock, person_id, second_step=False)
    clock.at += later
    with desk.work() as work:
        forget_what_is_over(work)
    with desk.work() as work:
        tables = (SignInCode, HeldForm, UserSession)
        assert [work.session.scalar(select(func.count()).select_from(table)) for table in tables] == left
