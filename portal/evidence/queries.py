"""Evidence as pages show it, and who may open a file."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.answering import pages as answering
from portal.answering.pages import AnswerPage
from portal.applications import queries
from portal.applications.models import Application, EvidenceItem, EvidenceKind
from portal.applications.queries import EvidenceFacts
from portal.applications.states import APPLICATION, RESULT_STATES, SIGNED_STATES
from portal.audit.queries import record_of
from portal.criteria.edition import Criterion
from portal.criteria.queries import edition_of
from portal.criteria.terms import EvidenceRules
from portal.evidence import keeping
from portal.evidence.replying import Asked, asked_on, items_of_reply
from portal.evidence.rules import MEGABYTE, REPLY_ITEMS, says, version_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.uploads.results import Scan

# Until it is signed, an application is the council's own business; one that was withdrawn or has lapsed is so again.
_OPEN_TO_THE_LGA = SIGNED_STATES | RESULT_STATES


@dataclass(frozen=True)
class StoredFile:
    """A file of evidence: the name to offer, what it is, and the key under which the file store has its bytes."""

    file_key: str
    file_name: str
    media_type: str


@dataclass(frozen=True)
class EvidencePage:
    """The evidence for a criterion. ``used_bytes`` is what the files of the application take, each counted once.

    ``some_elsewhere``: whether other criteria have evidence that could be used here too. ``asked`` is the reviewer's
    question, where these are items of a reply.
    """

    answer: AnswerPage
    terms: EvidenceRules
    used_bytes: int
    some_elsewhere: bool
    asked: Asked | None

    @property
    def free_mb(self) -> int:
        """How many whole megabytes of files the application has room for."""
        return max(0, (self.terms.max_total_mb * MEGABYTE - self.used_bytes) // MEGABYTE)

    @property
    def free_items(self) -> int:
        """How many more items the criterion, or the reply, may have."""
        return max(0, self.most - self.count)

    @property
    def most(self) -> int:
        """How many items there may be, in all or in reply."""
        return REPLY_ITEMS if self.asked else self.terms.max_items_per_criterion

    @property
    def count(self) -> int:
        """How many of these there are."""
        return len(self.changeable)

    @property
    def changeable(self) -> frozenset[UUID]:
        """The keys of the items that can be changed and removed."""
        return frozenset(item.id for item in items_of_reply(self.asked, self.answer.evidence))


@dataclass(frozen=True)
class ItemPage:
    """An item that somebody is about to describe, remove or use again. ``goes``: with it, its file goes for good."""

    answer: AnswerPage
    item: EvidenceFacts
    goes: bool = False

    @property
    def version(self) -> int:
        """Which words this page shows."""
        return version_of(self.item.note, self.item.look_at)


@dataclass(frozen=True)
class ReusePage:
    """What the other criteria have, by criterion in the edition's order; ``total`` of it is before any search."""

    answer: AnswerPage
    typed: str
    found: tuple[tuple[Criterion, tuple[EvidenceFacts, ...]], ...]
    total: int

    @property
    def count(self) -> int:
        """How many items were found."""
        return sum(len(items) for _, items in self.found)


