"""Who answers what, and what colleagues say to each other, as tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class Allocation(Keyed, Base):
    """Who in the council is to answer a criterion."""

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("application_id", "criterion"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Comment(Keyed, Base):
    """What somebody of the council says to their colleagues on one criterion. Nobody of the scheme reads it."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_application_criterion", "application_id", "criterion"),
        CheckConstraint("length(text) > 0", "says_something"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    text: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
