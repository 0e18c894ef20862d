"""Reminders while the council writes, signs and mends (E10, E11, E15)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Bundle, Session

from portal.accounts.models import Membership, Person
from portal.accounts.states import MembershipState
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.completeness.models import CompletenessCheck
from portal.completeness.states import CheckOutcome
from portal.councils.models import Council
from portal.declarations.models import Declaration
from portal.endings.lapsing import ACTIVITY
from portal.endings.rules import LAPSES_AFTER_MONTHS
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications.letters.applications import declaration_letter, missing_letter, untouched_letter
from portal.notifications.people import Case
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import (
    Point,
    Reminder,
    newest_due,
    working_days_after,
    working_days_before,
)

UNTOUCHED_DAYS = 60
UNTOUCHED_MONTHS = 11
SIGN_DAYS = (3, 7)
# Of the twenty working days to put right what is missing (C3): so many are left on days 10 and 18.
LEFT_TO_MEND = {"10": 10, "18": 2}
CASE: Bundle[Any] = Bundle("case", Application.id, Application.reference, Council.id, Council.name, Council.slug)


def drafts(session: Session, today: date, now: datetime) -> Iterator[Reminder]:
    """E10: nobody has written, added evidence or commented for 60 calendar days, or for 11 months."""
    moments = union_all(*_signs_of_life()).subquery()
    newest = (
        select(moments.c.application_id, func.max(moments.c.at).label("at"))
        .group_by(moments.c.application_id)
        .subquery()
    )
    rows = session.execute(
        select(newest.c.at, CASE)
        .join(Application, Application.id == newest.c.application_id)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state == ApplicationState.DRAFT, newest.c.at <= now - timedelta(days=UNTOUCHED_DAYS - 1))
    ).all()
    found = [(Case(*facts), at) for at, facts in rows]
    owners = in_councils(session, {case.council_id for case, _at in found}, Role.OWNER)
    for case, at in found:
        touched = day_of(at)
        points = (
            Point(f"{UNTOUCHED_DAYS}d", touched + timedelta(days=UNTOUCHED_DAYS)),
            Point(f"{UNTOUCHED_MONTHS}m", touched + relativedelta(months=UNTOUCHED_MONTHS)),
        )
        if point := newest_due(points, today):
            letter = untouched_letter(case, touched, touched + relativedelta(months=LAPSES_AFTER_MONTHS))
            yield Reminder(f"E10:{point.name}:{case.id}:{touched}", letter, owners[case.council_id], case.id)


def _signs_of_life() -> tuple[Select[UUID, Any], ...]:
    """What counts as work on an application: when it came into its state, and everything that people add to it."""
    return (
        select(Application.id.label("application_id"), Application.state_since.label("at")),
        *(select(key, moment).where(moment.is_not(None)) for key, moment in ACTIVITY),
    )


def declarations(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E11 on days 3 and 7, to the approver who was asked, while they are one."""
    rows = session.execute(
        select(Declaration.id, Declaration.sent_at, Person.email, CASE)
        .join(Application, Application.id == Declaration.application_id)
        .join(Council, Council.id == Application.council_id)
        .join(Person, Person.id == Declaration.approver_id)
        .join(
            Membership,
            (Membership.person_id == Person.id)
            & (Membership.council_id == Council.id)
            & (Membership.role == Role.APPROVER)
            & (Membership.state == MembershipState.ACTIVE),
        )
        .where(Declaration.ending.is_(None))
    )
    for declaration_id, sent_at, email, facts in rows:
        case, sent_on = Case(*facts), day_of(sent_at)
        if point := newest_due(working_days_after(sent_on, *SIGN_DAYS), today):
            letter = declaration_letter(case, since=sent_on)
            yield Reminder(f"E11:{point.name}:{declaration_id}", letter, (email,), case.id)


def returned(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E15 when ten and two working days are left; from a longer time that was given they count again."""
    rows = session.execute(
        select(CompletenessCheck, CASE)
        .join(Application, Application.id == CompletenessCheck.application_id)
        .join(Council, Council.id == Application.council_id)
        .where(
            Application.state == ApplicationState.RETURNED_INCOMPLETE,
            CompletenessCheck.outcome == CheckOutcome.RETURNED,
            CompletenessCheck.fix_by >= today,
        )
        .order_by(CompletenessCheck.round)
    ).all()
    newest = {Case(*facts): check for check, facts in rows}
    owners = in_councils(session, {case.council_id for case in newest}, Role.OWNER)
    for case, check in newest.items():
        begun, fix_by = check.extended_at or check.closed_at, check.fix_by
        if begun is None or fix_by is None:
            continue
        points = [Point(name, working_days_before(fix_by, left)) for name, left in LEFT_TO_MEND.items()]
        later = [point for point in points if point.on > day_of(begun)]
        if point := newest_due(later, today):
            again = ":extended" if check.extended_at else ""
            letter = missing_letter(case, fix_by, reminder=True)
            yield Reminder(f"E15:{point.name}:{check.id}{again}", letter, owners[case.council_id], case.id)
