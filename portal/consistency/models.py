"""Calibration exercises, reviewer notes and past examples, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.consistency.states import EXERCISE, ExerciseState
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed, Versioned
from portal.storage.types import UtcDateTime, one_of


class CalibrationExercise(HasLifecycle, Base):
    """Past applications that all reviewers score, each alone; as a rule two of them, once a year (C6)."""

    __tablename__ = "calibration_exercise"
    __table_args__ = (CheckConstraint("length(title) > 0", "has_a_title"),)

    lifecycle: ClassVar[Lifecycle[ExerciseState]] = EXERCISE
    council_id: ClassVar[None] = None
    title: Mapped[str]
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    state: Mapped[ExerciseState] = mapped_column(one_of(ExerciseState, "state"))
    finish_by: Mapped[date]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_id: Mapped[UUID] = synonym("id")


class CalibrationApplication(Keyed, Base):
    """One past application of an exercise; reviewers know it by ``label``, not by its council."""

    __tablename__ = "calibration_application"
    __table_args__ = (UniqueConstraint("exercise_id", "application_id"), UniqueConstraint("exercise_id", "label"))

    exercise_id: Mapped[UUID] = mapped_column(ForeignKey("calibration_exercise.id"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    label: Mapped[str]


class CalibrationTurn(Keyed, Base):
    """A reviewer's part in an exercise: begun with the first score, over with ``finished_at``."""

    __tablename__ = "calibration_turn"
    __table_args__ = (UniqueConstraint("exercise_id", "reviewer_id"),)

    exercise_id: Mapped[UUID] = mapped_column(ForeignKey("calibration_exercise.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CalibrationScore(Versioned, Keyed, Base):
    """What one reviewer gives one criterion of one past application, and why; no score where it does not apply."""

    __tablename__ = "calibration_score"
    __table_args__ = (
        UniqueConstraint("calibration_application_id", "reviewer_id", "criterion"),
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("length(reason) > 0", "score_has_a_reason"),
    )

    calibration_application_id: Mapped[UUID] = mapped_column(ForeignKey("calibration_application.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    criterion: Mapped[str]
    score: Mapped[int | None]
    reason: Mapped[str]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewerNote(Keyed, Base):
    """How reviewers read one criterion, in the words of a lead reviewer: the newest counts, none is deleted."""

    __tablename__ = "reviewer_note"
    __table_args__ = (Index("ix_reviewer_note_criterion", "criterion", "written_at"),)

    criterion: Mapped[str]
    note: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PastExample(Keyed, Base):
    """What an answer said that was given this score, with nothing that tells whose it was, and why."""

    __tablename__ = "past_example"
    __table_args__ = (
        CheckConstraint("score BETWEEN 0 AND 3", "score_in_range"),
        CheckConstraint("length(example) > 0 AND length(why) > 0", "says_what_and_why"),
        Index("ix_past_example_criterion", "criterion"),
    )

    criterion: Mapped[str]
    score: Mapped[int]
    example: Mapped[str]
    why: Mapped[str]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
