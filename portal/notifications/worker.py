"""The background worker: it sends what is in the outbox, does what falls due, and runs errands to other websites.

huey is the engine and nothing more: the doorbell after a change, and a sweep every minute that finds what a lost
doorbell missed. Its queue may be deleted at any time without losing anything.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import Flask
from huey import SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from sqlalchemy.orm import Session

from portal.audit.errands import Errand, Fetch, Outside
from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM
from portal.notifications.composing import composer
from portal.notifications.delivery import deliver_due, transport_for
from portal.web.services import Services

Step = Callable[[Work], None]
# Looks what has become due at a moment, and gives a step for each thing that has.
Due = Callable[[Session, datetime], Iterable[Step]]
POLL_SECONDS = 0.5
# How long errands may keep the worker from its next sweep; what is left is begun again right after it.
ERRAND_SECONDS = 60


def each_time(step: Step) -> Due:
    """Something that every sweep does, whether or not there is anything to do."""
    return lambda _session, _now: (step,)


class EmbeddedConsumer(Consumer):  # type: ignore[misc] # huey ships no types
    """A consumer inside another program's process, which keeps its own signal handlers."""

    def _set_signal_handlers(self) -> None:
        return


class Worker:
    """The background work of one application. ``due`` is what may have become due since the last minute.

    ``errands`` wait for websites, which ``fetch`` opens: outside any transaction, and never before a letter.
    """

    def __init__(self, app: Flask, instance: Path, due: Sequence[Due], errands: Sequence[Errand], fetch: Fetch) -> None:
        self._app, self._due, self._errands, self._fetch = app, due, errands, fetch
        instance.mkdir(parents=True, exist_ok=True)
        self.huey: Huey = SqliteHuey("mark", filename=str(instance / "queue.db"), results=False)
        self._doorbell = self.huey.task(name="deliver")(self.answer)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)

    @property
    def _services(self) -> Services:
        return cast(Services, self._app.extensions["portal"])

    def ring(self) -> None:
        """Say that there may be something to send. Nothing is lost where nobody hears it."""
        self._doorbell()

    def answer(self) -> None:
        """Do what may have to be done after a change: letters first, then errands."""
        with ExitStack() as rest:
            rest.callback(self.run_errands)
            self.deliver()

    def deliver(self) -> None:
        """Send every email that is due."""
        running = self._services
        with self._app.app_context():
            compose = composer(running.config, running.clock)
            deliver_due(running.database, running.clock, transport_for(running.config.smtp_url), compose)

    def sweep(self) -> None:
        """Do what has become due, each thing in a transaction of its own; then send what is in the outbox.

        What fails keeps nothing else from being done: it is raised at the end, for the log, and tried again.
        """
        running = self._services
        with ExitStack() as rest:
            rest.callback(self.answer)
            with running.database.reading() as session:
                for look in self._due:
                    for step in look(session, running.clock.now()):
                        rest.callback(self._do, step)

    def run_errands(self) -> None:
        """Run every errand that is due, as long as there is time; one that fails keeps none of the others."""
        running = self._services
        outside = Outside(running.database, running.clock, running.files, self._fetch)
        until = time.monotonic() + ERRAND_SECONDS
        with ExitStack() as rest:
            for errand in reversed(self._errands):
                rest.callback(self._run, errand, outside, until)

    def _run(self, errand: Errand, outside: Outside, until: float) -> None:
        while errand(outside):
            # Nobody's letter waits for somebody's website.
            self.deliver()
            if time.monotonic() > until:
                self.ring()
                return

    def _do(self, step: Step) -> None:
        running = self._services
        with running.database.writing() as session:
            step(Work(session, SYSTEM, running.clock, running.reactions))

    def run(self) -> None:
        """Work until interrupted: the whole program, with signal handlers of its own."""
        Consumer(self.huey, workers=1, initial_delay=POLL_SECONDS, max_delay=POLL_SECONDS, backoff=1).run()

    def consumer(self) -> Consumer:
        """A consumer to be started and stopped by the program that serves the pages."""
        return EmbeddedConsumer(self.huey, workers=1, initial_delay=POLL_SECONDS, max_delay=POLL_SECONDS, backoff=1)
