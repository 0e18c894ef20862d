"""Appeals, their panels and what the panels find, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.appeals.states import APPEAL, Advice, AppealState, Finding
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed, Versioned
from portal.storage.types import Document, UtcDateTime, one_of

_COUNTS = text("state <> 'withdrawn'")
_CHAIRS = text("chair")


class Appeal(HasLifecycle, Base):
    """A council's appeal against one decision: one at most, unless it was withdrawn (C8).

    ``grounds`` are names of ``Ground``, ``criteria`` the ids that it is about. ``advice`` is an administrator's, for
    the chair. ``answer_by`` is the panel's day. ``outcome_why`` is what the council is told.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        Index("uq_appeal_decision", "decision_id", unique=True, sqlite_where=_COUNTS, postgresql_where=_COUNTS),
        CheckConstraint("length(statement) > 0", "says_something"),
        CheckConstraint(
            "state IN ('to_be_confirmed', 'withdrawn') OR (lodged_at IS NOT NULL AND confirmed_by_id IS NOT NULL)",
            "lodged_has_its_moment",
        ),
        CheckConstraint("(advice IS NULL) = (advised_by_id IS NULL)", "advice_is_somebodys"),
        CheckConstraint(
            "state IN ('to_be_confirmed', 'lodged', 'with_panel', 'withdrawn') OR length(outcome_why) > 0",
            "end_has_its_reason",
        ),
    )

    lifecycle: ClassVar[Lifecycle[AppealState]] = APPEAL
    reference: Mapped[str] = mapped_column(unique=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), index=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"))
    state: Mapped[AppealState] = mapped_column(one_of(AppealState, "state"))
    grounds: Mapped[list[str]] = mapped_column(Document)
    criteria: Mapped[list[str]] = mapped_column(Document)
    statement: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    lodged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    advice: Mapped[Advice | None] = mapped_column(one_of(Advice, "advice"))
    advice_why: Mapped[str] = mapped_column(default="")
    advised_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_by: Mapped[date | None]
    outcome_why: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("application_id")


class PanelMember(Keyed, Base):
    """One of the three people who hear an appeal; one chairs, one at least is from outside local government (C2)."""

    __tablename__ = "panel_member"
    __table_args__ = (
        UniqueConstraint("appeal_id", "person_id"),
        Index("uq_panel_member_chair", "appeal_id", unique=True, sqlite_where=_CHAIRS, postgresql_where=_CHAIRS),
    )

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeal.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    chair: Mapped[bool] = mapped_column(default=False)
    outside: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PanelFinding(Versioned, Keyed, Base):
    """What one member of the panel finds, and why; the others see it once all have said theirs."""

    __tablename__ = "panel_finding"
    __table_args__ = (
        UniqueConstraint("appeal_id", "person_id"),
        CheckConstraint("length(why) > 0", "has_a_reason"),
    )

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeal.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    finding: Mapped[Finding] = mapped_column(one_of(Finding, "finding"))
    why: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectedScore(Versioned, Keyed, Base):
    """The score that the panel gives one criterion in the place of the decided one, and why."""

    __tablename__ = "corrected_score"
    __table_args__ = (
        UniqueConstraint("appeal_id", "criterion"),
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("length(reason) > 0", "score_has_a_reason"),
    )

    appeal_id: Mapped[UUID] = mapped_column(ForeignKey("appeal.id"))
    criterion: Mapped[str]
    score: Mapped[int | None]
    reason: Mapped[str]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
