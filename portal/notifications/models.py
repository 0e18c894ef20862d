"""The outbox: an email is a row, saved with the change that causes it and sent after that change is certain."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import Document, UtcDateTime, one_of


class Delivery(StrEnum):
    """How far an email has come. GIVEN_UP after too many tries: a person must look."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class OutboxEmail(Keyed, Base):
    """One email to one person. ``letter`` holds its words; a worker that is sending it holds a lease.

    ``key`` names what must be sent once only, such as a reminder of a certain day: a second row with it is refused.
    ``code`` is the letter's number in D2 (docs/needs.md). The words of a ``secret`` letter are forgotten once sent.
    """

    __tablename__ = "outbox_email"
    __table_args__ = (
        Index("ix_outbox_email_due", "delivery", "run_after"),
        CheckConstraint("(delivery = 'sent') = (sent_at IS NOT NULL)", "sent_has_its_moment"),
    )

    code: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    to_address: Mapped[str]
    letter: Mapped[dict[str, object]] = mapped_column(Document)
    secret: Mapped[bool] = mapped_column(default=False)
    case_id: Mapped[UUID | None]
    delivery: Mapped[Delivery] = mapped_column(one_of(Delivery, "delivery"), default=Delivery.WAITING)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DigestEntry(Keyed, Base):
    """One line of somebody's daily digest: a letter that need not come at once, until ``email_id`` has carried it."""

    __tablename__ = "digest_entry"
    __table_args__ = (Index("ix_digest_entry_waiting", "email_id", "to_address"),)

    to_address: Mapped[str]
    code: Mapped[str]
    key: Mapped[str | None] = mapped_column(unique=True)
    letter: Mapped[dict[str, object]] = mapped_column(Document)
    case_id: Mapped[UUID | None]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    email_id: Mapped[UUID | None] = mapped_column(ForeignKey("outbox_email.id"))
