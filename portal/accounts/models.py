"""People, their roles and their sign-ins, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.accounts.states import INVITATION, MEMBERSHIP, InvitationState, MembershipState
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.permissions import Role
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import UtcDateTime, one_of


class Person(Keyed, Base):
    """Somebody who can sign in. ``email`` is kept in lower case; ``employer`` is what a council is told of a reviewer.

    ``totp_secret`` is encrypted; ``totp_last_step`` is the time step of the last code used, so that none works twice.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", "email_in_lower_case"),)

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    job_title: Mapped[str] = mapped_column(default="")
    employer: Mapped[str] = mapped_column(default="")
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffRole(Keyed, Base):
    """A role in the scheme that a person holds from ``since`` until ``until``."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("person_id", "role"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConflictOfInterest(Keyed, Base):
    """A council on whose application the person must not work (C6), and why; for good where there is no ``until``."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("person_id", "council_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    reason: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date | None]


class Membership(HasLifecycle, Base):
    """A person's role in a council. The account belongs to the council: people come and go."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_active",
            "person_id",
            "council_id",
            "role",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    lifecycle: ClassVar[Lifecycle[MembershipState]] = MEMBERSHIP
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[MembershipState] = mapped_column(one_of(MembershipState, "state"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class Invitation(HasLifecycle, Base):
    """Somebody asked by email to join a council in a role, until ``expires_at``."""

    __tablename__ = "invitation"

    lifecycle: ClassVar[Lifecycle[InvitationState]] = INVITATION
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), index=True)
    email: Mapped[str] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[InvitationState] = mapped_column(one_of(InvitationState, "state"))
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")
