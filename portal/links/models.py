"""What the portal does about links, as tables. What it finds is in ``portal/evidence/models.py``."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime


class LinkCheck(Keyed, Base):
    """When a link was opened last and when it may be opened next; none for a link that was never opened.

    ``tries`` counts those that did not get as far as an answer, since the last that did.
    """

    __tablename__ = "link_check"
    __table_args__ = (UniqueConstraint("evidence_item_id"),)

    evidence_item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)


class WebsiteLook(Keyed, Base):
    """One time that somebody asked the portal to look on the council's website: at most once a day.

    ``fault`` says why nothing could be read, as a code; empty where something could, or it has not been tried.
    """

    __tablename__ = "website_look"
    __table_args__ = (UniqueConstraint("application_id", "day"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    day: Mapped[date]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(default="")
