"""What the stories of letters begin with."""

import pytest
from flask import Flask

from portal.kernel.clock import FixedClock
from tests.integration.notifications.days import Days


@pytest.fixture
def days(app: Flask, clock: FixedClock) -> Days:
    """The application, and time that a story lets pass."""
    return Days(app, clock)
