"""Applications and their answers, as tables."""

from datetime import datetime
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
