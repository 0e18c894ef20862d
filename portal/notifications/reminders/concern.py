"""A reminder to a council that was asked about a concern and has not answered (E36, day 7)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.concerns.models import Concern
from portal.concerns.rules import REMINDED_AFTER
from portal.concerns.states import ConcernState
from portal.councils.models import Council
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications.letters.concerns import council_letter
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Reminder, newest_due, working_days_after


def unanswered(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E36 to the owners on day 7, while there is time to answer."""
    rows = session.execute(
        select(Concern, Council.name, Council.slug)
        .join(Council, Council.id == Concern.council_id)
        .where(
            Concern.state.in_((ConcernState.WITH_COUNCIL, ConcernState.INVESTIGATION)),
            Concern.answered_at.is_(None),
            Concern.answer_by >= today,
        )
    ).all()
    owners = in_councils(session, {concern.council_id for concern, *_more in rows if concern.council_id}, Role.OWNER)
    for concern, council, slug in rows:
        if concern.asked_at is None or concern.council_id is None:
            continue
        if point := newest_due(working_days_after(day_of(concern.asked_at), REMINDED_AFTER), today):
            letter = council_letter(concern, council, slug, reminder=True)
            yield Reminder(f"E36:{point.name}:{concern.id}", letter, owners[concern.council_id], concern.id)
