"""Bringing a database to the newest schema, and telling whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from portal.storage.engine import make_engine

_SETTINGS = Path(__file__).resolve().parents[2] / "alembic.ini"


def upgrade(url: str) -> None:
    """Run every migration that this database has not seen. The newest schema is left alone."""
    _run(url, "upgrade", "head")


def downgrade(url: str, revision: str) -> None:
    """Take the migrations after ``revision`` back; ``base`` takes back all of them."""
    _run(url, "downgrade", revision)


def _run(url: str, direction: str, revision: str) -> None:
    engine = make_engine(url)
    settings = AlembicConfig(_SETTINGS)
    try:
        with engine.execution_options(writes=True).connect() as connection:
            settings.attributes["connection"] = connection
            getattr(command, direction)(settings, revision)
            connection.commit()
    finally:
        engine.dispose()


def is_current(connection: Connection) -> bool:
    """Whether the database has the newest schema."""
    newest = ScriptDirectory.from_config(AlembicConfig(_SETTINGS)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == newest
