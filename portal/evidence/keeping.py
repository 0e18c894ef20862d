"""Which uploaded bytes are still needed, and by what: they go when nothing needs them any more, and not before.

Several items may share one file. Once an application was sent to be signed, the copy that was frozen then names its
files by their hash: they stay, even those that were removed since, until the time for which evidence is kept is over.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import EvidenceItem
from portal.audit.models import AuditEvent
from portal.audit.work import Work
from portal.storage.base import Base
from portal.storage.files import FileStore

FROZEN_BY = "application:sent"
LEFT_BEHIND_AFTER = timedelta(days=1)
SWEEP_MINUTE = 7
log = structlog.get_logger()


def due(files: FileStore) -> Callable[[Session, datetime], Iterable[Callable[[Work], None]]]:
    """What the worker is to do with these uploads: once an hour, see whether there is anything that nothing needs."""

    def look(_session: Session, now: datetime) -> Iterable[Callable[[Work], None]]:
        return (lambda work: forget_what_nothing_needs(work, files),) if now.minute == SWEEP_MINUTE else ()

    return look


def forget_what_nothing_needs(work: Work, files: FileStore) -> None:
    """Delete the uploads that no record needs: what a crash has left behind between a file and its row.

    Only what is older than a day: a younger one may belong to a change that is not saved yet.
    """
    before = work.clock.now() - LEFT_BEHIND_AFTER
    old = {key for key, since in files.held() if since < before}
    # Asked after the files: what came between has its row by now, or is young.
    for key in sorted(old - needed_keys(work.session)):
        files.delete(key)
        log.info("upload without a record deleted", key=key)


def needed_keys(session: Session) -> set[str]:
    """The keys of all files that something needs: items as ``is_needed`` says, and whatever else keeps a file.

    Every table with a column ``file_key`` counts, so that one which comes later cannot be forgotten here.
    """
    items = select(EvidenceItem.file_key).where(or_(EvidenceItem.removed_at.is_(None), was_ever_sent()))
    needed = {key for key in session.scalars(items) if key}
    for table in Base.metadata.tables.values():
        if "file_key" in table.c and table.name != EvidenceItem.__tablename__:
            needed |= {key for key in session.scalars(select(table.c.file_key)) if key}
    return needed


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
