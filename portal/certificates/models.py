"""Certificates, as they were issued, as a table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import Document, UtcDateTime

_IN_FORCE = text("superseded_reason = ''")


class Certificate(Keyed, Base):
    """One issue of an award's certificate in one language: the bytes as they were made, never made again.

    A correction is a new issue, and the old one says why it was superseded: one in each language is in force at most.
    Issues are counted for all languages together. ``printed`` is what the document says (``printed.Printed``).
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("award_id", "language", "issue"),
        Index(
            "uq_certificate_in_force",
            "award_id",
            "language",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
        CheckConstraint("issue >= 1", "issues_count_from_one"),
        CheckConstraint("language IN ('en', 'cy')", "language_is_known"),
        CheckConstraint("length(sha256) = 64", "sha256_is_whole"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    language: Mapped[str]
    issue: Mapped[int]
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str] = mapped_column(index=True)
    printed: Mapped[dict[str, Any]] = mapped_column(Document)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_reason: Mapped[str] = mapped_column(default="")
