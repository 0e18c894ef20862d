"""Completeness checks, as tables."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.completeness.states import CheckOutcome, Lack
from portal.storage.base import Base, Keyed
from portal.storage.types import UtcDateTime, one_of

_IS_OPEN = text("outcome IS NULL")


class CompletenessCheck(Keyed, Base):
    """One check of one signed application: ``round`` counts them from 1, ``declaration_id`` names what was checked.

    Another administrator than the one who opened it may close it. ``note`` is for the scheme alone; ``fix_by`` is the
    day by which the council is to send a returned application again; it can be extended once (C5, row 11).
    """

    __tablename__ = "completeness_check"
    __table_args__ = (
        UniqueConstraint("application_id", "round"),
        Index(
            "uq_completeness_check_open",
            "application_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        CheckConstraint("round >= 1", "round_counts_from_one"),
        CheckConstraint(
            "(outcome IS NULL) = (closed_at IS NULL) AND (outcome IS NULL) = (closed_by_id IS NULL)",
            "outcome_has_its_moment_and_person",
        ),
        CheckConstraint(
            "(outcome IS NOT NULL AND outcome = 'returned') = (fix_by IS NOT NULL)", "returned_has_its_deadline"
        ),
        CheckConstraint(
            "(extended_at IS NULL) = (extended_by_id IS NULL) AND (extended_at IS NULL) = (extended_why = '')"
            " AND (extended_at IS NULL OR fix_by IS NOT NULL)",
            "extension_has_its_reason",
        ),
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    declaration_id: Mapped[UUID] = mapped_column(ForeignKey("declaration.id"), unique=True)
    round: Mapped[int]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[CheckOutcome | None] = mapped_column(one_of(CheckOutcome, "outcome"))
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(default="")
    fix_by: Mapped[date | None]
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    extended_why: Mapped[str] = mapped_column(default="", server_default="")


class MissingItem(Keyed, Base):
    """One thing that a returned application lacks: ``item`` is a criterion's id, the presence or the declaration."""

    __tablename__ = "missing_item"
    __table_args__ = (
        UniqueConstraint("check_id", "item"),
        CheckConstraint("what <> ''", "says_what"),
    )

    check_id: Mapped[UUID] = mapped_column(ForeignKey("completeness_check.id"))
    item: Mapped[str]
    lack: Mapped[Lack] = mapped_column(one_of(Lack, "lack"))
    what: Mapped[str]
