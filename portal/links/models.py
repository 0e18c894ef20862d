"""What the portal does about links and what it finds, as tables."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of


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


class SnapshotProgress(StrEnum):
    """How far a snapshot has come. MISSED after several tries: ``fault`` says why."""

    WAITING = "waiting"
    TAKEN = "taken"
    MISSED = "missed"


class LinkSnapshot(Keyed, Base):
    """A linked page as it was when the application was signed, so that a later reader sees what the reviewer saw.

    ``final_address`` is where redirects led; ``file_key`` names the bytes in the file store, ``text`` is what can be
    read in them. Each signing asks for its own snapshot of each link.
    """

    __tablename__ = "link_snapshot"
    __table_args__ = (
        UniqueConstraint("evidence_item_id", "asked_at"),
        Index("ix_link_snapshot_due", "progress", "run_after"),
        CheckConstraint(
            "CASE WHEN progress = 'taken' THEN taken_at IS NOT NULL AND file_key IS NOT NULL AND length(sha256) = 64"
            " ELSE file_key IS NULL END",
            "taken_has_its_bytes",
        ),
    )

    evidence_item_id: Mapped[UUID] = mapped_column(ForeignKey("evidence_item.id"))
    address: Mapped[str]
    progress: Mapped[SnapshotProgress] = mapped_column(one_of(SnapshotProgress, "progress"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    run_after: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    final_address: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="")


class FindingKind(StrEnum):
    """What a machine can read on a council's website."""

    ACCOUNTS_PAGE = "accounts_page"
    SECURITY_TXT = "security_txt"
    FILMING_ALLOWED = "filming_allowed"


class FindingAnswer(StrEnum):
    """What an officer made of a finding."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class Finding(Keyed, Base):
    """A page that the portal proposes as evidence. It is none until an officer of the council accepts it."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion", "address"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            "answer_has_its_moment_and_person",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    kind: Mapped[FindingKind] = mapped_column(one_of(FindingKind, "kind"))
    address: Mapped[str]
    words_found: Mapped[str] = mapped_column(default="")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[FindingAnswer | None] = mapped_column(one_of(FindingAnswer, "answer"))
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
