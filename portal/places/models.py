"""Websites that councils want to add, as a table. What counts is in the tables of the award."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.kernel.lifecycle import Lifecycle
from portal.places.states import WEBSITE, Proof, WebsiteState
from portal.storage.base import Base, HasLifecycle
from portal.storage.types import UtcDateTime, one_of

_WAITS = text("state = 'proposed'")


class ProposedWebsite(HasLifecycle, Base):
    """A website that a council says is its own, and what was found out about it.

    ``token`` is what the council puts on the website to prove it. ``found`` says where the portal saw it; ``fault`` why
    the last look saw nothing, as a code. ``look_after`` is when it looks next; None where it does not look any more.
    ``refused_because``: also why it was closed without a decision.
    """

    __tablename__ = "proposed_website"
    __table_args__ = (
        Index(
            "uq_proposed_website_waits",
            "council_id",
            "host",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        Index("ix_proposed_website_due", "state", "look_after"),
        CheckConstraint("length(purpose) > 0", "has_a_purpose"),
        CheckConstraint("length(token) >= 20", "token_cannot_be_guessed"),
        CheckConstraint("(found IS NULL) = (found_at IS NULL)", "found_has_its_moment"),
        CheckConstraint("state NOT IN ('refused', 'closed') OR length(refused_because) > 0", "refused_has_its_reason"),
    )

    lifecycle: ClassVar[Lifecycle[WebsiteState]] = WEBSITE
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), index=True)
    host: Mapped[str] = mapped_column(index=True)
    purpose: Mapped[str]
    state: Mapped[WebsiteState] = mapped_column(one_of(WebsiteState, "state"))
    token: Mapped[str]
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    look_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looks: Mapped[int] = mapped_column(default=0)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found: Mapped[Proof | None] = mapped_column(one_of(Proof, "found"))
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(default="")
    refused_because: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("id")
