"""Has anything in the database changed? Asked so cheaply that every answer from memory can ask first."""

import time
from collections.abc import Callable, Hashable
from itertools import count
from threading import Lock
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

# A change that another process made is seen this many seconds later, at most.
ASK_EVERY = 0.25

# What was found out, by what was asked.
Known = dict[Hashable, Any]

# What no two transactions leave alike: https://www.postgresql.org/docs/current/functions-info.html (snapshots).
_SNAPSHOT = text("SELECT CAST(pg_current_snapshot() AS text)")


class Changes:
    """Marks of what is committed: as long as the mark stays the same, so does everything that was read after it.

    ``seconds`` tells the time that passes; a test hands in its own.
    """

    def __init__(self, engine: Engine, seconds: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._seconds = engine, seconds
        self._sqlite = engine.dialect.name == "sqlite"
        self._own: Any = None
        self._mark: object = None
        self._ask_at = 0.0
        self._unlike_any = count()
        self._known: tuple[object, Known] = (object(), {})
        self._lock = Lock()

    def mark(self) -> object:
        """The mark of now: at most ``ASK_EVERY`` seconds old where another process writes, and fresh after ``note``."""
        if self._seconds() < self._ask_at:
            return self._mark
        with self._lock:
            # Before the question: a change that comes in between is asked about again.
            now = self._seconds()
            if now < self._ask_at:
                return self._mark
            try:
                self._mark = self._data_version() if self._sqlite else self._snapshot()
            except DBAPIError:
                # A mark that nothing was remembered under: whoever asks goes to the database, which says what is wrong.
                self._mark = ("unknown", next(self._unlike_any))
            # After the answer: until it is there nobody may take the old mark for a fresh one.
            self._ask_at = now + ASK_EVERY
            return self._mark

    def known(self) -> Known:
        """A place for what is found out from now on: empty again once anything has changed, as soon as the mark tells.

        Ask for it before reading, so that what is kept in it is as of now or newer.
        """
        mark = self.mark()
        with self._lock:
            if self._known[0] != mark:
                self._known = (mark, {})
            return self._known[1]

    def note(self) -> None:
        """Somebody in this process has committed: the next mark is asked for at once."""
        # Not while somebody asks: what they hear may be from before the commit.
        with self._lock:
            self._ask_at = 0.0

    def close(self) -> None:
        """Give the connection back."""
        if self._own is not None:
            self._own.close()
            self._own = None

    def _data_version(self) -> object:
        # One connection that never writes: the number changes whenever any other one has committed
        # (https://www.sqlite.org/pragma.html#pragma_data_version). Not through SQLAlchemy, which would begin a
        # transaction, and in a transaction nothing changes.
        if self._own is None:
            self._own = self._engine.raw_connection()
        return self._own.driver_connection.execute("PRAGMA data_version").fetchone()[0]

    def _snapshot(self) -> object:
        with self._engine.connect() as connection:
            return connection.scalar(_SNAPSHOT)
