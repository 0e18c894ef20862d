"""Drafts of editions, as a table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed, Versioned
from portal.storage.types import UtcDateTime


class EditionDraft(Versioned, Keyed, Base):
    """An edition being written: ``source`` is YAML as ``criteria/loading.py`` reads it, and may have faults.

    ``edition_id`` is there once it has been scheduled; what counts from then on is the edition.
    """

    __tablename__ = "edition_draft"
    __table_args__ = (CheckConstraint("length(name) > 0", "has_a_name"),)

    name: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    edition_id: Mapped[UUID | None] = mapped_column(ForeignKey("edition.id"), unique=True)
    begun_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