def open_file(session: Session, actor: Actor, item_id: UUID) -> StoredFile:
    """The file of an item, for somebody who may open it.

    A council opens its own; the reviewer who has accepted, whoever hears an appeal about it, and the scheme's leads and
    administrators, once the application is signed. Raises NotFound for everybody else, and where the item was removed
    or is a link.
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
    if row is None or not may_open(session, actor, row[1]):
        raise NotFound(f"no file {item_id} for {actor.name}")
    item = row[0]
    return StoredFile(item.file_key or "", item.file_name or "", item.media_type or "")


def evidence_page(session: Session, actor: Actor, slug: str, criterion: str) -> EvidencePage:
    """The evidence for a criterion, for somebody who may change it now. Raises NotFound and IllegalMove."""
    answer = _editable(session, actor, slug, criterion)
    total = total_bytes(session, answer.application.id)
    terms = edition_of(session, answer.application.edition_id).evidence_rules
    application = answer.application
    asked = asked_on(session, application.id, application.state, criterion)
    return EvidencePage(answer, terms, total, bool(_elsewhere(session, answer)), asked)


def reuse_page(session: Session, actor: Actor, slug: str, criterion: str, typed: str) -> ReusePage:
    """What could be used for this criterion too, where it says what was typed. Raises NotFound and IllegalMove."""
    answer = _editable(session, actor, slug, criterion)
    elsewhere = _elsewhere(session, answer)
    edition = edition_of(session, answer.application.edition_id)
    found = []
    for other in edition.criteria:
        about = f"{other.id} {other.title}"
        items = tuple(
            item
            for item in elsewhere
            if item.criterion == other.id and says(typed, f"{about} {item.shown} {item.note} {item.look_at}")
        )
        if items:
            found.append((other, items))
    return ReusePage(answer, typed, tuple(found), len(elsewhere))


def reused_item(session: Session, actor: Actor, slug: str, criterion: str, item_id: UUID) -> ItemPage:
    """An item of the application, whatever its criterion. Raises NotFound and IllegalMove."""
    answer = _editable(session, actor, slug, criterion)
    given = queries.evidence_of(session, answer.application.id).values()
    return ItemPage(answer, _one_of(tuple(item for items in given for item in items), item_id))


def item_page(session: Session, actor: Actor, slug: str, criterion: str, item_id: UUID) -> ItemPage:
    """An item of this criterion, for somebody who may change it now. Raises NotFound and IllegalMove."""
    answer = _editable(session, actor, slug, criterion)
    application = answer.application
    asked = asked_on(session, application.id, application.state, criterion)
    item = _one_of(items_of_reply(asked, answer.evidence), item_id)
    goes = item.file_key is not None and not keeping.is_needed(session, item.file_key, without=item.id)
    return ItemPage(answer, item, goes)


def has_file(session: Session, application_id: UUID, criterion: str, sha256: str) -> bool:
    """Whether a criterion has a file with exactly these bytes."""
    return _any(session, application_id, criterion, EvidenceItem.sha256 == sha256)


def is_used_for(session: Session, application_id: UUID, criterion: str, item: EvidenceItem) -> bool:
    """Whether a criterion has the same page or the same file as this item."""
    same = EvidenceItem.file_key == item.file_key if item.file_key else EvidenceItem.address == item.address
    return _any(session, application_id, criterion, same)


def unscanned(session: Session, application_id: UUID) -> frozenset[str]:
    """The keys, as text, of the files that no virus scanner has looked at; for staff."""
    rows = session.scalars(
        select(EvidenceItem.id).where(
            EvidenceItem.application_id == application_id, EvidenceItem.scan == Scan.NOT_SCANNED
        )
    )
    return frozenset(str(key) for key in rows)


def total_bytes(session: Session, application_id: UUID) -> int:
    """How many bytes the files of an application have together; one that several items share counts once."""
    each = (
        select(func.max(EvidenceItem.size).label("size"))
        .where(EvidenceItem.application_id == application_id, EvidenceItem.removed_at.is_(None))
        .group_by(EvidenceItem.file_key)
        .subquery()
    )
    return int(session.scalar(select(func.coalesce(func.sum(each.c.size), 0))) or 0)


def may_open(session: Session, actor: Actor, application: Application) -> bool:
    """Whether the actor may open what the application's evidence holds: files, and linked pages that were kept."""
    if may(actor, Permission.APPLICATION_SEE, Record(application.council_id)):
        return True
    # Who reviews it, who scores it again in an exercise, and who hears an appeal without any other part in it.
    record = record_of(session, application.id, application.council_id)
    return application.state in _OPEN_TO_THE_LGA and may(actor, Permission.EVIDENCE_OPEN, record)


def _editable(session: Session, actor: Actor, slug: str, criterion: str) -> AnswerPage:
    answer = answering.answer_page(session, actor, slug, criterion)
    application = answer.application
    replies = asked_on(session, application.id, application.state, criterion) is not None
    if not answer.editable and not replies:
        raise APPLICATION.refusal(application.state, f"change {criterion}")
    return answer


def _elsewhere(session: Session, answer: AnswerPage) -> tuple[EvidenceFacts, ...]:
    """What other criteria have and this one has not: each page and each file once, as it was given first."""
    known = {item.file_key or item.shown for item in answer.evidence}
    found = []
    for items in queries.evidence_of(session, answer.application.id).values():
        for item in items:
            if (same := item.file_key or item.shown) not in known:
                known.add(same)
                found.append(item)
    return tuple(found)


def _one_of(items: tuple[EvidenceFacts, ...], item_id: UUID) -> EvidenceFacts:
    for item in items:
        if item.id == item_id:
            return item
    raise NotFound(f"no evidence {item_id}")


def _any(session: Session, application_id: UUID, criterion: str, same: ColumnElement[bool]) -> bool:
    found = session.scalar(
        select(EvidenceItem.id)
        .where(
            EvidenceItem.application_id == application_id,
            EvidenceItem.criterion == criterion,
            EvidenceItem.removed_at.is_(None),
            same,
        )
        .limit(1)
    )
    return found is not None
