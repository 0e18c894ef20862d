"""When an award becomes public, for the people of its council; and the awards that wait for their day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.announcements import rules
from portal.announcements.models import AnnouncementWish
from portal.announcements.rules import Wish
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.applications.states import RESULT_STATES, SIGNED_STATES
from portal.awards.models import Award
from portal.criteria.terms import Outcome
from portal.decisions.kept import PRESENT
from portal.decisions.models import Decision
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words

AWARDED = tuple(outcome for outcome in Outcome if outcome.is_award)


@dataclass(frozen=True)
class WishFacts:
    """What a council has asked for, and who did."""

    wish: Wish
    wanted_on: date | None
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class Held:
    """An award whose result is out and that is not public yet."""

    application_id: UUID
    council_id: UUID
    released_on: date
    wish: Wish | None
    wanted_on: date | None
    commendation: bool

    @property
    def public_on(self) -> date:
        """The day on which it becomes public."""
        return rules.publication_day(self.released_on, self.wish, self.wanted_on)


@dataclass(frozen=True)
class AnnouncementPage:
    """``public_on`` is None before the result; ``number`` is None until the award is public."""

    application: ApplicationFacts
    wish: WishFacts | None
    released_on: date | None
    public_on: date | None
    latest: date | None
    number: str | None
    commendation: bool
    may_plan: bool
    warning: Words | None


def announcement_page(session: Session, actor: Actor, slug: str) -> AnnouncementPage:
    """The announcement of the council's award, planned or made. Raises NotFound where there is none to come."""
    application = applications.application_for(session, actor, slug)
    held = next(iter(held_awards(session, application.id)), None)
    award = session.execute(
        select(Award.number, Award.commendation, Award.starts_on).where(Award.application_id == application.id)
    ).one_or_none()
    if not (held or award or application.state in SIGNED_STATES):
        raise NotFound(f"{slug} has no award to announce")
    wish = wish_of(session, application.id)
    public_on = held.public_on if held else award.starts_on if award else None
    wanted = public_on if held else wish.wanted_on if wish else None
    return AnnouncementPage(
        application=application,
        wish=wish,
        released_on=held.released_on if held else None,
        public_on=public_on,
        latest=held.released_on + rules.LONGEST_HOLD if held else None,
        number=award.number if award else None,
        commendation=award.commendation if award else bool(held and held.commendation),
        may_plan=award is None and may(actor, Permission.ANNOUNCEMENT_PLAN, Record(application.council_id)),
        warning=rules.election_warning(wanted) if wanted and not award else None,
    )


def wish_of(session: Session, application_id: UUID) -> WishFacts | None:
    """What the council has asked for on this application; None where nothing."""
    row = session.execute(
        select(AnnouncementWish, Person.name, Person.email)
        .join(Person, Person.id == AnnouncementWish.saved_by_id)
        .where(AnnouncementWish.application_id == application_id)
    ).one_or_none()
    if row is None:
        return None
    wish, name, email = row
    return WishFacts(wish.wish, wish.wanted_on, name or email, wish.saved_at)


def is_commended(session: Session, application_id: UUID) -> bool:
    """Whether the application's result that stands is an award with commendation; who may know is asked before."""
    outcome = session.scalar(
        select(Decision.outcome).join(Application, PRESENT).where(Application.id == application_id)
    )
    return outcome is Outcome.AWARDED_WITH_COMMENDATION


def held_awards(session: Session, application_id: UUID | None = None) -> tuple[Held, ...]:
    """Every award whose result is out and that is not public yet, or the one of an application."""
    chosen = (
        select(Application, Decision, AnnouncementWish.wish, AnnouncementWish.wanted_on)
        .join(Decision, PRESENT)
        .outerjoin(AnnouncementWish, AnnouncementWish.application_id == Application.id)
        .outerjoin(Award, Award.application_id == Application.id)
        .where(
            Application.state.in_(RESULT_STATES),
            Decision.outcome.in_(AWARDED),
            Award.id.is_(None),
        )
    )
    if application_id is not None:
        chosen = chosen.where(Application.id == application_id)
    return tuple(
        Held(
            application.id,
            application.council_id,
            decision.told_on,
            wish,
            wanted_on,
            decision.outcome is Outcome.AWARDED_WITH_COMMENDATION,
        )
        for application, decision, wish, wanted_on in session.execute(chosen)
    )
