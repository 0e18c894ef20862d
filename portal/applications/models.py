"""Applications and their answers, as tables."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.applications.states import APPLICATION, OPEN_STATES, ApplicationState
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed, Versioned
from portal.storage.types import UtcDateTime, one_of

_IS_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN_STATES))))


class Application(HasLifecycle, Base):
    """A council's application, pinned to one edition of the criteria for ever. A council has one open one at most."""

    __tablename__ = "application"
    __table_args__ = (
        Index("uq_application_open", "council_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        CheckConstraint(
            "submitted_at IS NOT NULL OR state IN ('draft', 'awaiting_declaration', 'withdrawn')",
            "submitted_has_its_moment",
        ),
    )

    lifecycle: ClassVar[Lifecycle[ApplicationState]] = APPLICATION
    reference: Mapped[str] = mapped_column(unique=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState, "state"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class Answer(Versioned, Keyed, Base):
    """What a council says on one criterion: its newest version. Every version is kept as an AnswerRevision."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion"),
        CheckConstraint("self_score BETWEEN 0 AND 3", "self_score_in_range"),
        CheckConstraint("NOT (not_applicable AND self_score IS NOT NULL)", "not_applicable_has_no_score"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    self_score: Mapped[int | None]
    not_applicable: Mapped[bool] = mapped_column(default=False)
    statement: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerRevision(Keyed, Base):
    """One version of an answer, as it was saved. ``number`` is the answer's version at that time."""

    __tablename__ = "answer_revision"
    __table_args__ = (UniqueConstraint("answer_id", "number"),)

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("answer.id"))
    number: Mapped[int]
    self_score: Mapped[int | None]
    not_applicable: Mapped[bool]
    statement: Mapped[str]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Presence(Versioned, Keyed, Base):
    """What the council says of itself for the public register: its website, its official accounts, its promise.

    ``accounts`` holds one address a line; ``summary`` is shown on the register.
    """

    __tablename__ = "presence"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    domains: Mapped[str] = mapped_column(default="")
    accounts: Mapped[str] = mapped_column(default="")
    promise_address: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Unlocked(Keyed, Base):
    """What the council may change while its application is with it again for something missing (C5, rows 9 and 10).

    ``item`` is a criterion's id or PRESENCE; ``what`` says what is to be put right. Each return replaces the last.
    """

    __tablename__ = "unlocked_item"
    __table_args__ = (UniqueConstraint("application_id", "item"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    item: Mapped[str]
    what: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class EvidenceKind(StrEnum):
    """A page on the web, or a file that the portal keeps."""

    LINK = "link"
    FILE = "file"


class EvidenceItem(Keyed, Base):
    """One piece of evidence for one criterion, until ``removed_at``. ``note`` says what it shows and where to look.

    It stands beside the answers, whose completeness depends on it. ``file_name`` is the name that a person gave, to be
    shown and never to be used as a path; the bytes are in the file store under ``file_key``.
    """

    __tablename__ = "evidence_item"
    __table_args__ = (
        Index("ix_evidence_item_application_criterion", "application_id", "criterion"),
        CheckConstraint("(kind = 'link') = (address IS NOT NULL)", "link_has_its_address"),
        CheckConstraint(
            "CASE WHEN kind = 'file' THEN file_key IS NOT NULL AND file_name IS NOT NULL AND media_type IS NOT NULL"
            " AND size > 0 AND length(sha256) = 64 ELSE file_key IS NULL END",
            "file_has_its_bytes",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    kind: Mapped[EvidenceKind] = mapped_column(one_of(EvidenceKind, "kind"))
    note: Mapped[str]
    address: Mapped[str | None]
    file_key: Mapped[str | None] = mapped_column(unique=True)
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
