"""The page of a council's award: how it stands, what it can use, what it was told, and how it gives it up."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.applications.progress import replaced_soon
from portal.awards.queries import OfficialPlaces, official_places
from portal.awards.rules import Position, Standing, holds_the_mark, is_extended
from portal.awards.wording import REASON_WORDS, standing_words
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.standing.finding import award_of_council
from portal.standing.life import Happened, history_of
from portal.standing.models import ContactKind
from portal.standing.queries import (
    GivingUpFacts,
    Matters,
    WithdrawingFacts,
    contacts_of,
    is_over,
    matters_of,
    next_dates,
    successor_names,
)
from portal.standing.queries import SuspensionFacts as SuspensionFacts
from portal.standing.rules import appeal_by, unresolved_since
from portal.standing.states import WithdrawingState


@dataclass(frozen=True)
class CouncilAward:
    """The newest award of a council, for its own people. ``notices`` are the suspensions that it was told of."""

    slug: str
    council: str
    number: str
    commendation: bool
    starts_on: date
    ends_on: date
    held_until: date
    is_extended: bool
    holds: bool
    is_over: bool
    standing: Words
    position: Position
    reason: Words | None
    can_renew: bool
    next_dates: tuple[tuple[Words, date], ...]
    history: tuple[Happened, ...]
    unresolved_since: date | None
    appeal_by: date | None
    places: OfficialPlaces
    successors: tuple[tuple[str, str], ...]
    notices: tuple[SuspensionFacts, ...]
    matters: Matters
    giving_up: GivingUpFacts | None
    web_contact: str
    monitoring_officer: str
    may_answer: bool
    may_ask_giving_up: bool
    may_answer_giving_up: bool
    may_take_back: bool
    may_save_contacts: bool
    reads_concerns: bool

    @property
    def notice(self) -> SuspensionFacts | None:
        """The suspension that is announced or in force."""
        found = self.matters.suspension
        return found if found and found.is_announced and not self.is_over else None

    @property
    def withdrawals(self) -> tuple[WithdrawingFacts, ...]:
        """What the panel has confirmed; a proposal that it has not answered is not the council’s to read."""
        return tuple(one for one in self.matters.withdrawings if one.state is WithdrawingState.CONFIRMED)

    @property
    def is_suspended(self) -> bool:
        """Whether it is suspended today."""
        return self.position.standing is Standing.SUSPENDED


def council_award(session: Session, actor: Actor, slug: str, day: date) -> CouncilAward:
    """The council's award, as it stands for this person. Raises NotFound where it has none."""
    award = award_of_council(session, actor, slug, Permission.COUNCIL_SEE)
    position, matters = award.position(day), matters_of(session, award.id)
    contacts, successors = contacts_of(session, award.council_id), successor_names(session, award.council_id)
    over = is_over(award, day)
    giving_up = None if over else matters.giving_up

    def allowed(permission: Permission) -> bool:
        return may(actor, permission, Record(award.council_id))

    notices = tuple(one for one in matters.suspensions if one.is_announced)
    announced = matters.suspension is not None and matters.suspension.is_announced
    return CouncilAward(
        slug=slug,
        council=award.council,
        number=award.number,
        commendation=award.commendation,
        starts_on=award.starts_on,
        ends_on=award.facts.ends_on,
        held_until=award.held_until(day),
        is_extended=not over and is_extended(award.facts, day),
        holds=holds_the_mark(position.standing),
        is_over=over,
        standing=standing_words(position.standing, [name for name, _slug in successors]),
        position=position,
        reason=REASON_WORDS[position.reason_type] if position.reason_type else None,
        can_renew=position.standing is Standing.RENEWAL_OPEN
        and not is_extended(award.facts, day)
        and not replaced_soon(award.facts.council_last_day, day),
        next_dates=tuple(next_dates(award, matters, position, day)),
        history=history_of(award, day),
        unresolved_since=None if over else unresolved_since(position.standing, position.since_on, day),
        appeal_by=appeal_by(position.standing, position.since_on, day),
        places=official_places(session, [award.id])[award.id],
        successors=successors,
        notices=notices,
        matters=matters,
        giving_up=giving_up,
        web_contact=contacts.get(ContactKind.WEB, ""),
        monitoring_officer=contacts.get(ContactKind.MONITORING_OFFICER, ""),
        may_answer=announced and not over and allowed(Permission.SUSPENSION_ANSWER),
        may_ask_giving_up=not over and giving_up is None and allowed(Permission.GIVING_UP_ASK),
        may_answer_giving_up=giving_up is not None
        and giving_up.asked_by_id != actor.person_id
        and allowed(Permission.GIVING_UP_CONFIRM),
        may_take_back=giving_up is not None and allowed(Permission.GIVING_UP_ASK),
        may_save_contacts=allowed(Permission.GIVING_UP_ASK),
        reads_concerns=allowed(Permission.CONCERN_ANSWER),
    )
