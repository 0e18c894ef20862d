"""The case of the applications' tests."""

from tests.integration.applications.conftest import case

__all__ = ["case"]
