"""Applications and their answers, as tables."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.applications.states import APPLICATION, OPEN_STATES, ApplicationState, WithdrawalAnswer
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed, Versioned
from portal.storage.types import UtcDateTime, one_of
from portal.uploads.results import Scan

_IS_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN_STATES))))


class Application(HasLifecycle, Base):
    """A council's application, pinned to one edition of the criteria for ever. A council has one open one at most.

    ``resubmission_of_id`` names the application whose result was 'not yet: small changes' and that this one repeats in
    part (C5, row 27): each can be repeated once. ``begun_from_id`` names the one whose last answers it began with.
    ``round`` counts how often it is decided, from 1: again when an appeal is upheld (C8). ``held_from`` is the state in
    which it was when it was last put on hold, ``held_why`` what the council is told of that (row 25).
    """

    __tablename__ = "application"
    __table_args__ = (
        Index("uq_application_open", "council_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        CheckConstraint(
            "submitted_at IS NOT NULL OR state IN"
            " ('draft', 'awaiting_declaration', 'withdrawn', 'lapsed', 'resubmission_draft')",
            "submitted_has_its_moment",
        ),
        CheckConstraint(
            "state <> 'resubmission_draft' OR resubmission_of_id IS NOT NULL", "resubmission_names_what_it_repeats"
        ),
        CheckConstraint(
            "state <> 'on_hold' OR (held_from IS NOT NULL AND length(held_why) > 0)", "hold_has_its_reason"
        ),
        CheckConstraint("round >= 1", "round_counts_from_one"),
    )

    lifecycle: ClassVar[Lifecycle[ApplicationState]] = APPLICATION
    reference: Mapped[str] = mapped_column(unique=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    state: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState, "state"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resubmission_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), unique=True)
    begun_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    held_from: Mapped[ApplicationState | None] = mapped_column(one_of(ApplicationState, "held_from"))
    held_why: Mapped[str] = mapped_column(default="", server_default="")
    case_id: Mapped[UUID] = synonym("id")


class Answer(Versioned, Keyed, Base):
    """What a council says on one criterion: its newest version. Every version is kept as an AnswerRevision.

    ``to_check``: carried over from an earlier application, and neither confirmed nor changed since.
    """

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
    to_check: Mapped[bool] = mapped_column(default=False, server_default=false())
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
    """What the council may change while its application is with it again (C5, rows 9, 10, 16 and 27).

    ``item`` is a criterion's id or PRESENCE; ``what`` says what is to be put right, asked or improved; ``until`` is the
    last day for it. Each return and each round of questions replaces the last.
    """

    __tablename__ = "unlocked_item"
    __table_args__ = (UniqueConstraint("application_id", "item"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    item: Mapped[str]
    what: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date | None]


class WithdrawalRequest(Keyed, Base):
    """An owner asks to withdraw an application that was signed; an approver confirms or refuses (C5, row 24)."""

    __tablename__ = "withdrawal_request"
    __table_args__ = (
        Index(
            "uq_withdrawal_request_open",
            "application_id",
            unique=True,
            sqlite_where=text("answer IS NULL"),
            postgresql_where=text("answer IS NULL"),
        ),
        CheckConstraint("length(reason) > 0", "has_a_reason"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL)",
            "answer_has_its_moment_and_person",
        ),
        CheckConstraint(
            "answer IS NULL OR answer <> 'confirmed' OR answered_by_id <> asked_by_id", "confirmed_by_somebody_else"
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    reason: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[WithdrawalAnswer | None] = mapped_column(one_of(WithdrawalAnswer, "answer"))
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EvidenceKind(StrEnum):
    """A page on the web, or a file that the portal keeps."""

    LINK = "link"
    FILE = "file"


class LinkVerdict(StrEnum):
    """What became of opening a link: REFUSED is an address that the portal never opens, such as a private one."""

    OPENS = "opens"
    DEAD = "dead"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"


class EvidenceItem(Keyed, Base):
    """One piece of evidence for one criterion, until ``removed_at``. ``note`` says what it shows, ``look_at`` where.

    One page or file may stand for several criteria: each has its own item, and items of one file share ``file_key``.
    ``verdict`` is what was found when the link was opened last, ``verdict_note`` why, for machines and logs.

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
        CheckConstraint("(kind = 'file') = (scan IS NOT NULL)", "file_says_whether_it_was_scanned"),
        CheckConstraint(
            "(verdict IS NULL) = (checked_at IS NULL) AND (verdict IS NULL OR kind = 'link')",
            "verdict_on_a_link_has_its_moment",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    kind: Mapped[EvidenceKind] = mapped_column(one_of(EvidenceKind, "kind"))
    note: Mapped[str]
    look_at: Mapped[str] = mapped_column(default="", server_default="")
    reused_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("evidence_item.id"))
    address: Mapped[str | None]
    verdict: Mapped[LinkVerdict | None] = mapped_column(one_of(LinkVerdict, "verdict"))
    verdict_note: Mapped[str] = mapped_column(default="", server_default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_key: Mapped[str | None] = mapped_column(index=True)
    scan: Mapped[Scan | None] = mapped_column(one_of(Scan, "scan"))
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
