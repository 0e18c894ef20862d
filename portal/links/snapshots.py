"""Keeping each linked page as it was when the application was signed, so that a later reader sees what was meant."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from portal.applications.models import EvidenceItem, EvidenceKind
from portal.audit.errands import Outside, take_due
from portal.audit.work import Work
from portal.fetching.results import Fetched, Reason, why_not_read
from portal.kernel.events import Event
from portal.links.models import LinkSnapshot, SnapshotProgress
from portal.links.pagetext import readable

MOST_TRIES = 3
# After a try that failed; while one is under way, nobody else begins.
PAUSE = timedelta(minutes=20)
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+")

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """One page that is to be kept now, by nobody else; ``tries`` counts this one."""

    snapshot_id: UUID
    address: str
    tries: int


def ask_for_all(work: Work, event: Event) -> None:
    """Have a snapshot taken of every link of the application that has just been signed (C5, row 5)."""
    links = work.session.scalars(
        select(EvidenceItem).where(
            EvidenceItem.application_id == event.subject_id,
            EvidenceItem.kind == EvidenceKind.LINK,
            EvidenceItem.removed_at.is_(None),
        )
    )
    work.session.add_all(
        LinkSnapshot(
            evidence_item_id=item.id,
            address=item.address or "",
            progress=SnapshotProgress.WAITING,
            asked_at=event.at,
            run_after=event.at,
        )
        for item in links.all()
    )
    work.session.flush()


def take_one(outside: Outside) -> bool:
    """Keep one page that is due; says whether there was one."""
    taken = _take(outside)
    if taken is None:
        return False
    if taken.tries > MOST_TRIES:
        # Three workers have died over it: a fourth does not try.
        _miss(outside, taken, Reason.UNREADABLE)
        return True
    got = outside.fetch(taken.address)
    if isinstance(got, Fetched) and got.is_there and got.content:
        _keep(outside, taken, got)
    else:
        _miss(outside, taken, why_not_read(got))
    return True


def _due(now: datetime) -> Select[LinkSnapshot]:
    return (
        select(LinkSnapshot)
        .where(LinkSnapshot.progress == SnapshotProgress.WAITING, LinkSnapshot.run_after <= now)
        .order_by(LinkSnapshot.run_after, LinkSnapshot.id)
        .limit(1)
    )


def _take(outside: Outside) -> Taken | None:
    now = outside.clock.now()

    def take(_session: Session, row: LinkSnapshot) -> Taken:
        row.tries += 1
        row.run_after = now + PAUSE
        return Taken(row.id, row.address, row.tries)

    return take_due(outside, LinkSnapshot, _due(now), take)


def _keep(outside: Outside, taken: Taken, got: Fetched) -> None:
    # Before the row: a file without a row is only waste, a row without its file is a broken promise.
    key = outside.files.put(got.content)
    kept = update(LinkSnapshot).values(
        progress=SnapshotProgress.TAKEN,
        taken_at=outside.clock.now(),
        final_address=got.address,
        media_type=got.media_type if _MEDIA_TYPE.fullmatch(got.media_type) else "",
        file_key=key,
        size=len(got.content),
        sha256=hashlib.sha256(got.content).hexdigest(),
        text=readable(got.content, got.media_type),
        fault="",
    )
    with outside.database.writing() as session:
        session.execute(kept.where(LinkSnapshot.id == taken.snapshot_id))


def _miss(outside: Outside, taken: Taken, why: str) -> None:
    progress = SnapshotProgress.MISSED if taken.tries >= MOST_TRIES else SnapshotProgress.WAITING
    with outside.database.writing() as session:
        missed = update(LinkSnapshot).values(progress=progress, fault=why)
        session.execute(missed.where(LinkSnapshot.id == taken.snapshot_id))
    log.warning("page not kept", snapshot=str(taken.snapshot_id), tries=taken.tries, why=why)
