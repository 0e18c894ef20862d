"""Editions and drafts, for administrators."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.audit.models import AuditEvent
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.editions.models import EditionDraft
from portal.kernel.errors import NotFound, NotPermitted
from portal.kernel.permissions import Actor, Permission, Record, may

# The moves after which an edition counts, or is fixed to count, with the names of those who made them.
_MOVES = ("schedule", "publish", "retire")


@dataclass(frozen=True)
class EditionLine:
    """One edition that is scheduled, published or retired. ``by`` and ``at``: who made it so, and when."""

    name: str
    version: str
    state: EditionState
    counts_from: date | None
    days_left: int
    published_at: datetime | None
    by: str
    at: datetime | None


@dataclass(frozen=True)
class DraftFacts:
    """A draft as it is kept. ``state`` is that of the edition that it has become; None before it was ever scheduled."""

    name: str
    source: str
    version: int
    begun_by: str
    begun_at: datetime
    saved_by: str
    saved_by_id: UUID
    saved_at: datetime
    state: EditionState | None
    edition_id: UUID | None
    counts_from: date | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state in (None, EditionState.DRAFT)


@dataclass(frozen=True)
class EditionsPage:
    """Every edition and every draft. ``from_names`` are the editions that a draft can begin with, the newest first."""

    current: EditionLine | None
    scheduled: tuple[EditionLine, ...]
    retired: tuple[EditionLine, ...]
    drafts: tuple[DraftFacts, ...]
    from_names: tuple[str, ...]


def editions_page(session: Session, actor: Actor, today: date) -> EditionsPage:
    """The list. Raises NotPermitted for anybody but administrators."""
    insist(actor)
    by = {
        (row.subject_id, row.command): (row.actor_name, row.at)
        for row in session.execute(
            select(AuditEvent.subject_id, AuditEvent.command, AuditEvent.actor_name, AuditEvent.at)
            .where(AuditEvent.subject_type == PublishedEdition.lifecycle.name, AuditEvent.command.in_(_MOVES))
            .order_by(AuditEvent.at)
        )
    }
    last = {EditionState.SCHEDULED: "schedule", EditionState.PUBLISHED: "publish", EditionState.RETIRED: "retire"}
    found = [
        EditionLine(
            row.slug,
            row.version_name,
            row.state,
            row.publish_on,
            (row.publish_on - today).days if row.publish_on else 0,
            row.published_at,
            *by.get((row.id, last[row.state]), ("", None)),
        )
        for row in session.execute(
            select(
                PublishedEdition.id,
                PublishedEdition.slug,
                PublishedEdition.version_name,
                PublishedEdition.state,
                PublishedEdition.publish_on,
                PublishedEdition.published_at,
            )
            .where(PublishedEdition.state != EditionState.DRAFT)
            .order_by(PublishedEdition.published_at.desc(), PublishedEdition.slug)
        )
    ]
    drafts = tuple(_facts(row) for row in session.execute(_drafts().order_by(EditionDraft.name)))
    scheduled = tuple(line for line in found if line.state is EditionState.SCHEDULED)
    current = next((line for line in found if line.state is EditionState.PUBLISHED), None)
    retired = tuple(line for line in found if line.state is EditionState.RETIRED)
    inside = (*scheduled, *((current,) if current else ()), *retired)
    return EditionsPage(
        current, scheduled, retired, tuple(draft for draft in drafts if draft.is_open), tuple(e.name for e in inside)
    )


def _drafts() -> Select[*tuple[Any, ...]]:
    begun, saved = aliased(Person), aliased(Person)
    return (
        select(
            EditionDraft,
            begun.name.label("begun_by"),
            saved.name.label("saved_by"),
            PublishedEdition.state,
            PublishedEdition.id.label("edition_id"),
            PublishedEdition.publish_on,
        )
        .join(begun, begun.id == EditionDraft.begun_by_id)
        .join(saved, saved.id == EditionDraft.saved_by_id)
        # By its name: the command line publishes without asking for a draft.
        .outerjoin(PublishedEdition, PublishedEdition.slug == EditionDraft.name)
    )


def _facts(row: Any) -> DraftFacts:
    draft: EditionDraft = row.EditionDraft
    return DraftFacts(
        draft.name,
        draft.source,
        draft.version,
        row.begun_by,
        draft.begun_at,
        row.saved_by,
        draft.saved_by_id,
        draft.saved_at,
        row.state,
        row.edition_id,
        row.publish_on,
    )


def draft_facts(session: Session, actor: Actor, name: str) -> DraftFacts:
    """One draft. Raises NotFound, and NotPermitted for anybody but administrators."""
    insist(actor)
    row = session.execute(_drafts().where(EditionDraft.name == name)).one_or_none()
    if row is None:
        raise NotFound(f"no draft {name}")
    return _facts(row)


def insist(actor: Actor) -> None:
    """Raise NotPermitted for anybody but administrators."""
    if not may(actor, Permission.EDITION_DRAFT, Record()):
        raise NotPermitted("only administrators draft editions")
