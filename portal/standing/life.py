"""One award with its whole life, for the people of the scheme: the administration's page and the panel's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.queries import record_of
from portal.awards.queries import AwardRecord
from portal.awards.rules import STANDING_WORDS, Position, Standing, StateChange, is_extended
from portal.awards.states import RUNNING, AwardState
from portal.awards.wording import REASON_WORDS, standing_words
from portal.kernel.permissions import Actor, Permission, may
from portal.kernel.words import Words, words
from portal.standing.finding import award_for
from portal.standing.queries import Matters, is_over, matters_of, next_dates, successor_names
from portal.standing.rules import may_be_withdrawn_from, unresolved_since
from portal.standing.states import LEADS_TO, SuspensionState

CHANGE_WORDS: dict[AwardState, Words] = {
    AwardState.VALID: words("Valid"),
    AwardState.SUSPENDED: words("Suspended"),
    AwardState.WITHDRAWN: words("Withdrawn"),
    AwardState.GIVEN_UP: words("Given up by the council"),
    AwardState.REPLACED: words("Replaced by a newer award"),
    AwardState.ENDED: words("Ended: council replaced"),
}


@dataclass(frozen=True)
class Happened:
    """One line of the register's own history of an award."""

    said: Words
    from_on: date
    public_note: str
    reason: Words | None


@dataclass(frozen=True)
class Can:
    """What this reader can do now. Where ``another_decides``, they proposed it themselves."""

    propose: bool
    decide: bool
    another_decides: bool
    drop: bool
    restore: bool
    withdraw: bool
    take_back: bool
    answer: bool
    end: bool
    reissue: bool

    @property
    def anything(self) -> bool:
        """Whether there is something to do at all."""
        return any((self.propose, self.decide, self.drop, self.restore, self.withdraw, self.take_back, self.end))


@dataclass(frozen=True)
class LifePage:
    """One award: what it is, how it stands, what happened to it, what comes next and what the reader can do."""

    number: str
    reference: str
    council: str
    slug: str
    commendation: bool
    starts_on: date
    ends_on: date
    held_until: date
    is_extended: bool
    standing: Words
    position: Position
    is_over: bool
    history: tuple[Happened, ...]
    next_dates: tuple[tuple[Words, date], ...]
    matters: Matters
    successors: tuple[tuple[str, str], ...]
    withdrawable_from: date | None
    unresolved_since: date | None
    can: Can


def life_page(session: Session, actor: Actor, number: str, day: date) -> LifePage:
    """An award, for an administrator or a lead reviewer without a tie to its council. Raises NotFound."""
    return _page(session, actor, award_for(session, actor, number, Permission.SCHEME_OVERSEE), day)


def panel_page(session: Session, actor: Actor, number: str, day: date) -> LifePage:
    """The same for a member of the appeal panel who took no part in the case. Raises NotFound."""
    return _page(session, actor, award_for(session, actor, number, Permission.WITHDRAWING_CONFIRM), day)


def _page(session: Session, actor: Actor, award: AwardRecord, day: date) -> LifePage:
    position, matters = award.position(day), matters_of(session, award.id)
    successors = successor_names(session, award.council_id)
    over = is_over(award, day)
    suspension = matters.suspension
    return LifePage(
        number=award.number,
        reference=session.get_one(Application, award.application_id).reference,
        council=award.council,
        slug=award.council_slug,
        commendation=award.commendation,
        starts_on=award.starts_on,
        ends_on=award.facts.ends_on,
        held_until=award.held_until(day),
        is_extended=not over and is_extended(award.facts, day),
        standing=standing_words(position.standing, [name for name, _slug in successors]),
        position=position,
        is_over=over,
        history=history_of(award, day),
        next_dates=next_dates(award, matters, position, day),
        matters=matters,
        successors=successors,
        withdrawable_from=may_be_withdrawn_from(position.since_on, LEADS_TO[suspension.ground])
        if suspension and position.standing is Standing.SUSPENDED
        else None,
        unresolved_since=None if over else unresolved_since(position.standing, position.since_on, day),
        can=_can(session, actor, award, position.standing, matters, is_over=over),
    )


def history_of(award: AwardRecord, day: date) -> tuple[Happened, ...]:
    """Everything that has become of an award up to the day, the newest first: decided, or by its dates."""
    changes = [_happened(change) for change in award.facts.changes]
    position = award.position(day)
    by_dates = is_over(award, day) and award.facts.changes[-1].state in RUNNING
    ended = [Happened(STANDING_WORDS[position.standing], position.since_on, "", None)] if by_dates else []
    found = [*changes, *_kept(award), *ended]
    # Of one day, the last first.
    found.reverse()
    return tuple(sorted(found, key=lambda one: one.from_on, reverse=True))


def _kept(award: AwardRecord) -> Iterator[Happened]:
    before = award.facts.ends_on
    for one in award.facts.extensions:
        longer = words("Kept until %(day)s at most, while its renewal is reviewed", day=one.until)
        over = words("The review of its renewal is over: its last day is %(day)s", day=one.until)
        yield Happened(longer if one.until > before else over, one.from_on, "", None)
        before = one.until


def _happened(change: StateChange) -> Happened:
    reason = REASON_WORDS[change.reason_type] if change.reason_type else None
    return Happened(CHANGE_WORDS[change.state], change.from_on, change.public_note, reason)


def _can(
    session: Session, actor: Actor, award: AwardRecord, standing: Standing, matters: Matters, *, is_over: bool
) -> Can:
    record = record_of(session, award.application_id, award.council_id)

    def allowed(permission: Permission) -> bool:
        return not is_over and may(actor, permission, record)

    def is_own(person_id: UUID | None) -> bool:
        return person_id == actor.person_id

    suspension, withdrawing = matters.suspension, matters.withdrawing
    state = suspension.state if suspension else None
    proposed = state is SuspensionState.PROPOSED and allowed(Permission.SUSPENSION_DECIDE)
    own = suspension is not None and is_own(suspension.proposed_by_id)
    suspended = standing is Standing.SUSPENDED
    return Can(
        propose=suspension is None and not suspended and allowed(Permission.SUSPENSION_PROPOSE),
        decide=proposed and not own,
        another_decides=proposed and own,
        drop=state is SuspensionState.NOTIFIED and allowed(Permission.SUSPENSION_DECIDE),
        restore=state is SuspensionState.IN_FORCE and not withdrawing and allowed(Permission.SUSPENSION_DECIDE),
        withdraw=suspended and not withdrawing and allowed(Permission.WITHDRAWING_PROPOSE),
        take_back=withdrawing is not None and allowed(Permission.WITHDRAWING_PROPOSE),
        answer=withdrawing is not None
        and not is_own(withdrawing.proposed_by_id)
        and allowed(Permission.WITHDRAWING_CONFIRM),
        end=allowed(Permission.AWARD_END),
        reissue=allowed(Permission.CERTIFICATE_REISSUE),
    )
