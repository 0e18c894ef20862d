"""E22: the council is told in time that its application takes longer than was promised (C3, D2)."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.kernel.permissions import Role
from portal.notifications.models import OutboxEmail
from portal.notifications.reminders.late import likely_decision
from tests.factories import reviews
from tests.factories.applications import acting
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.integration.notifications.days import DAY, Days, ask, on


def in_review(work: Work) -> tuple[Application, Person]:
    reviewer, lead = (make_staff(work, role) for role in (Role.REVIEWER, Role.LEAD))
    application = reviews.application_ready_to_assign(work, make_council(work))
    reviews.assign(work, application, reviewer, lead)
    reviews.accept(work, application, reviewer)
    return application, reviewer


def readers(days: Days) -> list[str]:
    """The owner and the approver, as their addresses are sorted."""
    with days.database.reading() as session:
        named = select(Person.email).where(Person.name.in_(["Owen Owner", "Ann Approver"]))
        return sorted(session.scalars(named))


def test_council_is_told_before_the_forty_days_are_up_and_a_month_later_again(days: Days) -> None:
    with days.work() as work:
        in_review(work)
    days.live_until(date(2027, 3, 3))
    told = readers(days)
    # Forty working days end on 18 January, with Christmas and New Year between.
    assert days.written("E22") == [
        *((date(2027, 1, 11), "E22", address) for address in told),
        *((date(2027, 2, 15), "E22", address) for address in told),
    ]


def test_letter_says_why_and_the_new_day(days: Days) -> None:
    with days.work() as work:
        in_review(work)
    days.live_until(date(2027, 1, 11))
    with days.database.reading() as session:
        kept = session.scalars(select(OutboxEmail.letter).where(OutboxEmail.code == "E22")).first()
    assert kept is not None
    said = str(kept)
    assert "The review takes longer than planned." in said
    # Tomorrow, and five days to moderate.
    assert "2027-01-19" in said


def test_days_with_the_council_are_not_counted(days: Days) -> None:
    with days.work() as work:
        application, reviewer = in_review(work)
        ask(work, application.id, reviewer)
    days.live_until(on(2, 12))
    with days.work() as work:
        work.perform(work.session.get_one(Application, application.id), "close_questions")
    days.live_until(date(2027, 1, 25))
    # Ten working days with the council move everything by ten.
    assert {day for day, _code, _address in days.written("E22")} == {date(2027, 1, 25)}


def test_council_with_a_decision_hears_nothing(days: Days) -> None:
    with days.work() as work:
        application, _ = in_review(work)
    days.live_until(on(18, 12))
    with days.work() as work:
        held = work.session.get_one(Application, application.id)
        approver = work.session.scalars(select(Person).where(Person.name == "Ann Approver")).one()
        acting(work, approver).perform(held, "confirm_withdrawal")
    days.live_until(date(2027, 2, 26))
    assert days.written("E22") == []


@pytest.mark.parametrize(
    ("state", "step_by", "likely"),
    [
        (ApplicationState.MODERATION, on(25), on(25)),
        (ApplicationState.MODERATION, on(2), on(19)),  # overdue: tomorrow at the earliest
        (ApplicationState.IN_REVIEW, on(25), on(2, 12)),
        (ApplicationState.SUBMITTED, on(19), date(2027, 1, 5)),
    ],
)
def test_likely_day_is_this_step_and_all_later_ones(state: ApplicationState, step_by: date, likely: date) -> None:
    assert likely_decision(state, step_by, DAY) == likely
