"""Pages as they were kept and pages that were found, for whoever may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from portal.answering.pages import may_change
from portal.applications import queries as applications
from portal.applications import rules
from portal.applications.models import Application, EvidenceItem
from portal.applications.queries import ApplicationFacts
from portal.criteria.queries import edition_of
from portal.evidence.queries import may_open
from portal.fetching.results import why_words
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission
from portal.kernel.words import Words
from portal.links.findings import own_hosts
from portal.links.models import Finding, FindingAnswer, LinkSnapshot, SnapshotProgress, WebsiteLook
from portal.links.reading import SOUGHT

# Between signing and what follows from it, in one transaction.
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class SnapshotFacts:
    """A linked page as it was on signing. ``why_missed`` says why there is none, once it has been given up."""

    id: UUID
    progress: SnapshotProgress
    asked_at: datetime
    taken_at: datetime | None
    why_missed: Words | None


@dataclass(frozen=True)
class SnapshotPage:
    """One kept page: where it was, when, its fingerprint, and what could be read on it."""

    id: UUID
    reference: str
    criterion: str
    address: str
    final_address: str
    taken_at: datetime
    media_type: str
    size: int
    sha256: str
    text: str


@dataclass(frozen=True)
class StoredPage:
    """The bytes of a kept page: their key in the file store and the name to offer for them."""

    file_key: str
    file_name: str


@dataclass(frozen=True)
class FindingFacts:
    """A page that may be evidence, the words that were found on it, and what an officer made of it."""

    id: UUID
    criterion: str
    title: str
    label: Words
    address: str
    words_found: str
    found_at: datetime
    answer: FindingAnswer | None
    may_answer: bool


@dataclass(frozen=True)
class LookFacts:
    """The last time that somebody asked to look; ``fault`` says why nothing could be read."""

    asked_at: datetime
    done_at: datetime | None
    fault: Words | None


@dataclass(frozen=True)
class FindingsPage:
    """What was found on the council's website. ``hosts`` is where the portal looks: nowhere, if empty.

    ``with_council``: the application is at a point where the portal may be asked to look.
    """

    application: ApplicationFacts
    hosts: tuple[str, ...]
    with_council: bool
    look: LookFacts | None
    open: tuple[FindingFacts, ...]
    answered: tuple[FindingFacts, ...]


def snapshots_of(
    session: Session, application_id: UUID, signed_at: datetime | None = None
) -> Mapping[str, SnapshotFacts]:
    """The newest snapshot of each link of an application, by the item's key as text; who may know is asked before.

    With ``signed_at`` no newer ones than those that were asked for when it was signed then.
    """
    rows = session.execute(
        select(
            LinkSnapshot.evidence_item_id,
            LinkSnapshot.id,
            LinkSnapshot.progress,
            LinkSnapshot.asked_at,
            LinkSnapshot.taken_at,
            LinkSnapshot.fault,
        )
        .join(EvidenceItem, EvidenceItem.id == LinkSnapshot.evidence_item_id)
        .where(
            EvidenceItem.application_id == application_id,
            true() if signed_at is None else LinkSnapshot.asked_at <= signed_at + A_MOMENT,
        )
        .order_by(LinkSnapshot.asked_at)
    )
    return {
        str(row.evidence_item_id): SnapshotFacts(
            row.id,
            row.progress,
            row.asked_at,
            row.taken_at,
            why_words(row.fault) if row.progress is SnapshotProgress.MISSED else None,
        )
        for row in rows
    }


def snapshot_page(session: Session, actor: Actor, snapshot_id: UUID) -> SnapshotPage:
    """One kept page, for somebody who may open the evidence. Raises NotFound."""
    row, item, application = _taken(session, actor, snapshot_id)
    return SnapshotPage(
        row.id,
        application.reference,
        item.criterion,
        row.address,
        row.final_address,
        row.taken_at or row.asked_at,
        row.media_type,
        row.size or 0,
        row.sha256 or "",
        row.text,
    )


def stored_page(session: Session, actor: Actor, snapshot_id: UUID) -> StoredPage:
    """The bytes of a kept page, for somebody who may open the evidence. Raises NotFound."""
    row, _, _ = _taken(session, actor, snapshot_id)
    # Never a name under which a browser or a desktop would run what is in it.
    ending = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}.get(
        row.media_type, "txt" if row.media_type.startswith("text/") else "bin"
    )
    return StoredPage(row.file_key or "", f"page-{(row.sha256 or '')[:12]}.{ending}")


def _taken(session: Session, actor: Actor, snapshot_id: UUID) -> tuple[LinkSnapshot, EvidenceItem, Application]:
    found = session.execute(
        select(LinkSnapshot, EvidenceItem, Application)
        .join(EvidenceItem, EvidenceItem.id == LinkSnapshot.evidence_item_id)
        .join(Application, Application.id == EvidenceItem.application_id)
        .where(LinkSnapshot.id == snapshot_id, LinkSnapshot.progress == SnapshotProgress.TAKEN)
    ).one_or_none()
    if found is None or not may_open(session, actor, found[2]):
        raise NotFound(f"no snapshot {snapshot_id} for {actor.name}")
    return found[0], found[1], found[2]


def findings_page(session: Session, actor: Actor, slug: str) -> FindingsPage:
    """Everything that was found for the council's application, for somebody who may answer. Raises NotFound."""
    application = applications.application_for(session, actor, slug, Permission.APPLICATION_EDIT)
    found = _findings(session, actor, application)
    return FindingsPage(
        application=application,
        hosts=own_hosts(session, application.council_id)[:1],
        with_council=application.state in rules.WRITABLE,
        look=last_look(session, application.id),
        open=tuple(finding for finding in found if finding.answer is None),
        answered=tuple(finding for finding in found if finding.answer is not None),
    )


def finding_page(session: Session, actor: Actor, slug: str, finding_id: UUID) -> tuple[ApplicationFacts, FindingFacts]:
    """One finding of the council's application that waits for an answer. Raises NotFound."""
    application = applications.application_for(session, actor, slug, Permission.APPLICATION_EDIT)
    for finding in _findings(session, actor, application):
        if finding.id == finding_id and finding.answer is None:
            return application, finding
    raise NotFound(f"no finding {finding_id} to answer")


def last_look(session: Session, application_id: UUID) -> LookFacts | None:
    """The last time that somebody asked to look; None where nobody has."""
    row = session.scalars(
        select(WebsiteLook)
        .where(WebsiteLook.application_id == application_id)
        .order_by(WebsiteLook.asked_at.desc())
        .limit(1)
    ).one_or_none()
    return LookFacts(row.asked_at, row.done_at, why_words(row.fault)) if row else None


def _findings(session: Session, actor: Actor, application: ApplicationFacts) -> tuple[FindingFacts, ...]:
    edition = edition_of(session, application.edition_id)
    unlocked = applications.unlocked_of(session, application.id)
    rows = session.scalars(
        select(Finding)
        .where(Finding.application_id == application.id)
        .order_by(Finding.found_at, Finding.criterion, Finding.address)
    )
    return tuple(
        FindingFacts(
            row.id,
            row.criterion,
            edition.criterion(row.criterion).title,
            SOUGHT[row.kind].label,
            row.address,
            row.words_found,
            row.found_at,
            row.answer,
            may_change(actor, application, unlocked, row.criterion),
        )
        for row in rows
    )
