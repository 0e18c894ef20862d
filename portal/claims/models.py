"""Claims, as a table."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, synonym

from portal.claims.states import CLAIM, ClaimState, Method
from portal.kernel.lifecycle import Lifecycle
from portal.storage.base import Base, HasLifecycle
from portal.storage.types import UtcDateTime, one_of

_IS_PENDING = text("state = 'pending'")


class Claim(HasLifecycle, Base):
    """Somebody says that they work for a council and should be its first owner.

    ``email`` is the address that they had signed in with; where it is on a domain that several councils share
    (``domain_shared``) it does not tell which of them employs the person. ``method``, ``verified_on`` and
    ``number_called`` are the administrator's proof; ``notes`` are for administrators only.
    """

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_pending",
            "council_id",
            "person_id",
            unique=True,
            sqlite_where=_IS_PENDING,
            postgresql_where=_IS_PENDING,
        ),
        CheckConstraint("email = lower(email)", "email_in_lower_case"),
        CheckConstraint("length(name) > 0 AND length(job_title) > 0", "claimant_is_named"),
        CheckConstraint("state <> 'accepted' OR method IS NOT NULL", "accepted_has_its_method"),
        CheckConstraint("(method IS NULL) = (verified_on IS NULL)", "method_has_its_day"),
        CheckConstraint("method IS NULL OR method <> 'callback' OR length(number_called) > 0", "callback_has_a_number"),
        CheckConstraint("method IS NULL OR method <> 'confirmation' OR length(notes) > 0", "confirmation_names_who"),
        CheckConstraint("state <> 'refused' OR length(refused_because) > 0", "refused_has_its_reason"),
    )

    lifecycle: ClassVar[Lifecycle[ClaimState]] = CLAIM
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(one_of(ClaimState, "state"))
    name: Mapped[str]
    job_title: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    domain_shared: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[Method | None] = mapped_column(one_of(Method, "method"))
    verified_on: Mapped[date | None]
    number_called: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    refused_because: Mapped[str] = mapped_column(default="")
    case_id: Mapped[UUID] = synonym("id")
