"""Suspensions, withdrawals and giving up, from the first word to the last, and whom a council wants told, as tables."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.awards.states import ReasonType
from portal.kernel.lifecycle import Lifecycle
from portal.standing.states import (
    GIVING_UP,
    OPEN_SUSPENSIONS,
    SUSPENSION,
    WITHDRAWING,
    GivingUpState,
    Ground,
    SuspensionState,
    WithdrawingState,
)
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import UtcDateTime, one_of

_SUSPENSION_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in sorted(OPEN_SUSPENSIONS))))
_WITHDRAWING_OPEN = text("state = 'proposed'")
_GIVING_UP_OPEN = text("state = 'asked'")


class Suspension(HasLifecycle, Base):
    """A suspension: why, who proposed and who decided it, when the council was told, and what became of it.

    The council reads ``seen`` and ``to_put_right``, everybody reads ``public_note``. ``answer_by`` and ``suspend_on``
    are there where the council had notice; ``why`` says why it had none, or why nothing came of it.
    """

    __tablename__ = "suspension"
    __table_args__ = (
        Index(
            "uq_suspension_open",
            "award_id",
            unique=True,
            sqlite_where=_SUSPENSION_OPEN,
            postgresql_where=_SUSPENSION_OPEN,
        ),
        CheckConstraint("state <> 'notified' OR suspend_on IS NOT NULL", "notice_names_the_day"),
        CheckConstraint("decided_by_id <> proposed_by_id", "decided_by_another"),
        CheckConstraint("length(public_note) > 0", "public_is_told_why"),
    )

    lifecycle: ClassVar[Lifecycle[SuspensionState]] = SUSPENSION
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    state: Mapped[SuspensionState] = mapped_column(one_of(SuspensionState, "state"))
    ground: Mapped[Ground] = mapped_column(one_of(Ground, "ground"))
    seen: Mapped[str]
    to_put_right: Mapped[str]
    public_note: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_by: Mapped[date | None]
    suspend_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("application_id")


class SuspensionAnswer(Keyed, Base):
    """What a council says of its suspension, before or after it: only ever added to."""

    __tablename__ = "suspension_answer"

    suspension_id: Mapped[UUID] = mapped_column(ForeignKey("suspension.id"), index=True)
    said: Mapped[str]
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Withdrawing(HasLifecycle, Base):
    """A proposal to withdraw an award, and the panel's answer. The council reads ``why``, everybody ``public_note``."""

    __tablename__ = "withdrawing"
    __table_args__ = (
        Index(
            "uq_withdrawing_open",
            "award_id",
            unique=True,
            sqlite_where=_WITHDRAWING_OPEN,
            postgresql_where=_WITHDRAWING_OPEN,
        ),
        CheckConstraint("answered_by_id <> proposed_by_id", "answered_by_another"),
    )

    lifecycle: ClassVar[Lifecycle[WithdrawingState]] = WITHDRAWING
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    state: Mapped[WithdrawingState] = mapped_column(one_of(WithdrawingState, "state"))
    reason_type: Mapped[ReasonType] = mapped_column(one_of(ReasonType, "reason_type"))
    why: Mapped[str]
    public_note: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("application_id")


class GivingUp(HasLifecycle, Base):
    """A council's wish to give its award up, and its approver's answer."""

    __tablename__ = "giving_up"
    __table_args__ = (
        Index(
            "uq_giving_up_open", "award_id", unique=True, sqlite_where=_GIVING_UP_OPEN, postgresql_where=_GIVING_UP_OPEN
        ),
        CheckConstraint("state <> 'confirmed' OR answered_by_id <> asked_by_id", "confirmed_by_another"),
    )

    lifecycle: ClassVar[Lifecycle[GivingUpState]] = GIVING_UP
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    state: Mapped[GivingUpState] = mapped_column(one_of(GivingUpState, "state"))
    reason: Mapped[str]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("application_id")


class ContactKind(StrEnum):
    """Who in a council is written to about its award, beside the people with access."""

    WEB = "web"
    MONITORING_OFFICER = "monitoring_officer"


class AwardContact(Keyed, Base):
    """An address that a council's owner has named for letters about its award."""

    __tablename__ = "award_contact"
    __table_args__ = (UniqueConstraint("council_id", "kind"),)

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind, "kind"))
    email: Mapped[str]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
