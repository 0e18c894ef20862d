"""Objections to reviewers, as a table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class Objection(Keyed, Base):
    """Why a council does not want this person to review it, and what the lead reviewer answered (C5, row 15)."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("length(why) > 0", "says_why"),
        CheckConstraint(
            "(upheld IS NULL) = (answered_at IS NULL) AND (upheld IS NULL) = (answered_by_id IS NULL)"
            " AND (upheld IS NULL) = (answer = '')",
            "answer_is_whole",
        ),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), unique=True)
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
