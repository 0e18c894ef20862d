"""The days and what councils did on them, as tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed, Versioned
from portal.storage.types import UtcDateTime


class Day(Keyed, Base):
    """One year's day, under the name that it had that year, such as #OurDay."""

    __tablename__ = "our_day"
    __table_args__ = (CheckConstraint("length(name) > 0", "has_a_name"),)

    year: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    held_on: Mapped[date]


class DayRecord(Versioned, Keyed, Base):
    """A council's part in one year's day, in its own figures. ``reached`` is how many people saw it, where known."""

    __tablename__ = "our_day_record"
    __table_args__ = (
        UniqueConstraint("council_id", "day_id"),
        CheckConstraint("posts >= 0 AND accounts >= 0 AND (reached IS NULL OR reached >= 0)", "counts_from_nothing"),
    )

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    day_id: Mapped[UUID] = mapped_column(ForeignKey("our_day.id"))
    posts: Mapped[int]
    accounts: Mapped[int]
    reached: Mapped[int | None]
    best_post: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
