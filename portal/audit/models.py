"""The audit trail, which is only ever added to, and who has taken which part in a case."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.permissions import Part
from portal.storage.base import Base, Keyed
from portal.storage.types import Document, UtcDateTime, one_of


class AuditEvent(Base):
    """One change of state: who did what to which record, when, from where to where, why, and because of which event.

    ``case_id`` joins everything that belongs to one application, from its start to its award. A person's key is kept
    without a foreign key: the trail outlives the people in it.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_case", "case_id", "id"), Index("ix_audit_event_actor", "actor_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    command: Mapped[str]
    event: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    case_id: Mapped[UUID]
    council_id: Mapped[UUID | None]
    state_before: Mapped[str | None]
    state_after: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, object]] = mapped_column(Document, default=dict)
    because_id: Mapped[int | None] = mapped_column(ForeignKey("audit_event.id"))


class Involvement(Keyed, Base):
    """A person's part in a case. It is never taken back: who has been a reviewer stays out of the decision."""

    __tablename__ = "involvement"
    __table_args__ = (UniqueConstraint("case_id", "person_id", "part"),)

    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    part: Mapped[Part] = mapped_column(one_of(Part, "part"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


REFUSAL = "the audit trail is only added to"
_NO_UPDATE = f"""
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
_NO_DELETE = f"""
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
_REFUSE = f"""
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_NO_CHANGE = """
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"""
GUARDS = {"sqlite": (_NO_UPDATE, _NO_DELETE), "postgresql": (_REFUSE, _NO_CHANGE)}

for _dialect, _statements in GUARDS.items():
    for _statement in _statements:
        event.listen(
            AuditEvent.__table__,
            "after_create",
            DDL(_statement).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call] # SQLAlchemy leaves it untyped
        )
