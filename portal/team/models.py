"""The question who still needs access, as a table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime

_IS_OPEN = text("confirmed_at IS NULL")


class AccessReview(Keyed, Base):
    """One time, every six months, that a council's owner is asked who still needs access (C4)."""

    __tablename__ = "access_review"
    __table_args__ = (
        Index("uq_access_review_open", "council_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", "confirmed_by_somebody"),
    )

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
