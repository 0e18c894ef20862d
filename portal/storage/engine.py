"""The database: SQLite by default, PostgreSQL when the address says so; one way to read and one way to write."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.storage.changes import Changes

BUSY_TIMEOUT_MS = 5_000
UNIQUE_VIOLATION = "23505"  # PostgreSQL, appendix A


def make_engine(url: str) -> Engine:
    """An engine for the address. For SQLite it takes over the beginning of transactions from the driver."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, pool_size=20, max_overflow=40)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite does, and knows whether they will write.
    connection.isolation_level = None
    # FULL, not NORMAL: what the portal has called saved survives a power cut too.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writing transaction takes the write lock at once: a plain BEGIN that has read cannot wait for it later.
    writes: Any = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def is_taken(error: IntegrityError) -> bool:
    """Whether a row was refused because another one has come first, and not because it is wrong in itself."""
    cause = error.orig
    if isinstance(cause, sqlite3.IntegrityError):
        return cause.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")
    return getattr(cause, "sqlstate", None) == UNIQUE_VIOLATION


class Database:
    """The sessions of one database."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._writer = self.engine.execution_options(writes=True)
        self.changes = Changes(self.engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; whatever happens in it is rolled back."""
        with Session(self.engine, autoflush=False) as session:
            try:
                yield session
            finally:
                session.rollback()

    def open_for_writing(self) -> Session:
        """A session that takes the write lock at its first statement. The caller commits or rolls back, and closes."""
        session = Session(self._writer)
        event.listen(session, "after_commit", lambda _session: self.changes.note())
        return session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block ends well and rolls back when it does not."""
        with self.open_for_writing() as session, session.begin():
            yield session
