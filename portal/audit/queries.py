"""The audit trail, as it can be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEvent, Involvement
from portal.kernel.permissions import Part, Record


@dataclass(frozen=True)
class TrailEntry:
    """One change, in plain values, in the order in which it happened."""

    id: int
    at: datetime
    actor_id: UUID | None
    actor_name: str
    command: str
    event: str
    subject_type: str
    subject_id: UUID
    state_before: str | None
    state_after: str
    reason: str
    details: Mapping[str, object]
    because_id: int | None


def trail(session: Session, case_id: UUID) -> tuple[TrailEntry, ...]:
    """Everything that has happened in one case, oldest first."""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.case_id == case_id).order_by(AuditEvent.id))
    return tuple(
        TrailEntry(
            row.id,
            row.at,
            row.actor_id,
            row.actor_name,
            row.command,
            row.event,
            row.subject_type,
            row.subject_id,
            row.state_before,
            row.state_after,
            row.reason,
            row.details,
            row.because_id,
        )
        for row in rows
    )


def record_of(session: Session, case_id: UUID, council_id: UUID | None) -> Record:
    """What the permission table may know of a case: whose it is, and who has taken which part in it."""
    rows = session.execute(select(Involvement.part, Involvement.person_id).where(Involvement.case_id == case_id))
    parts: dict[Part, set[UUID]] = {}
    for part, person_id in rows:
        parts.setdefault(part, set()).add(person_id)
    return Record(council_id, {part: frozenset(people) for part, people in parts.items()})
