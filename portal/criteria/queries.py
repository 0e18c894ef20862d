"""Editions, as they are kept."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.criteria.canonical import from_canonical
from portal.criteria.edition import Edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
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
