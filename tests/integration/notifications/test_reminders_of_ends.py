"""Who is told, and when, that an award or its council comes to an end (E30, E32, E38 of D2)."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.kernel.permissions import Role
from portal.notifications.reminders import reminders_due
from tests.factories import awards as make
from tests.factories import standing
from tests.factories.people import make_member
from tests.integration.counting import counted_queries
from tests.integration.notifications.days import Days, Posted, on

APPROVER, OWNER = "approver@example.gov.uk", "owner@example.gov.uk"
# An award of the 18th of November 2026 ends on the 17th of November 2028; all of these are working days.
OPENS, THREE_MONTHS, ONE_MONTH, ONE_WEEK = date(2028, 5, 17), date(2028, 8, 17), date(2028, 10, 17), date(2028, 11, 10)


def awarded(work: Work, name: str = "", last_day: date | None = None) -> AwardRecord:
    """An award of a council with an owner, an approver and somebody who only writes."""
    held = make.make_council(work)
    held.last_day = last_day
    for role in (Role.OWNER, Role.APPROVER, Role.CONTRIBUTOR):
        make_member(work, held.id, role, email=f"{name}{role.value}@example.gov.uk")
    return make.make_award(work, held)


def live(days: Days, moments: Iterable[date]) -> None:
    """Let the worker look on each of these days, twice."""
    for day in moments:
        for hour in (9, 15):
            days.at(day, hour)
            days.sweep()


def each(moments: Iterable[date], code: str, *readers: str) -> Posted:
    """One letter to each reader on each of these days."""
    return sorted((day, code, reader) for day in moments for reader in readers)


def test_council_is_told_to_renew_when_it_can_and_until_it_is_too_late(days: Days) -> None:
    with days.work() as work:
        awarded(work)
    around = [day + timedelta(days=more) for day in (OPENS, THREE_MONTHS, ONE_MONTH, ONE_WEEK) for more in (-1, 0, 3)]
    live(days, [*(day for day in around if day.weekday() < 5), date(2028, 11, 20)])
    assert days.written("E30") == sorted(
        [*each([OPENS], "E30", OWNER), *each([THREE_MONTHS, ONE_MONTH, ONE_WEEK], "E30", APPROVER, OWNER)]
    )


def test_council_that_has_signed_its_renewal_is_told_no_more_unless_it_withdraws(days: Days) -> None:
    with days.work() as work:
        award = awarded(work)
    live(days, [OPENS])
    with days.work() as work:
        renewal = standing.signed_renewal(work, award)
    live(days, [THREE_MONTHS])
    assert days.written("E30") == each([OPENS], "E30", OWNER)
    with days.work() as work:
        standing.comes_to(work, award, renewal, ApplicationState.WITHDRAWN)
    live(days, [ONE_MONTH])
    assert days.written("E30") == sorted([*each([OPENS], "E30", OWNER), *each([ONE_MONTH], "E30", APPROVER, OWNER)])


def test_council_that_is_replaced_is_told_three_times_what_happens_and_never_to_renew(days: Days) -> None:
    with days.work() as work:
        awarded(work, last_day=date(2029, 1, 31))
        awarded(work, "later.", last_day=date(2031, 3, 31))
    # The 30th of April is a Sunday, and the day after it a bank holiday.
    nine, three, one = date(2028, 5, 2), date(2028, 10, 31), date(2029, 1, 2)
    live(days, [date(2028, 4, 28), nine, OPENS, three, ONE_WEEK])
    assert days.written("E38") == each([nine, three], "E38", APPROVER, OWNER)
    assert {reader for _day, _code, reader in days.written("E30")} == {f"later.{OWNER}", f"later.{APPROVER}"}
    # Its award has ended before it.
    live(days, [one])
    assert days.written("E38") == each([nine, three], "E38", APPROVER, OWNER)


def test_award_that_somebody_ended_is_written_about_at_once_and_again_after_two_weeks(days: Days) -> None:
    with days.work() as work:
        award = awarded(work, last_day=on(30))
    days.at(on(20), 10)
    with days.work() as work:
        make.end(work, award)
    live(days, [on(20), on(23), on(1, 12), on(4, 12), on(7, 12), on(14, 12)])
    assert days.written("E32") == each([on(20), on(4, 12)], "E32", APPROVER, OWNER)


def test_looking_for_ends_asks_the_same_however_many_awards_there_are(days: Days) -> None:
    counts: list[tuple[int, int]] = []
    for group in ("", "more."):
        days.at(on(18), 9)
        with days.work() as work:
            for number in range(1 + 2 * len(counts)):
                awarded(work, f"{group}{number}.renew.")
                awarded(work, f"{group}{number}.ends.", last_day=date(2028, 9, 1))
        days.at(OPENS, 9)
        with counted_queries(days.app) as statements, days.database.reading() as session:
            steps = list(reminders_due(session, days.clock.now()))
        counts.append((len(steps), len(statements)))
    (few, asked), (many, asked_for_many) = counts
    assert (few, many, asked_for_many) == (2, 8, asked)
