"""What later steps know of a council's applications and the pages of this one show beside them.

The composition root hands it in (docs/decisions/0018): this package imports no later one. Whoever answers decides who
may know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.permissions import Actor
from portal.kernel.words import Words


@dataclass(frozen=True)
class Verdict:
    """What was decided on one criterion; no score where it did not apply. ``improvement`` may be empty."""

    score: int | None
    reason: str
    improvement: str


@dataclass(frozen=True)
class ReleasedResult:
    """A result that the council has. ``resubmit_by`` is the last day to improve and send again, where that is open;

    ``again_from`` the first day on which a council may apply again, None where it may at once.
    """

    label: str
    released_on: date
    is_award: bool
    resubmit_by: date | None
    again_from: date | None


@dataclass(frozen=True)
class HeldAward:
    """The newest award of a council as it stands today: in words, until when, and the number of its certificate.

    ``waits`` is what the council has to answer on the page of the award.
    """

    number: str
    holds: bool
    standing: Words
    commendation: bool
    valid_until: date
    renewal_opens_on: date | None
    waits: tuple[Words, ...] = ()

    def too_early_to_renew(self, day: date) -> bool:
        """Whether the council holds the Mark and its renewal has not opened yet (C9)."""
        return self.holds and (self.renewal_opens_on is None or day < self.renewal_opens_on)


class Beside(Protocol):
    """The questions; each answers nothing about what the actor's council must not know yet."""

    def verdict(self, session: Session, actor: Actor, application_id: UUID, criterion: str) -> Verdict | None:
        """What was decided on the criterion, once the feedback is released."""

    def results(self, session: Session, actor: Actor, council_id: UUID, today: date) -> Mapping[UUID, ReleasedResult]:
        """Every released result of the council, by application."""

    def public_on(self, session: Session, application_id: UUID) -> date | None:
        """The day on which the application's award becomes public, while it is held."""

    def wish(self, session: Session, application_id: UUID, today: date) -> Words:
        """When an award becomes public, for whoever decides: what the council asks for, or the day that follows."""

    def award(self, session: Session, council_id: UUID, today: date) -> HeldAward | None:
        """The council's newest award."""
