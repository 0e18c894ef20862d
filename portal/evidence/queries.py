"""Evidence as pages show it, and who may open a file."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications import answering, queries
from portal.applications.answering import AnswerPage
from portal.applications.models import Application, EvidenceItem, EvidenceKind
from portal.applications.queries import EvidenceFacts
from portal.applications.states import ApplicationState
from portal.audit.models import Involvement
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Part, Permission, Record, may

# Until it is signed, an application is the council's own business; one that was withdrawn stays so.
_NOT_YET_SENT = frozenset(
    {
        ApplicationState.DRAFT,
        ApplicationState.RESUBMISSION_DRAFT,
        ApplicationState.AWAITING_DECLARATION,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
    }
)


@dataclass(frozen=True)
class StoredFile:
    """A file of evidence: the name to offer, what it is, and the key under which the file store has its bytes."""

    file_key: str
    file_name: str
    media_type: str


@dataclass(frozen=True)
class RemovalPage:
    """An item that somebody is about to remove."""

    answer: AnswerPage
    item: EvidenceFacts


def open_file(session: Session, actor: Actor, item_id: UUID) -> StoredFile:
    """The file of an item, for somebody who may open it.

    A council opens its own; the reviewer who has accepted, and the scheme's leads and administrators, once the
    application is signed. Raises NotFound for everybody else, and where the item was removed or is a link.
    """
    row = session.execute(
        select(EvidenceItem, Application)
        .join(Application, Application.id == EvidenceItem.application_id)
        .where(
            EvidenceItem.id == item_id,
            EvidenceItem.kind == EvidenceKind.FILE,
            EvidenceItem.removed_at.is_(None),
        )
    ).one_or_none()
    if row is None or not _may_open(session, actor, row[1]):
        raise NotFound(f"no file {item_id} for {actor.name}")
    item = row[0]
    return StoredFile(item.file_key or "", item.file_name or "", item.media_type or "")


def removal_page(session: Session, actor: Actor, slug: str, criterion: str, item_id: UUID) -> RemovalPage:
    """The item, for somebody of the council. Raises NotFound."""
    answer = answering.answer_page(session, actor, slug, criterion)
    for item in answer.evidence:
        if item.id == item_id:
            return RemovalPage(answer, item)
    raise NotFound(f"no evidence {item_id}")


def total_bytes(session: Session, application_id: UUID) -> int:
    """How many bytes the files of an application have together."""
    return (
        session.scalar(
            select(func.coalesce(func.sum(EvidenceItem.size), 0)).where(
                EvidenceItem.application_id == application_id, EvidenceItem.removed_at.is_(None)
            )
        )
        or 0
    )


def count_of(session: Session, application_id: UUID, criterion: str) -> int:
    """How many items there are for a criterion."""
    return queries.evidence_counts(session, application_id).get(criterion, 0)


def _may_open(session: Session, actor: Actor, application: Application) -> bool:
    if may(actor, Permission.APPLICATION_SEE, Record(application.council_id)):
        return True
    reviewers = session.scalars(
        select(Involvement.person_id).where(Involvement.case_id == application.id, Involvement.part == Part.REVIEWER)
    )
    record = Record(application.council_id, {Part.REVIEWER: frozenset(reviewers)})
    return application.state not in _NOT_YET_SENT and may(actor, Permission.EVIDENCE_OPEN, record)
