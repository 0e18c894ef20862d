"""Who has a page open, as a table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class Viewing(Keyed, Base):
    """Somebody who has a criterion's page open, when they were last seen there, and whether they are typing."""

    __tablename__ = "viewing"
    __table_args__ = (UniqueConstraint("application_id", "criterion", "person_id"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    typing: Mapped[bool] = mapped_column(default=False)
