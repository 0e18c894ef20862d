"""Signing keys for tests: made once in each process, and in every database from the beginning."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.keys.actions import create
from portal.keys.issuer import Issuer
from portal.keys.models import IssuerKey
from portal.storage.engine import Database

KEY_SECRET = "a secret for the keys of tests, long enough"
# For tests below the pages. A key belongs to no address: the application's own issuer opens the same ones.
ISSUER = Issuer("https://mark.example", KEY_SECRET)
# Before everything that any test lets happen.
MADE_AT = datetime(2019, 1, 2, 10, 0, tzinfo=UTC)


def keep_keys(database_url: str) -> None:
    """Put the keys of this process into a database that has none. No trail tells of them: each test begins its own."""
    database = Database(database_url)
    kept = _rows()
    if not kept:
        with database.reading() as session:
            made = create(Work(session, SYSTEM, FixedClock(MADE_AT), {}), ISSUER)
            columns = [column.key for column in IssuerKey.__mapper__.columns]
            kept.extend({name: getattr(key, name) for name in columns} for key in made)
    with database.writing() as session:
        session.add_all(IssuerKey(**row) for row in kept)
    database.engine.dispose()


@cache
def _rows() -> list[dict[str, Any]]:
    return []
