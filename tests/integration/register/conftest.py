from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM

Working = Callable[[], AbstractContextManager[Work]]


@pytest.fixture
def working(app: Flask) -> Working:
    """A transaction of the portal itself, with every reaction that the application has."""
    running = app.extensions["portal"]

    @contextmanager
    def begin() -> Iterator[Work]:
        with running.database.writing() as session:
            yield Work(session, SYSTEM, running.clock, running.reactions)

    return begin
