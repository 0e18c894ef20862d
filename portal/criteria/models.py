"""Editions of the criteria, as a table."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.criteria.states import EDITION, EditionState
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle
from portal.storage.types import UtcDateTime, one_of


class PublishedEdition(HasLifecycle, Base):
    """One edition in its canonical form, identified by the hash of those bytes; once published it never changes.

    ``publish_on`` is the day from which a scheduled one will count.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'scheduled') OR published_at IS NOT NULL", "published_has_its_moment"),
        CheckConstraint("state <> 'scheduled' OR publish_on IS NOT NULL", "scheduled_has_its_day"),
        CheckConstraint("length(sha256) = 64", "sha256_is_whole"),
    )

    lifecycle: ClassVar[Lifecycle[EditionState]] = EDITION
    slug: Mapped[str] = mapped_column(unique=True)
    version_name: Mapped[str]
    canonical: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(unique=True)
    state: Mapped[EditionState] = mapped_column(one_of(EditionState, "state"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publish_on: Mapped[date | None]
    council_id: ClassVar[None] = None
    case_id: Mapped[UUID] = synonym("id")
