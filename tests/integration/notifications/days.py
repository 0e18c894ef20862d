"""Time that moves day by day: what the portal writes to whom, and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.work import Work
from portal.clarifications.models import ClarificationRound
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import LONDON, FixedClock, today
from portal.kernel.permissions import SYSTEM
from portal.notifications.digest import digests_due
from portal.notifications.models import OutboxEmail
from portal.notifications.reminders import reminders_due
from portal.storage.engine import Database
from tests.factories.applications import acting

# The Wednesday on which every story begins; Christmas Day, Boxing Day (kept on the Monday) and New Year follow.
DAY = date(2026, 11, 18)
Posted = list[tuple[date, str, str]]


def on(day: int, month: int = 11) -> date:
    """A day of that year."""
    return date(2026, month, day)


class Days:
    """One application's database and its clock. ``written`` tells every email of these kinds, in order."""

    def __init__(self, app: Flask, clock: FixedClock) -> None:
        self.app, self.clock = app, clock
        self.running = app.extensions["portal"]

    @property
    def database(self) -> Database:
        """Where everything is kept."""
        found = self.running.database
        assert isinstance(found, Database)
        return found

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction of the portal itself, with everything that follows from what happens in it."""
        with self.database.writing() as session:
            # A story goes on using what it made, when the transaction is long over.
            session.expire_on_commit = False
            yield Work(session, SYSTEM, self.clock, self.running.reactions)

    def sweep(self) -> None:
        """Look once what is due, as the worker does every minute."""
        with self.database.reading() as session:
            steps = [step for look in (reminders_due, digests_due) for step in look(session, self.clock.now())]
        for step in steps:
            with self.work() as work:
                step(work)

    def at(self, day: date, hour: int = 8, minute: int = 0) -> None:
        """Let it be this moment in London."""
        self.clock.at = datetime.combine(day, time(hour, minute), LONDON)

    def live_until(self, last: date, *, every: int = 1) -> None:
        """Let the days pass; the worker sweeps at midnight, at 8, again a minute later, and in the evening."""
        day = self.clock.at.astimezone(LONDON).date()
        while (day := day + timedelta(days=every)) <= last:
            for hour, minute in ((0, 1), (8, 0), (8, 1), (22, 0)):
                self.at(day, hour, minute)
                self.sweep()

    def written(self, *codes: str) -> Posted:
        """Day, number and address of every email with one of these numbers, or of all."""
        with self.database.reading() as session:
            rows = session.scalars(select(OutboxEmail).order_by(OutboxEmail.queued_at, OutboxEmail.code)).all()
            found = [(row.queued_at.astimezone(LONDON).date(), row.code, row.to_address) for row in rows]
        return sorted(one for one in found if not codes or one[1] in codes)


def ask(work: Work, application_id: UUID, reviewer: Person) -> None:
    """Ask a round of questions, as the reviewer does."""
    asked = ClarificationRound(
        application_id=application_id,
        number=1,
        reviewer_id=reviewer.id,
        begun_at=work.clock.now(),
        asked_at=work.clock.now(),
        answer_by=add_working_days(today(work.clock), 10),
    )
    work.session.add(asked)
    work.session.flush()
    acting(work, reviewer).perform(work.session.get_one(Application, application_id), "ask_questions")
