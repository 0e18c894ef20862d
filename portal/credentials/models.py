"""Credentials as they were issued, and the signed status lists, as tables."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.credentials.rules import LIST_LENGTH, StatusPurpose
from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of

_IN_FORCE = text("superseded_reason = ''")


class Credential(Keyed, Base):
    """One issue of an award's credential, in each of its forms: the bytes as they were made, never made again.

    ``list_number`` and ``list_index`` are its place in the status lists. A newer issue says of this one why it was
    superseded: one is in force at most. It is ``revoked`` too where what it says is no longer so.
    """

    __tablename__ = "credential"
    __table_args__ = (
        UniqueConstraint("award_id", "issue"),
        UniqueConstraint("list_number", "list_index"),
        Index("uq_credential_in_force", "award_id", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        CheckConstraint("issue >= 1", "issues_count_from_one"),
        CheckConstraint("list_number >= 1", "lists_count_from_one"),
        CheckConstraint("NOT revoked OR superseded_reason <> ''", "revoked_has_its_reason"),
        CheckConstraint(f"list_index BETWEEN 0 AND {LIST_LENGTH - 1}", "index_is_in_the_list"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    issue: Mapped[int]
    list_number: Mapped[int]
    list_index: Mapped[int]
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    token: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    svg: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    png: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_reason: Mapped[str] = mapped_column(default="")
    revoked: Mapped[bool] = mapped_column(default=False)


class StatusList(Keyed, Base):
    """A status list as it was last signed: its ``bits``, and the whole of it as it is published.

    ``outdated``: an award has changed since and there was no key to sign with, so that it must not be given out.
    """

    __tablename__ = "status_list"
    __table_args__ = (
        UniqueConstraint("number", "purpose"),
        CheckConstraint("number >= 1", "lists_count_from_one"),
        CheckConstraint(f"length(bits) = {LIST_LENGTH // 8}", "bits_are_whole"),
    )

    number: Mapped[int]
    purpose: Mapped[StatusPurpose] = mapped_column(one_of(StatusPurpose, "purpose"))
    bits: Mapped[bytes] = mapped_column(LargeBinary)
    document: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outdated: Mapped[bool] = mapped_column(default=False)
