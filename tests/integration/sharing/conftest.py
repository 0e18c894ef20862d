"""The council, team and draft of the tests of applications."""

from tests.integration.applications.conftest import case

__all__ = ["case"]
