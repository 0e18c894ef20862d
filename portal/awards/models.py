"""Awards, what stood in the register about each, and every state that each has been in, as tables."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from portal.awards.states import AWARD, AwardState, PlaceKind, ReasonType
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle, Keyed
from portal.storage.types import UtcDateTime, one_of


class Award(HasLifecycle, Base):
    """What a council has been given on one application. ``number`` is public and the same everywhere.

    Both days are included. Whether the council holds the Mark today is not stored: ``rules.standing_on`` says it.
    ``grace_until`` is where its newest extension ends, None without one: so a query can compare it.
    ``public_summary`` and ``promise_address`` are the council's own words, as it stood when the award was made.
    """

    __tablename__ = "award"
    __table_args__ = (
        # The newest award of a council on a day: what every list of the register begins with.
        Index("ix_award_newest", "council_id", "starts_on", "granted_at", "number"),
        CheckConstraint("starts_on <= ends_on", "days_in_order"),
        CheckConstraint("renewal_opens_on IS NULL OR renewal_opens_on <= ends_on", "renewal_opens_before_the_end"),
        CheckConstraint("grace_until IS NULL OR grace_until >= ends_on", "grace_takes_nothing_away"),
    )

    lifecycle: ClassVar[Lifecycle[AwardState]] = AWARD
    number: Mapped[str] = mapped_column(unique=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("edition.id"))
    state: Mapped[AwardState] = mapped_column(one_of(AwardState, "state"))
    commendation: Mapped[bool]
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    renewal_opens_on: Mapped[date | None]
    grace_until: Mapped[date | None]
    public_summary: Mapped[str] = mapped_column(default="")
    promise_address: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("application_id")

    # Written with the award and read by queries of their own: a page of fifty awards must not load fifty lists.
    domains: Mapped[list["AwardDomain"]] = relationship(lazy="raise", order_by="AwardDomain.place")
    accounts: Mapped[list["AwardAccount"]] = relationship(lazy="raise", order_by="AwardAccount.place")
    changes: Mapped[list["AwardStateChange"]] = relationship(
        lazy="raise", order_by="AwardStateChange.place", foreign_keys="AwardStateChange.award_id"
    )


class AwardDomain(Keyed, Base):
    """An official website of the award: the host, without ``www``. The first is the one that a badge shows."""

    __tablename__ = "award_domain"
    __table_args__ = (UniqueConstraint("award_id", "host"), UniqueConstraint("award_id", "place"))

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    place: Mapped[int]
    host: Mapped[str] = mapped_column(index=True)


class AwardAccount(Keyed, Base):
    """An official social media account of the award, by its web address."""

    __tablename__ = "award_account"
    __table_args__ = (UniqueConstraint("award_id", "address"), UniqueConstraint("award_id", "place"))

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    place: Mapped[int]
    address: Mapped[str]


class AwardPlaceChange(Keyed, Base):
    """A website or account added to an award's official places, or taken from them, since the award was made.

    ``AwardDomain`` and ``AwardAccount`` hold what counts now; undoing these, newest first, gives any past day. Only
    ever added to. ``place`` counts the changes of one award from 1.
    """

    __tablename__ = "award_place_change"
    __table_args__ = (UniqueConstraint("award_id", "place"), CheckConstraint("length(value) > 0", "names_its_place"))

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    place: Mapped[int]
    kind: Mapped[PlaceKind] = mapped_column(one_of(PlaceKind, "kind"))
    value: Mapped[str]
    added: Mapped[bool]
    from_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AwardStateChange(Keyed, Base):
    """A state that an award has been in from ``from_on``: only ever added to, so that any past day can be asked about.

    ``place`` counts the changes of one award from 1. ``public_note`` is for everybody; the full reason of a change is
    in the audit trail.
    """

    __tablename__ = "award_state_change"
    __table_args__ = (
        UniqueConstraint("award_id", "place"),
        CheckConstraint("(state = 'withdrawn') = (reason_type IS NOT NULL)", "withdrawn_has_its_reason"),
        CheckConstraint("state NOT IN ('suspended', 'withdrawn') OR public_note <> ''", "public_is_told_why"),
        CheckConstraint("(state = 'replaced') = (replaced_by_id IS NOT NULL)", "replaced_by_another"),
        CheckConstraint("replaced_by_id <> award_id", "not_replaced_by_itself"),
    )

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    place: Mapped[int]
    state: Mapped[AwardState] = mapped_column(one_of(AwardState, "state"))
    from_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    public_note: Mapped[str] = mapped_column(default="")
    reason_type: Mapped[ReasonType | None] = mapped_column(one_of(ReasonType, "reason_type"))
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("award.id"))


class AwardExtension(Keyed, Base):
    """Until when an award is known to hold, from ``from_on``: beyond its end while its renewal is reviewed (C9).

    Only ever added to, like its states: a result adds a row that ends earlier. ``place`` counts from 1.
    ``application_id`` is the renewal.
    """

    __tablename__ = "award_extension"
    __table_args__ = (UniqueConstraint("award_id", "place"),)

    award_id: Mapped[UUID] = mapped_column(ForeignKey("award.id"))
    place: Mapped[int]
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"))
    from_on: Mapped[date]
    until: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
