"""Editions, as they are kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.criteria.canonical import from_canonical
from portal.criteria.changes import Comparison, compare
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound

# By the hash of the canonical form: the same hash is the same content for ever, so each is read once per process.
_READ: dict[str, Edition] = {}


def published_edition(session: Session) -> tuple[UUID, Edition]:
    """The edition that applications start on, and its key. Raises NotFound where none is published."""
    found = session.execute(
        select(PublishedEdition.id, PublishedEdition.sha256)
        .where(PublishedEdition.state == EditionState.PUBLISHED)
        .order_by(PublishedEdition.published_at.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound("no published edition")
    return found.id, _edition(session, found.sha256)


def edition_in_force(session: Session) -> Edition | None:
    """The edition that applications start on; None where none is published."""
    try:
        return published_edition(session)[1]
    except NotFound:
        return None


def edition_of(session: Session, edition_id: UUID) -> Edition:
    """The edition with this key, whatever its state. Raises NotFound."""
    sha256 = session.scalar(select(PublishedEdition.sha256).where(PublishedEdition.id == edition_id))
    if sha256 is None:
        raise NotFound(f"no edition {edition_id}")
    return _edition(session, sha256)


def editions_of(session: Session, edition_ids: Collection[UUID]) -> Mapping[UUID, Edition]:
    """The editions with these keys, in at most two queries however many there are."""
    found = select(PublishedEdition.id, PublishedEdition.sha256).where(PublishedEdition.id.in_(edition_ids))
    hashes = {row.id: row.sha256 for row in session.execute(found)}
    unread = set(hashes.values()) - _READ.keys()
    if unread:
        rows = select(PublishedEdition.sha256, PublishedEdition.canonical).where(PublishedEdition.sha256.in_(unread))
        _READ.update({row.sha256: from_canonical(row.canonical) for row in session.execute(rows)})
    return {edition_id: _READ[sha256] for edition_id, sha256 in hashes.items()}


def _edition(session: Session, sha256: str) -> Edition:
    if sha256 not in _READ:
        stored = session.scalars(select(PublishedEdition.canonical).where(PublishedEdition.sha256 == sha256)).one()
        _READ[sha256] = from_canonical(stored)
    return _READ[sha256]


@dataclass(frozen=True)
class StoredEdition:
    """An edition as it is kept: its canonical bytes, their hash, and since when it counts."""

    canonical: bytes
    sha256: str
    state: EditionState
    published_at: datetime | None
    publish_on: date | None


def stored(session: Session, slug: str) -> StoredEdition:
    """The edition with this public name. Raises NotFound, also for a draft."""
    row = session.scalar(
        select(PublishedEdition).where(PublishedEdition.slug == slug, PublishedEdition.state != EditionState.DRAFT)
    )
    if row is None:
        raise NotFound(f"no edition {slug}")
    return StoredEdition(row.canonical, row.sha256, row.state, row.published_at, row.publish_on)


@dataclass(frozen=True)
class ThemeCriteria:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Coming:
    """The edition that is scheduled, and the day from which it counts."""

    name: str
    counts_from: date


def coming(session: Session) -> Coming | None:
    """The edition that councils can prepare for; None where none is scheduled."""
    row = session.execute(
        select(PublishedEdition.slug, PublishedEdition.publish_on)
        .where(PublishedEdition.state == EditionState.SCHEDULED, PublishedEdition.publish_on.is_not(None))
        .order_by(PublishedEdition.publish_on)
        .limit(1)
    ).one_or_none()
    return Coming(row.slug, row.publish_on) if row and row.publish_on else None


@dataclass(frozen=True)
class EditionPage:
    """An edition as anybody may read it. ``evidence_labels`` and ``kinds`` say ids in words.

    ``counts_from`` is there while it is scheduled. ``next`` is the edition that is to follow the one in force;
    ``before`` the name of the one that this one can be compared with.
    """

    edition: Edition
    themes: tuple[ThemeCriteria, ...]
    essentials: int
    evidence_labels: Mapping[str, str]
    kinds: Mapping[str, str]
    is_current: bool
    published_at: datetime | None
    sha256: str
    counts_from: date | None = None
    next: Coming | None = None
    before: str = ""

    @property
    def published_on(self) -> date | None:
        """The day, in London, on which it was published."""
        return day_of(self.published_at) if self.published_at else None


def current_page(session: Session) -> EditionPage:
    """The edition that applications start on. Raises NotFound where none is published."""
    return edition_page(session, published_edition(session)[1].slug)


def edition_page(session: Session, slug: str) -> EditionPage:
    """The edition with this public name. Raises NotFound."""
    kept = stored(session, slug)
    edition = _edition(session, kept.sha256)
    is_current = kept.state is EditionState.PUBLISHED
    before = _edition_before(session, kept)
    return EditionPage(
        edition=edition,
        themes=tuple(ThemeCriteria(theme, tuple(edition.criteria_in(theme.id))) for theme in edition.themes),
        essentials=sum(criterion.essential for criterion in edition.criteria),
        evidence_labels={kind.id: kind.label for kind in edition.evidence_types},
        kinds={kind.id: kind.label for kind in edition.authority_types},
        is_current=is_current,
        published_at=kept.published_at,
        sha256=kept.sha256,
        counts_from=kept.publish_on if kept.state is EditionState.SCHEDULED else None,
        next=coming(session) if is_current else None,
        before=before.slug if before else "",
    )


@dataclass(frozen=True)
class ChangesPage:
    """What an edition asks differently from the one before it; ``counts_from`` is there while it is scheduled."""

    comparison: Comparison
    counts_from: date | None


def changes_page(session: Session, slug: str) -> ChangesPage:
    """The edition with this public name beside the one before. Raises NotFound, also for the first of all."""
    kept = stored(session, slug)
    before = _edition_before(session, kept)
    if before is None:
        raise NotFound(f"nothing before edition {slug}")
    counts_from = kept.publish_on if kept.state is EditionState.SCHEDULED else None
    return ChangesPage(compare(before, _edition(session, kept.sha256)), counts_from)


def _edition_before(session: Session, kept: StoredEdition) -> Edition | None:
    """The edition that was published last before this one; for one that is not yet, the one published last of all."""
    earlier = (
        select(PublishedEdition.sha256)
        .where(PublishedEdition.published_at.is_not(None), PublishedEdition.sha256 != kept.sha256)
        .order_by(PublishedEdition.published_at.desc())
        .limit(1)
    )
    if kept.published_at is not None:
        earlier = earlier.where(PublishedEdition.published_at < kept.published_at)
    sha256 = session.scalar(earlier)
    return _edition(session, sha256) if sha256 else None
