"""Runs the migrations on the connection that the application hands over, or on the configured database."""

from alembic import context
from sqlalchemy import Connection

import portal.app  # noqa: F401 # brings in every model
from config import Config
from portal.storage.base import Base
from portal.storage.engine import make_engine


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot change a table in place: it is copied, under the names of its constraints.
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_over: Connection | None = context.config.attributes.get("connection")
if handed_over is not None:
    _run(handed_over)
else:
    with make_engine(Config.from_environment().database_url).connect() as own:
        _run(own)
        own.commit()
