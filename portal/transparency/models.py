"""The log and its signed heads, as tables that the database itself keeps from being changed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DDL, ForeignKey, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base
from portal.storage.types import UtcDateTime


class LogEntry(Base):
    """One line of the log. ``line`` is what is published, byte for byte; ``sha256`` is its hash."""

    __tablename__ = "log_entry"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    line: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)


class LogHead(Base):
    """How long the log was on a day and the hash of its last line, signed: ``document`` is what is published."""

    __tablename__ = "log_head"

    day: Mapped[date] = mapped_column(primary_key=True)
    entries: Mapped[int]
    sha256: Mapped[str]
    document: Mapped[str]
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


REFUSAL = "the decision log is only added to"
TABLES = ("log_entry", "log_head")
_REFUSE = f"""
CREATE OR REPLACE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def _sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"""
CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
        for change in ("UPDATE", "DELETE")
    )


def _postgres(table: str) -> tuple[str, ...]:
    return (
        f"""
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_log_change()""",
    )


GUARDS = {
    "sqlite": {table: _sqlite(table) for table in TABLES},
    "postgresql": {table: (_REFUSE, *_postgres(table)) for table in TABLES},
}

for _dialect, _tables in GUARDS.items():
    for _model in (LogEntry, LogHead):
        for _statement in _tables[_model.__tablename__]:
            event.listen(
                _model.__table__,
                "after_create",
                DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
            )
