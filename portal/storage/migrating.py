"""Bringing a database to the newest schema, and telling whether it is there."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event

from portal.storage.engine import make_engine

BROKEN_REFERENCES = "PRAGMA foreign_key_check"
_SETTINGS = Path(__file__).resolve().parents[2] / "alembic.ini"


class MigrationBroke(Exception):
    """A migration left rows that refer to nothing; it was taken back."""


def upgrade(url: str) -> None:
    """Run every migration that this database has not seen. The newest schema is left alone."""
    upgrade_to(url, "head")


def upgrade_to(url: str, revision: str) -> None:
    """Run the migrations up to this one."""
    _run(url, "upgrade", revision)


def downgrade(url: str, revision: str) -> None:
    """Take the migrations after ``revision`` back; ``base`` takes back all of them."""
    _run(url, "downgrade", revision)


def _run(url: str, direction: str, revision: str) -> None:
    engine = make_engine(url)
    if engine.dialect.name == "sqlite":
        # SQLite changes a table by building it anew: while the old one is gone, what refers to it has nothing there.
        event.listen(engine, "connect", _let_references_wait)
    settings = AlembicConfig(_SETTINGS)
    try:
        with engine.execution_options(writes=True).connect() as connection:
            settings.attributes["connection"] = connection
            getattr(command, direction)(settings, revision)
            if engine.dialect.name == "sqlite" and (broken := connection.exec_driver_sql(BROKEN_REFERENCES).all()):
                raise MigrationBroke(f"rows that refer to nothing after {direction}: {broken[:5]}")
            connection.commit()
    finally:
        engine.dispose()


def _let_references_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")


def is_current(connection: Connection) -> bool:
    """Whether the database has the newest schema."""
    newest = ScriptDirectory.from_config(AlembicConfig(_SETTINGS)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest
