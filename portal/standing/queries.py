"""What has led to the suspension, withdrawal or giving up of an award, and what can be done about it by whom."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.awards.queries import AwardRecord
from portal.awards.rules import Position, Standing, is_extended, is_running, last_day
from portal.awards.wording import REASON_WORDS
from portal.councils.models import Council, Succession
from portal.kernel.words import Words, words
from portal.standing.models import AwardContact, ContactKind, GivingUp, Suspension, SuspensionAnswer, Withdrawing
from portal.standing.rules import UNRESOLVED
from portal.standing.states import (
    GIVING_UP_WORDS,
    GROUND_WORDS,
    OPEN_SUSPENSIONS,
    SUSPENSION_WORDS,
    WITHDRAWING_WORDS,
    GivingUpState,
    Ground,
    SuspensionState,
    WithdrawingState,
)


@dataclass(frozen=True)
class Said:
    """What the council said of its suspension."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SuspensionFacts:
    """One suspension, whatever became of it, with the council's answers, the oldest first."""

    state: SuspensionState
    ground: Ground
    seen: str
    to_put_right: str
    public_note: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    answer_by: date | None
    suspend_on: date | None
    why: str
    since: datetime
    answers: tuple[Said, ...]

    @property
    def state_words(self) -> Words:
        """How it stands."""
        return SUSPENSION_WORDS[self.state]

    @property
    def ground_words(self) -> Words:
        """Why."""
        return GROUND_WORDS[self.ground]

    @property
    def is_announced(self) -> bool:
        """Whether the council knows of it."""
        return self.state not in (SuspensionState.PROPOSED, SuspensionState.REJECTED) and self.decided_at is not None


@dataclass(frozen=True)
class WithdrawingFacts:
    """A proposal to withdraw an award, and the panel's answer."""

    state: WithdrawingState
    reason_words: Words
    why: str
    public_note: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer: str

    @property
    def state_words(self) -> Words:
        """How it stands."""
        return WITHDRAWING_WORDS[self.state]


@dataclass(frozen=True)
class GivingUpFacts:
    """A council's wish to give its award up."""

    state: GivingUpState
    reason: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None

    @property
    def state_words(self) -> Words:
        """How it stands."""
        return GIVING_UP_WORDS[self.state]


@dataclass(frozen=True)
class Matters:
    """Everything of that kind about one award, the newest first."""

    suspensions: tuple[SuspensionFacts, ...]
    withdrawings: tuple[WithdrawingFacts, ...]
    givings_up: tuple[GivingUpFacts, ...]

    @property
    def suspension(self) -> SuspensionFacts | None:
        """The suspension that is open: proposed, announced or in force."""
        return next((one for one in self.suspensions if one.state in OPEN_SUSPENSIONS), None)

    @property
    def withdrawing(self) -> WithdrawingFacts | None:
        """The proposal that waits for the panel."""
        return next((one for one in self.withdrawings if one.state is WithdrawingState.PROPOSED), None)

    @property
    def giving_up(self) -> GivingUpFacts | None:
        """The wish that waits for the approver."""
        return next((one for one in self.givings_up if one.state is GivingUpState.ASKED), None)


