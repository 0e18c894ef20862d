"""What a council withdrew before anybody signed it is kept for 12 months, then deleted (C5, row 6)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Delete, Update, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from portal.answering.models import Viewing
from portal.applications import queries as applications
from portal.applications.models import Answer, AnswerRevision, Application, EvidenceItem, Presence, Unlocked
from portal.applications.progress import KEPT_AFTER_WITHDRAWAL_MONTHS, erased_on
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.declarations.models import Declaration
from portal.kernel.clock import day_of
from portal.links.models import Finding, LinkCheck, LinkSnapshot, WebsiteLook
from portal.sharing.models import Allocation, Comment

# What stands in rows of an application's own. Its own row and the audit trail stay: who withdrew what, and when.
_OF_APPLICATION = (Presence, Unlocked, Viewing, Allocation, Comment, Finding, WebsiteLook, Declaration, Answer)


def erasures_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the deletion of what each application said that was withdrawn, unsigned, 12 months ago."""
    day = day_of(now)
    said = or_(
        exists().where(Answer.application_id == Application.id),
        exists().where(EvidenceItem.application_id == Application.id),
        exists().where(Presence.application_id == Application.id),
    )
    # A day more than any month has, so that the exact question is asked of few.
    oldest = now - timedelta(days=28 * KEPT_AFTER_WITHDRAWAL_MONTHS)
    rows = session.execute(
        select(Application.id, Application.state_since).where(
            Application.state == ApplicationState.WITHDRAWN,
            Application.submitted_at.is_(None),
            Application.state_since < oldest,
            said,
        )
    )
    for application_id, since in rows:
        if erased_on(day_of(since)) <= day:
            yield partial(_erase, application_id=application_id)


def _erase(work: Work, application_id: UUID) -> None:
    applications.locked(work.session, application_id)
    for statement in _deletions(application_id):
        work.session.execute(statement)


def _deletions(application_id: UUID) -> Iterator[Delete | Update]:
    answers = select(Answer.id).where(Answer.application_id == application_id)
    items = select(EvidenceItem.id).where(EvidenceItem.application_id == application_id)
    # A later application may have begun with these: it keeps its own rows, and the files that they name.
    yield update(EvidenceItem).where(EvidenceItem.reused_from_id.in_(items)).values(reused_from_id=None)
    yield delete(AnswerRevision).where(AnswerRevision.answer_id.in_(answers))
    for beside_item in (LinkCheck, LinkSnapshot):
        yield delete(beside_item).where(beside_item.evidence_item_id.in_(items))
    for table in _OF_APPLICATION:
        yield delete(table).where(table.application_id == application_id)
    yield delete(EvidenceItem).where(EvidenceItem.application_id == application_id)
