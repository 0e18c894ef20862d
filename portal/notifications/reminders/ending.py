"""Reminders that something comes to an end: an award that can be renewed (E30), a council that is replaced (E38)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.progress import replaced_soon
from portal.applications.states import ApplicationState
from portal.awards.models import Award
from portal.awards.queries import awards
from portal.awards.rules import Standing
from portal.awards.states import RUNNING, AwardState
from portal.councils.models import Council
from portal.kernel.calendar import add_months
from portal.kernel.permissions import Role
from portal.notifications.letters.ending import award_ends_letter, council_ends_letter
from portal.notifications.reminders.award import cases_of
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Point, Reminder, newest_due

OPENS = "6m"
MONTHS_BEFORE_THE_COUNCIL_ENDS = (9, 3, 1)


def renewals(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E30 to the owners when the renewal opens; to the approvers as well 3 and 1 months and 1 week before the end.

    Not once a renewal is signed, and not to a council that will itself be gone so soon that it is advised not to apply.
    """
    window = (Award.state == AwardState.VALID, Award.renewal_opens_on <= today, Award.ends_on >= today)
    signed = _renewed(session, *window)
    found = [award for award in awards(session, *window) if award.id not in signed]
    found = [one for one in found if one.position(today).standing is Standing.RENEWAL_OPEN]
    found = [one for one in found if not replaced_soon(one.facts.council_last_day, today)]
    cases, councils = cases_of(session, found), {award.council_id for award in found}
    owners = in_councils(session, councils, Role.OWNER)
    everybody = in_councils(session, councils, Role.OWNER, Role.APPROVER)
    for award in found:
        end, opens = award.facts.ends_on, award.facts.renewal_opens_on
        points = (
            Point(OPENS, opens or end),
            Point("3m", add_months(end, -3)),
            Point("1m", add_months(end, -1)),
            Point("1w", end - timedelta(days=7)),
        )
        if point := newest_due(points, today):
            readers = owners if point.name == OPENS else everybody
            letter = award_ends_letter(cases[award.application_id], end)
            key = f"E30:{point.name}:{award.id}"
            yield Reminder(key, letter, readers[award.council_id], award.application_id)


def _renewed(session: Session, *conditions: ColumnElement[bool]) -> frozenset[UUID]:
    """Those of the awards whose council has signed another application since, which has not come to nothing."""
    rows = session.scalars(
        select(Award.id)
        .join(Application, Application.council_id == Award.council_id)
        .where(
            *conditions,
            Application.id != Award.application_id,
            Application.submitted_at > Award.granted_at,
            Application.state.not_in((ApplicationState.WITHDRAWN, ApplicationState.LAPSED)),
        )
    )
    return frozenset(rows)


def councils(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E38 to owners and approvers 9, 3 and 1 months before the last day of a council whose award is running."""
    first = add_months(today, max(MONTHS_BEFORE_THE_COUNCIL_ENDS))
    found = [
        award
        for award in awards(session, Award.state.in_(RUNNING), Council.last_day.between(today, first))
        if award.valid_until >= today
    ]
    cases = cases_of(session, found)
    readers = in_councils(session, {award.council_id for award in found}, Role.OWNER, Role.APPROVER)
    for award in found:
        last = award.facts.council_last_day
        points = tuple(Point(f"{count}m", add_months(last, -count)) for count in MONTHS_BEFORE_THE_COUNCIL_ENDS if last)
        if last and (point := newest_due(points, today)):
            letter = council_ends_letter(cases[award.application_id], last, award.valid_until)
            key = f"E38:{point.name}:{award.id}:{last}"
            yield Reminder(key, letter, readers[award.council_id], award.application_id)
