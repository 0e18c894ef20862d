"""E18: scores that are due, day by day, while the reviewer's time runs (C3, D2)."""

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.kernel.permissions import Role
from tests.factories import reviews
from tests.factories.applications import acting
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.integration.notifications.days import Days, ask, on


def begun(days: Days) -> tuple[Application, Person, Person]:
    """A review that begins on the first day; its last day is 16 December."""
    with days.work() as work:
        reviewer = make_staff(work, Role.REVIEWER, name="Rhys Reviewer")
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        application = reviews.application_ready_to_assign(work, make_council(work))
        reviews.assign(work, application, reviewer, lead)
        reviews.accept(work, application, reviewer)
    return application, reviewer, lead


def test_reviewer_is_reminded_on_days_10_and_17_and_once_overdue_with_a_copy_to_the_lead_reviewer(days: Days) -> None:
    _application, reviewer, lead = begun(days)
    days.live_until(on(24, 12))
    assert days.written("E18") == [
        (on(2, 12), "E18", reviewer.email),
        (on(11, 12), "E18", reviewer.email),
        *sorted([(on(17, 12), "E18", reviewer.email), (on(17, 12), "E18", lead.email)]),
    ]


def test_reviewer_is_not_reminded_while_the_council_answers_and_later_by_as_many_days(days: Days) -> None:
    application, reviewer, _lead = begun(days)
    with days.work() as work:
        ask(work, application.id, reviewer)
    days.live_until(on(3, 12))
    assert days.written("E18") == []
    with days.work() as work:
        work.perform(work.session.get_one(Application, application.id), "close_questions")
    days.live_until(on(18, 12))
    assert days.written("E18") == [(on(17, 12), "E18", reviewer.email)]


def test_reviewer_with_a_longer_time_is_reminded_before_its_end_and_one_who_has_locked_not_at_all(days: Days) -> None:
    application, reviewer, _lead = begun(days)
    with days.work() as work:
        assignment = work.session.query(Assignment).filter_by(application_id=application.id).one()
        assignment.extended_to, assignment.extended_why = on(6, 1).replace(year=2027), "Illness."
    days.live_until(on(22, 12))
    assert days.written("E18") == [(on(18, 12), "E18", reviewer.email)]
    with days.work() as work:
        found = work.session.get_one(Application, application.id)
        reviews.score_all(acting(work, reviewer), found, reviewer)
        reviews.lock(work, found, reviewer)
    days.live_until(on(20, 1).replace(year=2027))
    assert days.written("E18") == [(on(18, 12), "E18", reviewer.email)]
