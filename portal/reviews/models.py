"""A reviewer's scores, what a live check showed, and why a second reviewer looks, as tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed, Versioned
from portal.storage.types import Document, UtcDateTime


class Score(Versioned, Keyed, Base):
    """What one reviewer gives one criterion, and why: the newest version. Every version is kept as a ScoreRevision.

    ``improvement`` is what would move a score below 2 up. ``live_check`` is what the reviewer found when looking for
    themselves. ``answer_revision_number`` names the version of the council's answer that was judged. With
    ``agreed_not_applicable`` there is no score: the reviewer agrees that the criterion does not apply to the council.
    ``carried``: taken over from the result that a resubmission repeats, on a criterion that it does not name.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assignment_id", "criterion"),
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("(score IS NULL) = agreed_not_applicable", "score_or_not_applicable"),
        CheckConstraint("length(reason) > 0", "score_has_a_reason"),
        CheckConstraint("score IS NULL OR score >= 2 OR length(improvement) > 0", "low_score_says_what_would_raise_it"),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    criterion: Mapped[str]
    score: Mapped[int | None]
    agreed_not_applicable: Mapped[bool]
    reason: Mapped[str]
    improvement: Mapped[str]
    live_check: Mapped[str]
    answer_revision_number: Mapped[int]
    carried: Mapped[bool] = mapped_column(default=False, server_default=false())
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScoreRevision(Keyed, Base):
    """One version of a score, as it was saved; ``number`` is the score's version at that time.

    Number 1 was given before the reviewer had seen the council's own score, so it shows whether seeing that score
    changed the reviewer's mind (C6 of docs/process.md).
    """

    __tablename__ = "score_revision"
    __table_args__ = (UniqueConstraint("score_id", "number"),)

    score_id: Mapped[UUID] = mapped_column(ForeignKey("score.id"))
    number: Mapped[int]
    score: Mapped[int | None]
    agreed_not_applicable: Mapped[bool]
    reason: Mapped[str]
    improvement: Mapped[str]
    live_check: Mapped[str]
    answer_revision_number: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LiveCheck(Keyed, Base):
    """What a reviewer saw on one account when looking for themselves: ``good`` out of ``sampled``."""

    __tablename__ = "live_check"
    __table_args__ = (
        CheckConstraint("length(account) > 0", "names_an_account"),
        CheckConstraint("sampled > 0 AND good >= 0 AND good <= sampled", "good_out_of_sampled"),
        Index("ix_live_check_assignment", "assignment_id", "criterion"),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"))
    criterion: Mapped[str]
    account: Mapped[str]
    checked_on: Mapped[date]
    sampled: Mapped[int]
    good: Mapped[int]
    notes: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondReview(Keyed, Base):
    """Why one round of an application is reviewed a second time, and on which criteria (C6).

    ``triggers`` are the reasons by name; ``criteria`` are the ids that the second reviewer scores, in the order of the
    edition, without a word of why each is among them: that would tell what the first reviewer gave.
    """

    __tablename__ = "second_review"
    __table_args__ = (UniqueConstraint("application_id", "round"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int]
    triggers: Mapped[list[str]] = mapped_column(Document)
    criteria: Mapped[list[str]] = mapped_column(Document)
    required_at: Mapped[datetime] = mapped_column(UtcDateTime)
