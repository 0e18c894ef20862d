"""One concern, whole, for those who work for the scheme; and what the chair of a panel reads of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals.rules import Sitter
from portal.applications.models import Application
from portal.audit.models import Involvement
from portal.audit.queries import trail
from portal.awards.queries import awards_of
from portal.awards.rules import STANDING_WORDS
from portal.concerns import rules
from portal.concerns.models import Concern, ConcernReporter
from portal.concerns.people import free_chairs
from portal.concerns.queries import (
    TURN_WORDS,
    aside_words,
    confirmable,
    due,
    heard,
    turn,
    visible,
)
from portal.concerns.states import OPEN_STATES, ConcernState, Finding, Outcome
from portal.concerns.steps import DOINGS, Deed, Doing, Situation, open_deeds
from portal.concerns.wording import (
    ESCALATION_WORDS,
    EVENT_WORDS,
    FINDING_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    PLACES,
    STATE_WORDS,
    Place,
)
from portal.councils.models import Council
from portal.criteria.queries import edition_in_force
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class Happened:
    """One line of what has happened."""

    what: Words
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class AwardLine:
    """An award of the council: its number, how it stands, and the application behind it."""

    number: str
    standing_words: Words
    valid_until: date


@dataclass(frozen=True)
class CasePage:
    """One concern. ``hears`` is the language of whoever gave an address, which stays hidden; empty where nobody did.

    ``deeds`` are the next steps, ``others`` what only somebody else can do. ``chairs`` may confirm an investigation.
    """

    reference: str
    kind: str
    kind_words: Words
    state: ConcernState
    state_words: Words
    turn_words: Words
    due: date | None
    late: bool
    council: str
    council_slug: str
    number: str
    criterion: str
    where_seen: str
    what: str
    erased: bool
    received_at: datetime
    aside_words: Words | None
    owner: str
    may_take_on: bool
    hears: str
    asked: str
    answer_by: date | None
    by_letter: bool
    answer: str
    answered_at: datetime | None
    checked: str
    escalation_words: Words | None
    escalation: str
    finding_words: Words | None
    finding_why: str
    confirmed_at: datetime | None
    outcome_words: Words | None
    place: Place | None
    told: str
    merged_into: str
    same: tuple[str, ...]
    awards: tuple[AwardLine, ...]
    application: str
    deeds: tuple[tuple[Deed, Doing], ...]
    others: tuple[Doing, ...]
    outcomes: tuple[Outcome, ...]
    chairs: tuple[Sitter, ...]
    history: tuple[Happened, ...]

    @property
    def open_now(self) -> frozenset[Deed]:
        """What the reader can do next."""
        return frozenset(deed for deed, _doing in self.deeds)


@dataclass(frozen=True)
class ConfirmPage:
    """An investigation, for the chair: what the council was asked, what it answered, what was found."""

    reference: str
    council: str
    asked: str
    answer: str
    finding_words: Words | None
    finding_why: str
    confirmed: bool


def case_page(session: Session, actor: Actor, reference: str, today: date) -> CasePage:
    """One concern, with what the reader can do next. Raises NotFound."""
    concern = visible(session, actor, reference)
    council = session.get(Council, concern.council_id) if concern.council_id else None
    awards = awards_of(session, council.id) if council else ()
    deeds = open_deeds(_situation(concern, today))
    record = Record(concern.council_id)
    own = tuple((deed, DOINGS[deed]) for deed in deeds if may(actor, DOINGS[deed].permission, record))
    others = tuple(DOINGS[deed] for deed in deeds if not may(actor, DOINGS[deed].permission, record))
    by = due(concern)
    investigates = any(deed is Deed.INVESTIGATE for deed, _doing in own)
    return CasePage(
        reference=reference,
        kind=concern.kind.value,
        kind_words=KIND_WORDS[concern.kind],
        state=concern.state,
        state_words=STATE_WORDS[concern.state],
        turn_words=TURN_WORDS[turn(concern)],
        due=by,
        late=by is not None and by < today,
        council=council.name if council else "",
        council_slug=council.slug if council else "",
        number=concern.number,
        criterion=_criterion(session, concern.criterion),
        where_seen=concern.where_seen,
        what=concern.what,
        erased=concern.erased_at is not None,
        received_at=concern.received_at,
        aside_words=aside_words(concern.aside) if concern.state is ConcernState.RECEIVED else None,
        owner=_name(session, concern.owner_id),
        may_take_on=(
            may(actor, Permission.CONCERN_HANDLE, record)
            and concern.state in OPEN_STATES
            and concern.owner_id != actor.person_id
        ),
        hears=_hears(session, concern.id),
        asked=concern.asked,
        answer_by=concern.answer_by,
        by_letter=concern.by_letter,
        answer=concern.answer,
        answered_at=concern.answered_at,
        checked=concern.checked,
        escalation_words=ESCALATION_WORDS[concern.escalation] if concern.escalation else None,
        escalation=concern.escalation.value if concern.escalation else "",
        finding_words=_finding(concern.finding),
        finding_why=concern.finding_why,
        confirmed_at=concern.confirmed_at,
        outcome_words=OUTCOME_WORDS[concern.outcome] if concern.outcome else None,
        place=PLACES[concern.elsewhere] if concern.elsewhere else None,
        told=concern.told,
        merged_into=_reference(session, concern.merged_into_id),
        same=_same(session, concern.id),
        awards=tuple(
            AwardLine(award.number, STANDING_WORDS[award.position(today).standing], award.valid_until)
            for award in awards
        ),
        application=_application(session, awards[0].application_id) if awards else "",
        deeds=own,
        others=others,
        outcomes=rules.outcomes_open_to(concern.state, concern.finding if concern.confirmed_at else None),
        chairs=free_chairs(session, concern.council_id, today) if investigates else (),
        history=_history(session, concern.id),
    )


def confirm_page(session: Session, actor: Actor, reference: str) -> ConfirmPage:
    """An investigation, for the chair who confirms it. Raises NotFound."""
    concern = confirmable(session, actor, reference)
    return _to_confirm(concern, session.get_one(Council, concern.council_id).name)


def to_confirm(session: Session, actor: Actor) -> tuple[ConfirmPage, ...]:
    """The investigations with something found that wait for this chair, the oldest first."""
    rows = session.execute(
        select(Concern, Council.name)
        .join(Council, Council.id == Concern.council_id)
        .join(Involvement, Involvement.case_id == Concern.id)
        .where(
            Concern.state == ConcernState.INVESTIGATION,
            Concern.finding.is_not(None),
            Concern.confirmed_at.is_(None),
            Involvement.person_id == actor.person_id,
            Involvement.part == Part.PANEL_CHAIR,
        )
        .order_by(Concern.received_at)
    ).all()
    part = {Part.PANEL_CHAIR: frozenset({actor.person_id}) if actor.person_id else frozenset[UUID]()}
    return tuple(
        _to_confirm(concern, council)
        for concern, council in rows
        if may(actor, Permission.CONCERN_CONFIRM, Record(concern.council_id, part))
    )


def _to_confirm(concern: Concern, council: str) -> ConfirmPage:
    return ConfirmPage(
        concern.reference,
        council,
        concern.asked,
        concern.answer,
        _finding(concern.finding),
        concern.finding_why,
        concern.confirmed_at is not None,
    )


def _situation(concern: Concern, today: date) -> Situation:
    return Situation(
        state=concern.state,
        kind=concern.kind,
        about_a_council=concern.council_id is not None,
        put_aside=concern.aside is not None,
        heard=heard(concern, today),
        found=concern.finding is not None,
        confirmed=concern.confirmed_at is not None,
    )


def _finding(finding: Finding | None) -> Words | None:
    return FINDING_WORDS[finding] if finding else None


def _criterion(session: Session, criterion_id: str) -> str:
    edition = edition_in_force(session) if criterion_id else None
    known = edition.criteria if edition else ()
    return next((f"{one.id} {one.title}" for one in known if one.id == criterion_id), criterion_id)


def _name(session: Session, person_id: UUID | None) -> str:
    return session.get_one(Person, person_id).name if person_id else ""


def _hears(session: Session, concern_id: UUID) -> str:
    return session.scalar(select(ConcernReporter.language).where(ConcernReporter.concern_id == concern_id)) or ""


def _reference(session: Session, concern_id: UUID | None) -> str:
    return session.get_one(Concern, concern_id).reference if concern_id else ""


def _same(session: Session, concern_id: UUID) -> tuple[str, ...]:
    rows = select(Concern.reference).where(Concern.merged_into_id == concern_id).order_by(Concern.received_at)
    return tuple(session.scalars(rows))


def _application(session: Session, application_id: UUID) -> str:
    return session.get_one(Application, application_id).reference


def _history(session: Session, concern_id: UUID) -> tuple[Happened, ...]:
    return tuple(
        Happened(EVENT_WORDS[entry.event], entry.at, entry.actor_name, entry.reason)
        for entry in trail(session, concern_id)
    )
