"""Final scores and decisions, as tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.criteria.terms import Outcome
from portal.kernel.clock import day_of
from portal.storage.base import Base, Keyed, Versioned
from portal.storage.types import Document, UtcDateTime, one_of


class FinalScore(Versioned, Keyed, Base):
    """What the lead reviewer makes of one criterion: the score that counts, and the reason that the council reads.

    No score means not applicable. ``improvement`` is what would move it up, as the council reads it. ``why_changed``
    is there where it differs from a reviewer's score. ``round`` is that of the application: an upheld appeal begins
    another, and the scores of the round before stay as they were.
    """

    __tablename__ = "final_score"
    __table_args__ = (
        UniqueConstraint("application_id", "round", "criterion"),
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("length(reason) > 0", "score_has_a_reason"),
        CheckConstraint("NOT differs OR length(why_changed) > 0", "change_has_a_reason"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    criterion: Mapped[str]
    score: Mapped[int | None]
    reason: Mapped[str]
    improvement: Mapped[str] = mapped_column(default="", server_default="")
    differs: Mapped[bool] = mapped_column(default=False)
    why_changed: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Decision(Keyed, Base):
    """The outcome of one application, computed from its final scores by the rule of its edition.

    ``record`` holds everything that the outcome follows from, in canonical form, with the hash of the edition: from
    the two anybody can compute it again. The newest ``round`` counts. Before ``release_from`` it goes out only by a
    lead reviewer's own choice; ``released_at`` is when the council was told. ``counts_from`` is the day from which the
    council's times to act are counted: that, or the end of an appeal.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("application_id", "round"),
        CheckConstraint("length(record_sha256) = 64", "sha256_is_whole"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    record: Mapped[bytes] = mapped_column(LargeBinary)
    record_sha256: Mapped[str]
    release_from: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts_from: Mapped[date | None]

    @property
    def told_on(self) -> date:
        """The day, in London, on which the council was told. Raises ValueError before."""
        if self.released_at is None:
            raise ValueError("not released yet")
        return day_of(self.released_at)

    @property
    def acts_from(self) -> date:
        """The day from which the council's times to act are counted. Raises ValueError before it was told."""
        return self.counts_from or self.told_on


class Conversation(Keyed, Base):
    """What two reviewers said to each other and to the lead reviewer about the criteria on which they differ (C6)."""

    __tablename__ = "conversation"
    __table_args__ = (CheckConstraint("length(note) > 0", "says_something"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int]
    held_on: Mapped[date]
    criteria: Mapped[list[str]] = mapped_column(Document)
    note: Mapped[str]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
