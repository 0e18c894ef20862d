"""Which uploaded bytes are still needed, and by what: they go when nothing needs them any more, and not before.

Several items may share one file. Once an application was sent to be signed, the copy that was frozen then names its
files by their hash: they stay, even those that were removed since, until the time for which evidence is kept is over.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import EvidenceItem
from portal.audit.models import AuditEvent

FROZEN_BY = "application:sent"


def is_needed(session: Session, file_key: str, *, without: UUID | None = None) -> bool:
    """Whether an item that was not removed, or an application that was ever sent, in whatever council, has this file.

    ``without``: an item that is about to be removed.
    """
    of_this_file = select(EvidenceItem.id).where(EvidenceItem.file_key == file_key)
    stays: ColumnElement[bool] = EvidenceItem.removed_at.is_(None)
    if without is not None:
        stays = and_(stays, EvidenceItem.id != without)
    return session.scalar(of_this_file.where(or_(stays, was_ever_sent())).limit(1)) is not None


def was_ever_sent() -> ColumnElement[bool]:
    """Of an item: that a copy of its application was frozen once, whatever came of it."""
    return EvidenceItem.application_id.in_(select(AuditEvent.case_id).where(AuditEvent.event == FROZEN_BY))
