"""Declarations, as a table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.applications.states import ApplicationState
from portal.declarations.states import Ending
from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of

_IS_OPEN = text("ending IS NULL")


class Declaration(Keyed, Base):
    """One time that an application was sent to be signed: exactly what was sent, to whom, and how it ended.

    ``number`` counts the times from 1; ``sent_from`` is the state that the application goes back to if nobody signs.
    ``approver_id`` is the approver who was asked, ``ended_by_id`` the person who signed, handed back or took back.
    ``snapshot`` is the frozen copy (``snapshots.py``) and ``sha256`` its hash; ``statement`` names the version of the
    words that are signed. ``comment`` says why it was handed back.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        Index("uq_declaration_open", "application_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        CheckConstraint("number >= 1", "number_counts_from_one"),
        CheckConstraint(
            "sent_from IN ('draft', 'returned_incomplete', 'resubmission_draft')", "sent_from_where_it_was_written"
        ),
        CheckConstraint("approver_id <> sent_by_id", "nobody_is_asked_to_sign_what_they_sent"),
        CheckConstraint("length(sha256) = 64", "sha256_is_whole"),
        CheckConstraint(
            "(ending IS NULL) = (ended_at IS NULL) AND (ending IS NULL) = (ended_by_id IS NULL)",
            "ending_has_its_moment_and_person",
        ),
        CheckConstraint(
            "ending IS NULL OR ending <> 'signed' OR (signed_name <> '' AND signed_role <> '')",
            "signature_has_name_and_role",
        ),
        CheckConstraint(
            "ending IS NULL OR ending <> 'signed' OR ended_by_id <> sent_by_id", "nobody_signs_what_they_sent"
        ),
        CheckConstraint("ending IS NULL OR ending <> 'handed_back' OR comment <> ''", "handed_back_with_a_comment"),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    sent_from: Mapped[ApplicationState] = mapped_column(one_of(ApplicationState, "sent_from"))
    sent_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    statement: Mapped[str]
    snapshot: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    ending: Mapped[Ending | None] = mapped_column(one_of(Ending, "ending"))
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_name: Mapped[str] = mapped_column(default="")
    signed_role: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
