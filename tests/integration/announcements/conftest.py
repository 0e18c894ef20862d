"""An application in moderation that is about to be awarded."""

from tests.integration.decisions.conftest import case

__all__ = ["case"]
