"""E34 again, one month before a new edition of the criteria counts."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_in_force
from portal.criteria.states import EditionState
from portal.kernel.calendar import add_months
from portal.notifications.letters.editions import coming_letter, every_owner, key_of
from portal.notifications.reminders.series import Reminder

MONTHS_BEFORE = 1


def coming(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E34 to every owner, from one calendar month before the day on."""
    rows = select(PublishedEdition).where(PublishedEdition.state == EditionState.SCHEDULED)
    for row in session.scalars(rows).all():
        if row.publish_on is None or not add_months(row.publish_on, -MONTHS_BEFORE) <= today < row.publish_on:
            continue
        in_force = edition_in_force(session)
        letter = coming_letter(row.slug, in_force.slug if in_force else "", row.publish_on)
        yield Reminder(key_of(row, f"{MONTHS_BEFORE}m"), letter, every_owner(session))
