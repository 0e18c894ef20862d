"""What holds for every test."""

import pytest
from hypothesis import settings

# A machine that is busy is no fault of the code: nothing here is measured in time.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole of the integration tests run on both kinds of database."""
    parser.addoption("--both-databases", action="store_true", help="run every integration test on both databases")
