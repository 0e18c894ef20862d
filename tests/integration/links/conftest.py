"""The case of the applications' tests, in a portal that opens links: on websites of the test's own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import pytest
from flask import Flask

from config import Config
from portal.app import create_app
from portal.kernel.clock import FixedClock
from portal.notifications.worker import Worker
from tests.factories.websites import Web, websites
from tests.integration.applications.conftest import case

__all__ = ["case"]


@pytest.fixture
def web() -> Iterator[Web]:
    """Every website that there is."""
    with websites() as running:
        yield running


@pytest.fixture
def app(config: Config, clock: FixedClock, web: Web) -> Iterator[Flask]:
    """The whole application, with link checks on."""
    application = create_app(replace(config, link_checks=True), clock, web.fetch)
    application.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    yield application
    application.extensions["portal"].database.engine.dispose()


@pytest.fixture
def worker(app: Flask) -> Worker:
    """The background worker, to be told to run its errands."""
    return cast(Worker, app.extensions["portal-worker"])
