"""An application that is, or is to be, on hold: for a lead reviewer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.applications.states import STATE_WORDS, UNDER_WAY, ApplicationState
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class HoldPage:
    """``may_hold`` and ``on_hold`` say which of the two can be done now; ``held_days`` are working days so far."""

    application: ApplicationFacts
    state_words: Words
    may_hold: bool
    on_hold: bool
    held_why: str
    held_since: datetime | None
    held_days: int
    back_in: Words | None


def to_be_held(session: Session, actor: Actor, reference: str) -> ApplicationFacts:
    """The signed application with this reference, for a lead reviewer without a tie to its council. Raises NotFound."""
    key = session.scalar(
        select(Application.id).where(Application.reference == reference, Application.submitted_at.is_not(None))
    )
    if key is None:
        raise NotFound(f"no application {reference} to hold")
    found = applications.application(session, key)
    if not may(actor, Permission.APPLICATION_HOLD, Record(found.council_id)):
        raise NotFound(f"{reference} is not for {actor.name} to hold")
    return found


def hold_page(session: Session, actor: Actor, reference: str, today: date) -> HoldPage:
    """What a lead reviewer reads before putting it on hold, or taking it off. Raises NotFound."""
    found = to_be_held(session, actor, reference)
    row = session.get_one(Application, found.id)
    on_hold = found.state is ApplicationState.ON_HOLD
    return HoldPage(
        application=found,
        state_words=STATE_WORDS[found.state],
        may_hold=found.state in UNDER_WAY,
        on_hold=on_hold,
        held_why=row.held_why if on_hold else "",
        held_since=found.state_since if on_hold else None,
        held_days=working_days_between(day_of(found.state_since), today) if on_hold else 0,
        back_in=STATE_WORDS[row.held_from] if on_hold and row.held_from else None,
    )
