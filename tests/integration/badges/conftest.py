import pytest
from flask import Flask

from tests.integration.working import Working, working_in


@pytest.fixture
def working(app: Flask) -> Working:
    """A transaction of the portal itself."""
    return working_in(app)
