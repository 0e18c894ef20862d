"""What has become due is done, whatever else fails (rows 21 and 22 of C5, docs/process.md)."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import SignInCode
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.models import Delivery, OutboxEmail
from tests.factories import decisions as make
from tests.factories.awards import make_council
from tests.factories.people import make_staff

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MONDAY_OPENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _decided(app: Flask, slug: str) -> UUID:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        reviewer, lead = (make_staff(work, role, name=slug) for role in (Role.REVIEWER, Role.LEAD))
        application = make.scored(work, make_council(work, name=slug.title(), slug=slug), reviewer, lead)
        make.moderated(work, application, lead)
        make.decided(work, application, lead)
        return application.id


def _replace(app: Flask, slug: str, last_day: date) -> None:
    with app.extensions["portal"].database.writing() as session:
        session.scalars(select(Council).where(Council.slug == slug)).one().last_day = last_day


def test_result_that_cannot_go_out_keeps_nothing_else_from_being_done(app: Flask, clock: FixedClock) -> None:
    clock.at = FRIDAY
    blocked, others = _decided(app, "aachester"), [_decided(app, "beechester"), _decided(app, "ceechester")]
    # Replaced over the weekend: its award cannot be granted any more.
    _replace(app, "aachester", date(2026, 11, 22))
    with app.extensions["portal"].database.writing() as session:
        session.add(
            SignInCode(
                email="a@example.org",
                browser_hash="",
                origin_hash="",
                code_hash="",
                sent_at=FRIDAY,
                expires_at=FRIDAY,
            )
        )
    clock.at = MONDAY_OPENING
    with pytest.raises(RuleBroken, match="has been replaced"):
        app.extensions["portal-worker"].sweep()
    with app.extensions["portal"].database.reading() as session:
        states = {key: session.get_one(Application, key).state for key in (blocked, *others)}
        codes = session.scalars(select(SignInCode.id)).all()
        waiting = session.scalars(select(OutboxEmail.id).where(OutboxEmail.delivery == Delivery.WAITING)).all()
    assert states == {
        blocked: ApplicationState.DECIDED,
        **dict.fromkeys(others, ApplicationState.FEEDBACK_RELEASED),
    }
    assert (codes, waiting) == ([], [])
