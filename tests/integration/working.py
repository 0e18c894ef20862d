"""A transaction of the portal itself, for tests that prepare what a page shows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import Flask

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM

Working = Callable[[], AbstractContextManager[Work]]


def working_in(app: Flask) -> Working:
    """Begin such a transaction in the application's database; its events have no consequences but the test's own."""
    running = app.extensions["portal"]

    @contextmanager
    def begin() -> Iterator[Work]:
        with running.database.writing() as session:
            yield Work(session, SYSTEM, running.clock, {})

    return begin
