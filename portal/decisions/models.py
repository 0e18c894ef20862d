"""Final scores and decisions, as tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.criteria.terms import Outcome
from portal.storage.base import Base, Keyed, Versioned
from portal.storage.types import UtcDateTime, one_of


class FinalScore(Versioned, Keyed, Base):
    """What the lead reviewer makes of one criterion: the score that counts, and the reason that the council reads.

    No score means not applicable. ``why_changed`` is there where it differs from the reviewer's score.
    """

    __tablename__ = "final_score"
    __table_args__ = (
        UniqueConstraint("application_id", "criterion"),
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("length(reason) > 0", "score_has_a_reason"),
        CheckConstraint("NOT differs OR length(why_changed) > 0", "change_has_a_reason"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    criterion: Mapped[str]
    score: Mapped[int | None]
    reason: Mapped[str]
    differs: Mapped[bool] = mapped_column(default=False)
    why_changed: Mapped[str] = mapped_column(default="")
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Decision(Keyed, Base):
    """The outcome of one application, computed from its final scores by the rule of its edition.

    ``record`` holds everything that the outcome follows from, in canonical form, with the hash of the edition: from
    the two anybody can compute it again. Before ``release_from`` it goes out only by a lead reviewer's own choice.
    """

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("length(record_sha256) = 64", "sha256_is_whole"),)

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome, "outcome"))
    record: Mapped[bytes] = mapped_column(LargeBinary)
    record_sha256: Mapped[str]
    release_from: Mapped[datetime] = mapped_column(UtcDateTime)
