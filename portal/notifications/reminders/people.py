"""Reminders about people: an invitation without an answer (E5), who still needs access (E8)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Invitation
from portal.accounts.states import InvitationState
from portal.councils.models import Council
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications.letters.accounts import invitation_letter
from portal.notifications.letters.team import access_review_letter
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Point, Reminder, newest_due, working_day_by, working_days_after
from portal.team.models import AccessReview

INVITATION_DAY = 5
ACCESS_DAYS = 10


def invitations(session: Session, today: date, now: datetime) -> Iterator[Reminder]:
    """E5 on calendar day 5, or the working day before it: two days later the invitation has expired."""
    waiting = session.execute(
        select(Invitation, Council.name)
        .join(Council, Council.id == Invitation.council_id)
        .where(Invitation.state == InvitationState.SENT, Invitation.expires_at > now)
    )
    for invitation, council in waiting:
        sent_on = day_of(invitation.sent_at)
        due = Point(str(INVITATION_DAY), working_day_by(sent_on + timedelta(days=INVITATION_DAY)))
        if due.on <= today and due.on > sent_on:
            letter = invitation_letter(council, invitation.role, invitation.expires_at.date(), "", reminder=True)
            yield Reminder(f"E5:{due.name}:{invitation.id}", letter, (invitation.email,))


def access_reviews(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E8 again, ten working days after the owners were asked."""
    rows = session.execute(
        select(AccessReview.id, AccessReview.opened_at, Council.id, Council.name, Council.slug)
        .join(Council, Council.id == AccessReview.council_id)
        .where(AccessReview.confirmed_at.is_(None))
    ).all()
    owners = in_councils(session, {row[2] for row in rows}, Role.OWNER)
    for review_id, opened_at, council_id, council, slug in rows:
        points = working_days_after(day_of(opened_at), ACCESS_DAYS)
        if point := newest_due(points, today):
            letter = access_review_letter(council, slug, reminder=True)
            yield Reminder(f"E8:{point.name}:{review_id}", letter, owners[council_id])
