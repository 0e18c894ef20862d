"""Editions, as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.criteria.canonical import from_canonical
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.clock import LONDON
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


def edition_of(session: Session, edition_id: UUID) -> Edition:
    """The edition with this key, whatever its state. Raises NotFound."""
    sha256 = session.scalar(select(PublishedEdition.sha256).where(PublishedEdition.id == edition_id))
    if sha256 is None:
        raise NotFound(f"no edition {edition_id}")
    return _edition(session, sha256)


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


def stored(session: Session, slug: str) -> StoredEdition:
    """The edition with this public name. Raises NotFound, also for a draft."""
    row = session.scalar(
        select(PublishedEdition).where(PublishedEdition.slug == slug, PublishedEdition.state != EditionState.DRAFT)
    )
    if row is None:
        raise NotFound(f"no edition {slug}")
    return StoredEdition(row.canonical, row.sha256, row.state, row.published_at)


@dataclass(frozen=True)
class ThemeCriteria:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class EditionPage:
    """An edition as anybody may read it. ``evidence_labels`` and ``kinds`` say ids in words."""

    edition: Edition
    themes: tuple[ThemeCriteria, ...]
    essentials: int
    evidence_labels: Mapping[str, str]
    kinds: Mapping[str, str]
    is_current: bool
    published_at: datetime | None
    sha256: str

    @property
    def published_on(self) -> date | None:
        """The day, in London, on which it was published."""
        return self.published_at.astimezone(LONDON).date() if self.published_at else None


def current_page(session: Session) -> EditionPage:
    """The edition that applications start on. Raises NotFound where none is published."""
    return edition_page(session, published_edition(session)[1].slug)


def edition_page(session: Session, slug: str) -> EditionPage:
    """The edition with this public name. Raises NotFound."""
    kept = stored(session, slug)
    edition = _edition(session, kept.sha256)
    return EditionPage(
        edition=edition,
        themes=tuple(ThemeCriteria(theme, tuple(edition.criteria_in(theme.id))) for theme in edition.themes),
        essentials=sum(criterion.essential for criterion in edition.criteria),
        evidence_labels={kind.id: kind.label for kind in edition.evidence_types},
        kinds={kind.id: kind.label for kind in edition.authority_types},
        is_current=kept.state is EditionState.PUBLISHED,
        published_at=kept.published_at,
        sha256=kept.sha256,
    )
