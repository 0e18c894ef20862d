"""Rounds of questions, as tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.clarifications.states import RoundEnding
from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of

_IS_OPEN = text("ending IS NULL")


class ClarificationRound(Keyed, Base):
    """Questions that are collected, then asked together; ``number`` counts the rounds from 1, two at most (C3).

    ``extended_at`` and ``extended_why``: when and why ``answer_by`` was moved.
    """

    __tablename__ = "clarification_round"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        Index(
            "uq_clarification_round_open",
            "application_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        CheckConstraint("number BETWEEN 1 AND 2", "two_rounds_at_most"),
        CheckConstraint("(asked_at IS NULL) = (answer_by IS NULL)", "asked_has_its_deadline"),
        CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL OR asked_at IS NOT NULL)",
            "ending_has_its_moment",
        ),
        CheckConstraint("(extended_at IS NULL) = (extended_why = '')", "extension_has_its_reason"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_by: Mapped[date | None]
    ending: Mapped[RoundEnding | None] = mapped_column(one_of(RoundEnding, "ending"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_why: Mapped[str] = mapped_column(default="", server_default="")


class ClarificationQuestion(Keyed, Base):
    """One question, tied to a criterion, and the council's reply, which an officer may save before it is sent."""

    __tablename__ = "clarification_question"
    __table_args__ = (
        UniqueConstraint("round_id", "criterion"),
        CheckConstraint("length(question) > 0", "asks_something"),
        CheckConstraint("(reply = '') = (replied_at IS NULL)", "reply_has_its_moment"),
        CheckConstraint("(replied_at IS NULL) = (replied_by_id IS NULL)", "reply_has_its_person"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("clarification_round.id"))
    criterion: Mapped[str]
    question: Mapped[str]
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
