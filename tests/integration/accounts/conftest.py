"""People who are about to sign in."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM
from tests.integration.telling import Told


@pytest.fixture
def told(app: Flask) -> Told:
    """What the notifications would be told of."""
    return Told(
        app, "sign_in:code_requested", "person:second_step_set_up", "person:second_step_removed", "staff:invited"
    )


class Desk:
    """Makes people in a database that the application uses, each call in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self.running = app.extensions["portal"]

    @contextmanager
    def work(self) -> Iterator[Work]:
        """The portal's own work, saved at the end."""
        with self.running.database.writing() as session:
            yield Work(session, SYSTEM, self.running.clock, {})


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Where a test makes the people it needs."""
    return Desk(app)
