"""Concerns, who wants to hear of them, and what counts how many come, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.concerns.states import (
    CONCERN,
    Aside,
    ConcernKind,
    ConcernState,
    Elsewhere,
    Escalation,
    Finding,
    Outcome,
)
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import UtcDateTime, one_of


class Concern(HasLifecycle, Base):
    """One report and what became of it (C12). Nothing in it says who reported.

    ``kind`` is what the reporter chose, and then what an administrator found; ``council_id`` is None where it is about
    no council. ``what`` and ``where_seen`` are the reporter's own words: only administrators and lead reviewers read
    them, and they are erased with the address. ``asked`` is what the council reads instead. ``owner_id`` is the
    administrator who looks after it. ``finding`` is a lead reviewer's, ``confirmed_at`` the moment the chair of the
    panel agreed. ``told`` is what the reporter is told beside the outcome.
    """

    __tablename__ = "concern"
    __table_args__ = (
        Index("ix_concern_council_received", "council_id", "received_at"),
        Index("ix_concern_text", "fingerprint", "received_at"),
        CheckConstraint("length(what) > 0 OR erased_at IS NOT NULL", "says_something"),
        CheckConstraint("state <> 'with_council' OR council_id IS NOT NULL", "council_is_known"),
        CheckConstraint(
            "(asked_at IS NULL) = (answer_by IS NULL) AND (asked_at IS NULL) = (asked = '')", "asked_has_its_day"
        ),
        CheckConstraint("state NOT IN ('with_council', 'put_right') OR asked_at IS NOT NULL", "council_was_asked"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", "answer_has_its_moment"),
        CheckConstraint("state <> 'merged' OR merged_into_id IS NOT NULL", "merged_into_one"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", "not_merged_into_itself"),
        CheckConstraint("state <> 'not_for_us' OR elsewhere IS NOT NULL", "not_for_us_has_its_place"),
        CheckConstraint("state <> 'closed' OR outcome IS NOT NULL", "closed_has_its_outcome"),
        CheckConstraint("confirmed_at IS NULL OR finding IS NOT NULL", "confirmed_what_was_found"),
    )

    lifecycle: ClassVar[Lifecycle[ConcernState]] = CONCERN
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ConcernState] = mapped_column(one_of(ConcernState, "state"))
    kind: Mapped[ConcernKind] = mapped_column(one_of(ConcernKind, "kind"))
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    number: Mapped[str] = mapped_column(default="")
    criterion: Mapped[str] = mapped_column(default="")
    where_seen: Mapped[str]
    what: Mapped[str]
    fingerprint: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    aside: Mapped[Aside | None] = mapped_column(one_of(Aside, "aside"))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("concern.id"), index=True)
    elsewhere: Mapped[Elsewhere | None] = mapped_column(one_of(Elsewhere, "elsewhere"))
    asked: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer_by: Mapped[date | None]
    by_letter: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked: Mapped[str] = mapped_column(default="")
    escalation: Mapped[Escalation | None] = mapped_column(one_of(Escalation, "escalation"))
    finding: Mapped[Finding | None] = mapped_column(one_of(Finding, "finding"))
    finding_why: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    told: Mapped[str] = mapped_column(default="")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    case_id: Mapped[UUID] = synonym("id")


class ConcernReporter(Keyed, Base):
    """Where the one who reported would like to hear of it. No page shows it: the portal writes the letters."""

    __tablename__ = "concern_reporter"

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"), unique=True)
    email: Mapped[str]
    language: Mapped[str]


class ConcernSalt(Base):
    """What is mixed into the keys of one day, so that nobody can go back from a key to a connection or an address."""

    __tablename__ = "concern_salt"

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[str]


class ConcernTally(Keyed, Base):
    """How many reports came one day from one connection or for one address. It leads to no report, and goes with it."""

    __tablename__ = "concern_tally"
    __table_args__ = (UniqueConstraint("day", "key"), CheckConstraint("reports > 0", "counts_something"))

    day: Mapped[date]
    key: Mapped[str]
    reports: Mapped[int]
