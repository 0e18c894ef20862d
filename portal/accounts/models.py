"""People, their roles and their sign-ins, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.accounts.states import (
    INVITATION,
    MEMBERSHIP,
    STAFF_ROLE,
    InterestKind,
    InvitationState,
    MembershipState,
    StaffRoleState,
)
from portal.councils.models import Council
from portal.kernel.lifecycle import Lifecycle
from portal.kernel.permissions import Role
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import Document, UtcDateTime, one_of


def _one_active(name: str, *columns: str) -> Index:
    """At most one active row for each combination; what has ended does not count."""
    active = text("state = 'active'")
    return Index(name, *columns, unique=True, sqlite_where=active, postgresql_where=active)


class Person(Keyed, Base):
    """Somebody who can sign in. ``email`` is kept in lower case; ``employer`` is what a council is told of a reviewer.

    ``totp_secret`` is encrypted; ``totp_last_step`` is the time step of the last code used, so that none works twice.
    ``daily_digest``: emails that need not come at once are gathered into one a day (D2 of docs/needs.md).
    ``reviewed_before``: how many applications a reviewer reviewed for the scheme before the portal kept count.
    ``outside_local_government``: each appeal panel needs one such member (C2). ``demonstration`` marks an invented
    person, whom anyone may be in demonstration mode.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", "email_in_lower_case"),
        CheckConstraint("totp_last_step IS NULL OR totp_secret IS NOT NULL", "step_of_a_secret"),
    )

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    employer: Mapped[str] = mapped_column(default="")
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    daily_digest: Mapped[bool] = mapped_column(default=False, server_default=false())
    reviewed_before: Mapped[int] = mapped_column(default=0, server_default="0")
    outside_local_government: Mapped[bool] = mapped_column(default=False, server_default=false())
    demonstration: Mapped[bool] = mapped_column(default=False)


class StaffRole(HasLifecycle, Base):
    """A role in the scheme that a person holds."""

    __tablename__ = "staff_role"
    __table_args__ = (_one_active("uq_staff_role_active", "person_id", "role"),)

    lifecycle: ClassVar[Lifecycle[StaffRoleState]] = STAFF_ROLE
    council_id: ClassVar[None] = None
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[StaffRoleState] = mapped_column(one_of(StaffRoleState, "state"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class ConflictOfInterest(Keyed, Base):
    """A council on whose application the person must not work (C6), and why; for good where there is no ``until``.

    ``kind`` says which of the ties of C6 it is. Somebody employed by one council is tied to its neighbours too.
    """

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("person_id", "council_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey(Council.id))
    kind: Mapped[InterestKind] = mapped_column(
        one_of(InterestKind, "kind"), default=InterestKind.OTHER, server_default=InterestKind.OTHER.value
    )
    reason: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[date | None]


class Membership(HasLifecycle, Base):
    """A person's role in a council. The account belongs to the council: people come and go."""

    __tablename__ = "membership"
    __table_args__ = (_one_active("uq_membership_active", "person_id", "council_id", "role"),)

    lifecycle: ClassVar[Lifecycle[MembershipState]] = MEMBERSHIP
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    council_id: Mapped[UUID] = mapped_column(ForeignKey(Council.id), index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[MembershipState] = mapped_column(one_of(MembershipState, "state"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class Invitation(HasLifecycle, Base):
    """Somebody asked by email to join a council in a role, until ``expires_at``."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint("email = lower(email)", "email_in_lower_case"),)

    lifecycle: ClassVar[Lifecycle[InvitationState]] = INVITATION
    council_id: Mapped[UUID] = mapped_column(ForeignKey(Council.id), index=True)
    email: Mapped[str] = mapped_column(index=True)
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state: Mapped[InvitationState] = mapped_column(one_of(InvitationState, "state"))
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class SignInCode(Keyed, Base):
    """A code that was emailed, as a keyed hash; it works once, and only in the browser that asked for it.

    ``browser_hash`` and ``origin_hash`` are keyed hashes of the browser's random id and of the network address.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (CheckConstraint("attempts >= 0", "attempts_counted"),)

    email: Mapped[str] = mapped_column(index=True)
    browser_hash: Mapped[str] = mapped_column(index=True)
    origin_hash: Mapped[str] = mapped_column(index=True)
    code_hash: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UserSession(Keyed, Base):
    """One browser in which a person is signed in: the cookie holds a random token, this row its SHA-256.

    ``second_step_at`` says when the second step was taken, ``second_step_attempts`` how often it was tried.
    """

    __tablename__ = "user_session"
    __table_args__ = (CheckConstraint("last_seen_at >= began_at", "seen_after_it_began"),)

    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    second_step_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_step_attempts: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HeldForm(Keyed, Base):
    """What a person had typed when their session ended, for the form at ``path``, until they are back.

    ``fields`` maps each field's name to the list of its values; no token of the form and no file is kept.
    """

    __tablename__ = "held_form"
    __table_args__ = (UniqueConstraint("person_id", "path"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str]
    fields: Mapped[dict[str, list[str]]] = mapped_column(Document)
    held_at: Mapped[datetime] = mapped_column(UtcDateTime)
