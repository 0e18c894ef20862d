"""The letter on Monday morning: what is overdue and at risk, to lead reviewers and administrators (E37 of D2)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit.work import Work
from portal.kernel.calendar import is_working_day
from portal.kernel.clock import LONDON, day_of
from portal.kernel.permissions import Role
from portal.kernel.words import words
from portal.notifications.actions import keys_had, post
from portal.notifications.hours import may_write
from portal.notifications.letter import Item, Letter
from portal.notifications.worker import Step
from portal.oversight.rules import URGENCY_WORDS, Urgency
from portal.oversight.underway import OpenCase, open_cases

MOST_LINES = 40
_READERS = (Role.LEAD, Role.ADMINISTRATOR)
_URGENT = (Urgency.OVERDUE, Urgency.AT_RISK)


def weekly_due(session: Session, now: datetime) -> Iterator[Step]:
    """Yield the letter to each reader from 8 on Monday in London, once a week; nothing to say, no letter.

    Where Monday is a bank holiday it comes on the next working day. Nobody reads of a council to which they are
    bound.
    """
    today = day_of(now)
    if not may_write(now) or today != _first_working_day(today):
        return
    year, week, _day = now.astimezone(LONDON).isocalendar()
    key = f"E37:{year}-W{week:02}"
    readers = {member.person_id: member.email for role in _READERS for member in accounts.staff(session, role)}
    had = keys_had(session, {f"{key}:{email}" for email in readers.values()})
    waiting = {person_id: email for person_id, email in readers.items() if f"{key}:{email}" not in had}
    if not waiting:
        return
    urgent = [case for case in open_cases(session, today) if case.urgency in _URGENT]
    if urgent:
        for person_id, email in sorted(waiting.items(), key=lambda one: one[1]):
            yield partial(_send, person_id=person_id, email=email, key=key)


def _first_working_day(day: date) -> date:
    """The first working day of the week in which the day lies: its Monday, but for bank holidays."""
    first = day - timedelta(days=day.weekday())
    while not is_working_day(first):
        first += timedelta(days=1)
    return first


def _send(work: Work, person_id: UUID, email: str, key: str) -> None:
    now = work.clock.now()
    reader = accounts.actor(work.session, person_id, email, now, second_step=True)
    today = day_of(now)
    cases = [case for case in open_cases(work.session, today, reader) if case.urgency in _URGENT]
    if cases:
        post(work, weekly_letter(cases), [email], key=key)


def weekly_letter(cases: list[OpenCase]) -> Letter:
    """One line for each application, the most urgent first; never what anybody scored."""
    overdue = sum(case.urgency is Urgency.OVERDUE for case in cases)
    items = [
        Item(
            words(
                "%(urgency)s: %(council)s, %(reference)s. %(state)s. Turn: %(turn)s",
                urgency=URGENCY_WORDS[case.urgency],
                council=case.council,
                reference=case.reference,
                state=case.state_words,
                turn=case.turn,
            ),
            f"/administration/cases/{case.reference}",
        )
        for case in cases
    ]
    if (more := len(items) - MOST_LINES) > 0:
        items = [*items[:MOST_LINES], Item(words("and %(count)s more", count=more))]
    return Letter(
        "E37",
        words("This week: %(overdue)s overdue, %(risk)s at risk", overdue=overdue, risk=len(cases) - overdue),
        (words("These applications have passed a day that was promised, or are close to it:"),),
        words("See everything under way"),
        "/administration/",
        words("If you do nothing, councils wait longer than we promise."),
        items=tuple(items),
    )