def matters_of(session: Session, award_id: UUID) -> Matters:
    """What there is about an award, in four queries. Who may know is asked before."""
    first, second = aliased(Person), aliased(Person)
    answers: dict[UUID, list[Said]] = {}
    for key, said, at, name, email in session.execute(
        select(
            SuspensionAnswer.suspension_id, SuspensionAnswer.said, SuspensionAnswer.said_at, Person.name, Person.email
        )
        .join(Person, Person.id == SuspensionAnswer.said_by_id)
        .join(Suspension, Suspension.id == SuspensionAnswer.suspension_id)
        .where(Suspension.award_id == award_id)
        .order_by(SuspensionAnswer.said_at)
    ):
        answers.setdefault(key, []).append(Said(said, name or email, at))
    suspensions = session.execute(
        select(Suspension, first.name, second.name)
        .join(first, first.id == Suspension.proposed_by_id)
        .outerjoin(second, second.id == Suspension.decided_by_id)
        .where(Suspension.award_id == award_id)
        .order_by(Suspension.proposed_at.desc())
    )
    withdrawings = session.execute(
        select(Withdrawing, first.name, second.name)
        .join(first, first.id == Withdrawing.proposed_by_id)
        .outerjoin(second, second.id == Withdrawing.answered_by_id)
        .where(Withdrawing.award_id == award_id)
        .order_by(Withdrawing.proposed_at.desc())
    )
    givings_up = session.execute(
        select(GivingUp, first.name, second.name)
        .join(first, first.id == GivingUp.asked_by_id)
        .outerjoin(second, second.id == GivingUp.answered_by_id)
        .where(GivingUp.award_id == award_id)
        .order_by(GivingUp.asked_at.desc())
    )
    return Matters(
        tuple(
            SuspensionFacts(
                row.state,
                row.ground,
                row.seen,
                row.to_put_right,
                row.public_note,
                row.proposed_by_id,
                proposed_by,
                row.proposed_at,
                decided_by or "",
                row.decided_at,
                row.answer_by,
                row.suspend_on,
                row.why,
                row.state_since,
                tuple(answers.get(row.id, ())),
            )
            for row, proposed_by, decided_by in suspensions
        ),
        tuple(
            WithdrawingFacts(
                row.state,
                REASON_WORDS[row.reason_type],
                row.why,
                row.public_note,
                row.proposed_by_id,
                proposed_by,
                row.proposed_at,
                answered_by or "",
                row.answered_at,
                row.answer,
            )
            for row, proposed_by, answered_by in withdrawings
        ),
        tuple(
            GivingUpFacts(
                row.state, row.reason, row.asked_by_id, asked_by, row.asked_at, answered_by or "", row.answered_at
            )
            for row, asked_by, answered_by in givings_up
        ),
    )


def is_over(award: AwardRecord, day: date) -> bool:
    """Whether nothing can become of the award any more: something has ended it, or its last day has passed."""
    return not is_running(award.facts, day)


def next_dates(award: AwardRecord, matters: Matters, position: Position, day: date) -> tuple[tuple[Words, date], ...]:
    """What comes next for the award, by its dates, the soonest first; nothing once it is over."""
    facts = award.facts
    if is_over(award, day):
        return ()
    found = [(words("Last day of the award"), last_day(facts))]
    if is_extended(facts, day):
        found = [(words("Last day of the award, if its renewal has no result before"), last_day(facts))]
    if facts.renewal_opens_on and facts.renewal_opens_on > day:
        found.append((words("Renewal opens"), facts.renewal_opens_on))
    suspension = matters.suspension
    if suspension and suspension.state is SuspensionState.NOTIFIED and suspension.suspend_on and suspension.answer_by:
        found.append((words("Last day of the council’s notice"), suspension.answer_by))
        found.append((words("Suspended, unless the lead reviewer drops it"), suspension.suspend_on))
    if position.standing is Standing.SUSPENDED:
        found.append((words("Suspended for 90 days: to be withdrawn or restored"), position.since_on + UNRESOLVED))
    # What is past does not come next: the page says elsewhere what it means.
    return tuple(sorted((pair for pair in found if pair[1] >= day), key=lambda pair: pair[1]))


def contacts_of(session: Session, council_id: UUID) -> dict[ContactKind, str]:
    """The addresses that a council has named for letters about its award."""
    rows = session.execute(select(AwardContact.kind, AwardContact.email).where(AwardContact.council_id == council_id))
    return {row.kind: row.email for row in rows}


def successor_names(session: Session, council_id: UUID) -> tuple[tuple[str, str], ...]:
    """Name and slug of each council that replaces this one (C10)."""
    rows = session.execute(
        select(Council.name, Council.slug)
        .join(Succession, Succession.successor_id == Council.id)
        .where(Succession.council_id == council_id)
        .order_by(Council.name)
    )
    return tuple((name, slug) for name, slug in rows)


def reference_of(session: Session, application_id: UUID) -> str:
    """What the application of an award is called."""
    return session.get_one(Application, application_id).reference
