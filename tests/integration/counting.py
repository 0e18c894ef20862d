"""How many statements an application sends to its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event


@contextmanager
def counted_queries(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database inside the block, as they are sent."""
    engine = app.extensions["portal"].database.engine
    # A page from memory asks nothing.
    app.extensions["portal-memory"].forget()
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        # Whether anything has changed is asked beside each page, at most four times a second.
        if "pg_current_snapshot" not in statement:
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
