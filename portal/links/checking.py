"""Opening each link of an application that is being written, soon after it was added and once a week after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.applications.models import Application, EvidenceItem, EvidenceKind, LinkVerdict
from portal.applications.rules import WRITABLE
from portal.applications.states import OPEN_STATES
from portal.audit.errands import Outside, take_due
from portal.links import verdicts
from portal.links.models import LinkCheck

A_DAY = timedelta(days=1)

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """One link that is to be opened now, by nobody else."""

    item_id: UUID
    application_id: UUID
    address: str


def check_one(outside: Outside) -> bool:
    """Open one link that is due and note what became of it; says whether there was one."""
    taken = _take(outside)
    if taken is None:
        return False
    verdict, why = verdicts.verdict(outside.fetch(taken.address))
    _note(outside, taken, verdict, why)
    log.info("link opened", item=str(taken.item_id), verdict=verdict, why=why)
    return True


def _due(now: datetime) -> Select[EvidenceItem]:
    other = aliased(EvidenceItem)
    spent = (
        select(func.count())
        .select_from(LinkCheck)
        .join(other, other.id == LinkCheck.evidence_item_id)
        .where(other.application_id == Application.id, LinkCheck.tried_at > now - A_DAY)
        .correlate(Application)
        .scalar_subquery()
    )
    new = and_(LinkCheck.id.is_(None), EvidenceItem.verdict.is_(None), Application.state.in_(OPEN_STATES))
    old = and_(LinkCheck.id.is_(None), EvidenceItem.checked_at <= now - verdicts.AGAIN_AFTER)
    # While the council writes: a link that has died since can still be exchanged.
    again = and_(or_(LinkCheck.run_after <= now, old), Application.state.in_(WRITABLE))
    return (
        select(EvidenceItem)
        .join(Application, Application.id == EvidenceItem.application_id)
        .outerjoin(LinkCheck, LinkCheck.evidence_item_id == EvidenceItem.id)
        .where(
            EvidenceItem.kind == EvidenceKind.LINK,
            EvidenceItem.removed_at.is_(None),
            or_(new, again),
            spent < verdicts.MOST_CHECKS_A_DAY,
        )
        # The newest first: somebody has just added it and is looking.
        .order_by(EvidenceItem.added_at.desc(), EvidenceItem.id)
        .limit(1)
    )


def _take(outside: Outside) -> Taken | None:
    now = outside.clock.now()

    def take(session: Session, item: EvidenceItem) -> Taken:
        check = session.scalar(select(LinkCheck).where(LinkCheck.evidence_item_id == item.id))
        if check is None:
            check = LinkCheck(evidence_item_id=item.id, tries=0)
            session.add(check)
        check.tries += 1
        # Already now: whoever dies over this page leaves it for later, not for the next minute.
        check.tried_at, check.run_after = now, now + verdicts.pause_after(check.tries)
        return Taken(item.id, item.application_id, item.address or "")

    return take_due(outside, EvidenceItem, _due(now), take)


def _note(outside: Outside, taken: Taken, verdict: LinkVerdict, why: str) -> None:
    now = outside.clock.now()
    with outside.database.writing() as session:
        # One page may stand for several criteria: it is opened once.
        session.execute(
            update(EvidenceItem)
            .where(
                EvidenceItem.application_id == taken.application_id,
                EvidenceItem.kind == EvidenceKind.LINK,
                EvidenceItem.address == taken.address,
            )
            .values(verdict=verdict, verdict_note=why, checked_at=now)
        )
        check = session.scalars(select(LinkCheck).where(LinkCheck.evidence_item_id == taken.item_id)).one()
        if verdict is not LinkVerdict.UNREACHABLE:
            check.tries, check.run_after = 0, now + verdicts.AGAIN_AFTER
