"""Reminders, by subject: each looks what is due from the tables, and none of them is sent once its task is done (D2).

Every look is a bounded number of queries, whatever the number of rows: one for what waits, one for its readers. What
was sent is told by the keys in the outbox, so that a sweep every minute sends each reminder once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.kernel.clock import day_of
from portal.notifications.actions import keys_had, post
from portal.notifications.hours import may_write
from portal.notifications.reminders import (
    application,
    award,
    concern,
    edition,
    ending,
    late,
    people,
    result,
    review,
    scoring,
)
from portal.notifications.reminders.series import Reminder
from portal.notifications.worker import Step

LOOKS: Sequence[Callable[[Session, date, datetime], Iterable[Reminder]]] = (
    people.invitations,
    people.access_reviews,
    application.drafts,
    application.declarations,
    application.returned,
    review.proposals,
    review.questions,
    scoring.scores,
    late.late,
    result.resubmissions,
    concern.unanswered,
    edition.coming,
    ending.renewals,
    ending.councils,
    award.ended,
    award.unresolved,
)
MOST_KEYS_AT_ONCE = 500


def reminders_due(session: Session, now: datetime) -> Iterator[Step]:
    """Yield each reminder that is due now and has not been queued: one of the things that fall due."""
    if not may_write(now):
        return
    today = day_of(now)
    wanted = [reminder for look in LOOKS for reminder in look(session, today, now)]
    keys = sorted({key for reminder in wanted for key in reminder.keys})
    had = frozenset[str]().union(
        *(keys_had(session, keys[at : at + MOST_KEYS_AT_ONCE]) for at in range(0, len(keys), MOST_KEYS_AT_ONCE))
    )
    for reminder in wanted:
        if not had.issuperset(reminder.keys):
            yield partial(_send, reminder=reminder)


def _send(work: Work, reminder: Reminder) -> None:
    post(work, reminder.letter, reminder.addresses, case_id=reminder.case_id, key=reminder.key)
