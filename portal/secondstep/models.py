"""Passkeys, what a browser was asked to sign with one, and recovery codes, as tables."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.storage.base import Base, Keyed
from portal.storage.types import Document, UtcDateTime, one_of


class Passkey(Keyed, Base):
    """The public half of a passkey. ``credential_id`` and ``public_key`` are as the browser gave them, in base64url.

    ``sign_count`` is what the passkey last said of how often it was used; many always say 0. ``transports`` are ways to
    reach it, a hint for the browser.
    """

    __tablename__ = "passkey"
    __table_args__ = (
        CheckConstraint("sign_count >= 0", "uses_counted"),
        CheckConstraint("last_used_at IS NULL OR last_used_at >= added_at", "used_after_it_was_added"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int]
    transports: Mapped[list[str]] = mapped_column(Document)
    name: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Purpose(StrEnum):
    """What a browser was asked for: a new passkey, or to use one."""

    ADD = "add"
    USE = "use"


class PasskeyChallenge(Keyed, Base):
    """What a passkey has to sign, in this one session, until ``expires_at``; the row goes when it is answered."""

    __tablename__ = "passkey_challenge"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("user_session.id", ondelete="CASCADE"), unique=True)
    purpose: Mapped[Purpose] = mapped_column(one_of(Purpose, "purpose"))
    challenge: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Keyed, Base):
    """One of a person's ten recovery codes, as a keyed hash; it works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        UniqueConstraint("person_id", "code_hash"),
        CheckConstraint("used_at IS NULL OR used_at >= made_at", "used_after_it_was_made"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
