"""What has happened, as the rest of the portal hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Event:
    """One thing that has happened: ``name`` is past tense, such as ``award:granted``.

    ``audit_id`` is the row of the audit trail that records it; None for an announcement that moves no record.
    """

    name: str
    at: datetime
    subject_id: UUID
    case_id: UUID
    council_id: UUID | None
    actor_id: UUID | None
    reason: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    audit_id: int | None = None
