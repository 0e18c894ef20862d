"""A published copy: the public pages as files, which say of themselves from which day they are."""

from datetime import date
from typing import Any

from flask import Flask, has_request_context, request

# Set by whoever publishes, in the environment of the request: the day, as 2026-11-22.
COPIED_ON = "portal.copied-on"


def copied_on() -> date | None:
    """The day of the copy that this page is written for; None for a page of the portal itself."""
    day: Any = request.environ.get(COPIED_ON) if has_request_context() else None
    return date.fromisoformat(day) if day else None


def install(app: Flask) -> None:
    """Let templates ask."""
    app.jinja_env.globals.update(copied_on=copied_on)
