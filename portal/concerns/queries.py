"""Concerns as administrators and lead reviewers see them: the list. Nothing here says who reported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.audit.queries import record_of
from portal.concerns import rules
from portal.concerns.models import Concern
from portal.concerns.rules import Turn
from portal.concerns.states import OPEN_STATES, Aside, ConcernKind, ConcernState
from portal.concerns.wording import ASIDE_WORDS, KIND_WORDS, OUTCOME_WORDS, STATE_WORDS
from portal.councils.models import Council
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words

PAGE_LENGTH = 50
TURN_WORDS: Mapping[Turn, Words] = {
    Turn.ADMINISTRATOR: words("Administrator"),
    Turn.LEAD: words("Lead reviewer"),
    Turn.CHAIR: words("Chair of the panel"),
    Turn.COUNCIL: words("Council"),
    Turn.NOBODY: words("Nobody"),
}
OPEN, ENDED, ASIDE = "open", "ended", "aside"
SHOWN_WORDS: Mapping[str, Words] = {
    OPEN: words("Open"),
    ASIDE: words("Put aside by a count"),
    ENDED: words("Ended"),
}


@dataclass(frozen=True)
class Chosen:
    """What of the list is shown; an empty part shows all."""

    shown: str = OPEN
    state: str = ""
    kind: str = ""
    turn: str = ""
    late: bool = False
    page: int = 1
    council: str = ""


@dataclass(frozen=True)
class ConcernLine:
    """One concern in the list. ``age`` is in working days since it came; ``same`` counts reports of the same."""

    reference: str
    council: str
    council_slug: str
    kind: ConcernKind
    kind_words: Words
    state: ConcernState
    state_words: Words
    outcome_words: Words | None
    turn: Turn
    turn_words: Words
    owner: str
    received_on: date
    age: int
    due: date | None
    late: bool
    aside_words: Words | None
    same: int


@dataclass(frozen=True)
class ConcernsPage:
    """The list. ``counts`` are how many there are of each kind of list, ``late`` how many open ones are overdue;

    ``council`` is the name of the one council that was asked for.
    """

    lines: tuple[ConcernLine, ...]
    found: int
    page: int
    pages: int
    chosen: Chosen
    counts: tuple[tuple[str, Words, int], ...]
    late: int
    council: str


def visible(session: Session, actor: Actor, reference: str) -> Concern:
    """The concern with this reference, for somebody of the scheme without a tie to its council. Raises NotFound."""
    concern = session.scalar(select(Concern).where(Concern.reference == reference))
    if concern is None or not may(actor, Permission.CONCERN_SEE, Record(concern.council_id)):
        raise NotFound(f"no concern {reference} for {actor.name}")
    return concern


def confirmable(session: Session, actor: Actor, reference: str) -> Concern:
    """A concern under investigation, for the chair who is to confirm what was found. Raises NotFound."""
    concern = session.scalar(
        select(Concern).where(Concern.reference == reference, Concern.state == ConcernState.INVESTIGATION)
    )
    if concern is None or not may(
        actor, Permission.CONCERN_CONFIRM, record_of(session, concern.id, concern.council_id)
    ):
        raise NotFound(f"no investigation {reference} for {actor.name}")
    return concern


def heard(concern: Concern, today: date) -> bool:
    """Whether the council has answered, or its time to answer is over."""
    return concern.answered_at is not None or (concern.answer_by is not None and concern.answer_by < today)


def turn(concern: Concern) -> Turn:
    """Whose turn it is."""
    return rules.turn_of(
        concern.state,
        answered=concern.answered_at is not None,
        found=concern.finding is not None,
        confirmed=concern.confirmed_at is not None,
    )


def due(concern: Concern) -> date | None:
    """The day by which the step under way is to be done."""
    answered = concern.answered_at is not None
    return rules.due_on(concern.state, concern.received_at, concern.answer_by, answered=answered)


def concerns_page(session: Session, actor: Actor, chosen: Chosen, today: date) -> ConcernsPage:
    """The list as chosen: what is overdue first, then what is due next; what has ended, the newest first."""
    rows = session.execute(
        select(Concern, Council.name, Council.slug, Person.name)
        .outerjoin(Council, Council.id == Concern.council_id)
        .outerjoin(Person, Person.id == Concern.owner_id)
        .where(Concern.state != ConcernState.MERGED)
    ).all()
    rows = [row for row in rows if may(actor, Permission.CONCERN_SEE, Record(row[0].council_id))]
    same = same_of(session)
    lines = [
        _line(concern, council or "", slug or "", owner or "", same, today) for concern, council, slug, owner in rows
    ]
    # Within one council's concerns, what each list holds is counted for it alone.
    lines = [line for line in lines if chosen.council in ("", line.council_slug)]
    counted = [(key, said, sum(_list_of(line) == key for line in lines)) for key, said in SHOWN_WORDS.items()]
    found = sorted((line for line in lines if _shows(chosen, line)), key=_order(chosen.shown))
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    page = min(max(chosen.page, 1), pages)
    return ConcernsPage(
        lines=tuple(found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]),
        found=len(found),
        page=page,
        pages=pages,
        chosen=chosen,
        counts=tuple(counted),
        late=sum(line.late for line in lines if _list_of(line) == OPEN),
        council=session.scalar(select(Council.name).where(Council.slug == chosen.council)) or "",
    )


def same_of(session: Session, keys: Sequence[UUID] | None = None) -> Mapping[UUID, int]:
    """How many reports were put together with each concern, or with each of these."""
    counting = (
        select(Concern.merged_into_id, func.count())
        .where(Concern.merged_into_id.is_not(None))
        .group_by(Concern.merged_into_id)
    )
    if keys is not None:
        counting = counting.where(Concern.merged_into_id.in_(keys))
    return {key: number for key, number in session.execute(counting) if key is not None}


def _line(concern: Concern, council: str, slug: str, owner: str, same: Mapping[UUID, int], today: date) -> ConcernLine:
    whose, by = turn(concern), due(concern)
    received_on = day_of(concern.received_at)
    return ConcernLine(
        reference=concern.reference,
        council=council,
        council_slug=slug,
        kind=concern.kind,
        kind_words=KIND_WORDS[concern.kind],
        state=concern.state,
        state_words=STATE_WORDS[concern.state],
        outcome_words=OUTCOME_WORDS[concern.outcome] if concern.outcome else None,
        turn=whose,
        turn_words=TURN_WORDS[whose],
        owner=owner,
        received_on=received_on,
        age=working_days_between(received_on, today),
        due=by,
        late=by is not None and by < today,
        aside_words=aside_words(concern.aside) if concern.state is ConcernState.RECEIVED else None,
        same=same.get(concern.id, 0),
    )


def aside_words(aside: Aside | None) -> Words | None:
    """Why a report was put aside; None for one that was not."""
    return ASIDE_WORDS[aside] if aside else None


def _list_of(line: ConcernLine) -> str:
    if line.state not in OPEN_STATES:
        return ENDED
    return ASIDE if line.aside_words else OPEN


def _shows(chosen: Chosen, line: ConcernLine) -> bool:
    pairs = ((chosen.state, line.state.value), (chosen.kind, line.kind.value), (chosen.turn, line.turn.value))
    return (
        _list_of(line) == (chosen.shown if chosen.shown in SHOWN_WORDS else OPEN)
        and all(not wanted or wanted == found for wanted, found in pairs)
        and (line.late or not chosen.late)
    )


def _order(shown: str) -> Callable[[ConcernLine], tuple[bool, int, str]]:
    if shown == ENDED:
        return lambda line: (False, -line.received_on.toordinal(), line.reference)
    return lambda line: (not line.late, (line.due or date.max).toordinal(), line.reference)


CHOICES = {
    "kinds": tuple((kind.value, said) for kind, said in KIND_WORDS.items()),
    "states": tuple((state.value, STATE_WORDS[state]) for state in ConcernState if state in OPEN_STATES),
    "turns": tuple((whose.value, said) for whose, said in TURN_WORDS.items() if whose is not Turn.NOBODY),
}
