"""Assignments, and what councils objected to them, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.assignments.states import ASSIGNMENT, LIVE_STATES, AssignmentState, Interest, Place
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import UtcDateTime, one_of

_IS_LIVE = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(LIVE_STATES))))


class Assignment(HasLifecycle, Base):
    """One person asked to review one application, and what they answered.

    ``why`` is the lead reviewer's reason for the choice. ``interest`` and ``declaration`` are what the person declared,
    before any answer was shown. ``ended_why`` says why it was declined or taken back; ``reopened_why`` why locked
    scores were sent back. ``round`` is that of the application. A minor link can be accepted: ``link_accepted_why``.

    ``no_objection_at``: the council has said that it does not object. ``begun_at``: since then the reviewer sees the
    answers. ``second_opinion_why``: the reviewer asks that somebody else looks too (C6). ``extended_to``: a later day
    for the scores, set with a reason.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_live",
            "application_id",
            "place",
            unique=True,
            sqlite_where=_IS_LIVE,
            postgresql_where=_IS_LIVE,
        ),
        Index("ix_assignment_reviewer", "reviewer_id", "state"),
        CheckConstraint("length(why) > 0", "choice_has_a_reason"),
        CheckConstraint(
            "state NOT IN ('accepted', 'locked') OR (interest IS NOT NULL AND (interest = 'none'"
            " OR (interest = 'minor' AND length(link_accepted_why) > 0)))",
            "whoever_reviews_has_no_interest",
        ),
        CheckConstraint("state <> 'locked' OR begun_at IS NOT NULL", "locked_has_begun"),
        CheckConstraint("(extended_to IS NULL) = (extended_why = '')", "extension_has_its_reason"),
        CheckConstraint("state NOT IN ('accepted', 'locked') OR accepted_at IS NOT NULL", "accepted_has_its_moment"),
        CheckConstraint(
            "interest IS NULL OR interest = 'none' OR length(declaration) > 0", "declared_interest_is_described"
        ),
        CheckConstraint("state NOT IN ('declined', 'taken_back') OR length(ended_why) > 0", "end_has_a_reason"),
    )

    lifecycle: ClassVar[Lifecycle[AssignmentState]] = ASSIGNMENT
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    place: Mapped[Place] = mapped_column(one_of(Place, "place"), default=Place.FIRST)
    why: Mapped[str]
    state: Mapped[AssignmentState] = mapped_column(one_of(AssignmentState, "state"))
    interest: Mapped[Interest | None] = mapped_column(one_of(Interest, "interest"))
    declaration: Mapped[str] = mapped_column(default="")
    ended_why: Mapped[str] = mapped_column(default="")
    reopened_why: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    link_accepted_why: Mapped[str] = mapped_column(default="", server_default="")
    no_objection_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_opinion_why: Mapped[str] = mapped_column(default="", server_default="")
    extended_to: Mapped[date | None]
    extended_why: Mapped[str] = mapped_column(default="", server_default="")
    case_id: Mapped[UUID] = synonym("application_id")


class Objection(Keyed, Base):
    """Why a council does not want this person to review it, and what the lead reviewer answered (C5, row 15)."""

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("length(why) > 0", "says_why"),
        CheckConstraint(
            "(upheld IS NULL) = (answered_at IS NULL) AND (upheld IS NULL) = (answered_by_id IS NULL)"
            " AND (upheld IS NULL) = (answer = '')",
            "answer_is_whole",
        ),
    )

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignment.id"), unique=True)
    raised_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
