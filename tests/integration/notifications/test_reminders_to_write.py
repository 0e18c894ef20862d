"""Whole stories, day by day: who is reminded of what on which day, and that it stops when the task is done (D2)."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.models import Membership
from portal.applications.models import Answer, Application
from portal.audit.work import Work
from portal.completeness.models import CompletenessCheck
from portal.kernel.calendar import add_working_days
from portal.kernel.permissions import Role
from portal.sharing.models import Comment
from tests.factories import completeness, declarations
from tests.factories.applications import Team, make_team, start_application
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.integration.notifications.days import DAY, Days, on


def sent_to_sign(work: Work) -> Team:
    team = make_team(work, make_council(work))
    declarations.sent_application(work, team)
    return team


def returned(work: Work) -> tuple[Team, Application]:
    team, administrator = make_team(work, make_council(work)), make_staff(work, Role.ADMINISTRATOR)
    declarations.signed_application(work, team)
    application = declarations.application_of(work, team)
    completeness.open_check(work, application, administrator)
    return team, completeness.return_incomplete(work, application, administrator)


def test_approver_is_reminded_on_days_3_and_7_and_no_more(days: Days) -> None:
    with days.work() as work:
        approver = sent_to_sign(work).approver.email
    days.live_until(on(31, 12))
    assert days.written("E11") == [(DAY, "E11", approver), (on(23), "E11", approver), (on(27), "E11", approver)]


def test_approver_who_has_signed_is_not_reminded(days: Days) -> None:
    with days.work() as work:
        team = sent_to_sign(work)
    days.live_until(on(24))
    with days.work() as work:
        declarations.sign(work, team)
    days.live_until(on(31, 12))
    approver = team.approver.email
    assert days.written("E11") == [(DAY, "E11", approver), (on(23), "E11", approver)]


def test_approver_who_has_left_is_not_reminded(days: Days) -> None:
    with days.work() as work:
        team = sent_to_sign(work)
        held = work.session.scalars(select(Membership).where(Membership.person_id == team.approver.id)).one()
        work.perform(held, "end")
    days.live_until(on(4, 12))
    assert days.written("E11") == [(DAY, "E11", team.approver.email)]


def test_after_an_outage_only_the_newest_reminder_is_sent(days: Days) -> None:
    with days.work() as work:
        approver = sent_to_sign(work).approver.email
    days.at(on(30))
    days.sweep()
    days.live_until(on(11, 12))
    assert days.written("E11") == [(DAY, "E11", approver), (on(30), "E11", approver)]


@pytest.mark.parametrize(
    ("moment", "count"),
    [
        ((on(23, 11), 7, 59), 0),
        ((on(23, 11), 8, 0), 1),
        ((on(23, 11), 17, 59), 1),
        ((on(23, 11), 18, 0), 0),
        ((on(28, 11), 10, 0), 0),  # a Saturday
        ((on(25, 12), 10, 0), 0),
        ((on(28, 12), 10, 0), 0),  # kept in place of Boxing Day
        ((on(29, 12), 10, 0), 1),
    ],
)
def test_nobody_is_reminded_at_night_or_on_a_day_of_rest(days: Days, moment: tuple[date, int, int], count: int) -> None:
    with days.work() as work:
        sent_to_sign(work)
    days.at(*moment)
    days.sweep()
    assert len(days.written("E11")) == 1 + count


def test_council_that_must_mend_is_reminded_on_days_10_and_18(days: Days) -> None:
    with days.work() as work:
        team, _ = returned(work)
    days.live_until(on(31, 12))
    owner = team.owner.email
    assert days.written("E15") == [(DAY, "E15", owner), (on(2, 12), "E15", owner), (on(14, 12), "E15", owner)]


def test_council_that_was_given_more_time_is_reminded_by_the_new_day(days: Days) -> None:
    with days.work() as work:
        team, application = returned(work)
    days.live_until(on(15, 12))
    with days.work() as work:
        check = work.session.scalars(select(CompletenessCheck)).one()
        check.fix_by, check.extended_at = add_working_days(on(16, 12), 20), days.clock.now()
        check.extended_by_id, check.extended_why = check.closed_by_id, "The web team is away."
        work.announce("deadline:extended", application.id, application.council_id)
    days.live_until(date(2027, 2, 1))
    owner = team.owner.email
    assert days.written("E15", "E15a") == [
        (DAY, "E15", owner),
        (on(2, 12), "E15", owner),
        (on(14, 12), "E15", owner),
        (on(15, 12), "E15a", owner),
        (date(2027, 1, 4), "E15", owner),
        (date(2027, 1, 14), "E15", owner),
    ]


def test_council_is_not_reminded_of_what_waits_for_its_approver(days: Days) -> None:
    with days.work() as work:
        team, _ = returned(work)
    days.live_until(on(27))
    with days.work() as work:
        declarations.send(work, team)
    days.live_until(on(4, 12))
    assert days.written("E11", "E15") == [
        (DAY, "E11", team.approver.email),
        (DAY, "E15", team.owner.email),
        (on(27), "E11", team.approver.email),
        (on(2, 12), "E11", team.approver.email),
    ]


def test_draft_that_nobody_touches_is_spoken_of_after_60_days_and_11_months(days: Days) -> None:
    with days.work() as work:
        team = make_team(work, make_council(work))
        start_application(work, team)
    days.live_until(date(2027, 12, 31), every=1)
    owner = team.owner.email
    # Day 60 is a Sunday; eleven months later is a Monday.
    assert days.written("E10") == [(date(2027, 1, 18), "E10", owner), (date(2027, 10, 18), "E10", owner)]


@pytest.mark.parametrize("kind", ["answer", "comment"])
def test_draft_that_somebody_worked_on_is_counted_from_then(days: Days, kind: str) -> None:
    with days.work() as work:
        team = make_team(work, make_council(work))
        application = start_application(work, team)
    days.at(on(18, 12), 10)
    with days.work() as work:
        who, when = team.contributor.id, days.clock.now()
        if kind == "answer":
            work.session.add(
                Answer(application_id=application.id, criterion="INF-1", saved_by_id=who, saved_at=when, statement="x")
            )
        else:
            work.session.add(
                Comment(application_id=application.id, criterion="INF-1", text="x", written_by_id=who, written_at=when)
            )
    days.live_until(date(2027, 3, 31))
    assert days.written("E10") == [(date(2027, 2, 16), "E10", team.owner.email)]
