"""What councils wish for their announcement, as a table."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.announcements.rules import Wish
from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of


class AnnouncementWish(Keyed, Base):
    """When a council would like an award to become public. Without a row: at once (C9)."""

    __tablename__ = "announcement_wish"
    __table_args__ = (CheckConstraint("(wish = 'on_a_day') = (wanted_on IS NOT NULL)", "a_day_is_named"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    wish: Mapped[Wish] = mapped_column(one_of(Wish, "wish"))
    wanted_on: Mapped[date | None]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
