"""Every application under way with whose turn it is and by when, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.history import entered
from portal.applications.models import Application, Unlocked
from portal.applications.progress import Turn, state_line, turn
from portal.applications.reckoning import Entered, decision_by, ours_since_signing, review_by
from portal.applications.rules import PARTLY_OPEN
from portal.applications.states import OPEN_STATES, ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.rules import due_on
from portal.assignments.states import AssignmentState, Place
from portal.councils.kinds import KIND_WORDS, Kind
from portal.councils.models import Council
from portal.kernel.calendar import add_working_days, working_days_between
from portal.kernel.clock import day_of
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words
from portal.notifications.reminders.late import OWN_DAYS, likely_decision
from portal.oversight.rules import ORDER, Urgency, urgency
from portal.oversight.wording import STANDS

_S = ApplicationState
# A draft is the council's own affair until it is sent: how many there are is enough.
SHOWN_ONE_BY_ONE = OPEN_STATES - {_S.DRAFT}
_SET_FOR_COUNCIL = PARTLY_OPEN | {_S.CLARIFICATION_REQUESTED}
_SCORED_IN = {_S.IN_REVIEW: Place.FIRST, _S.SECOND_REVIEW: Place.SECOND}
TURN_WORDS: dict[Turn, Words] = {
    Turn.COUNCIL: words("Council"),
    Turn.SCHEME: words("LGA"),
    Turn.NOBODY: words("Nobody"),
}


@dataclass(frozen=True)
class OpenCase:
    """One application that somebody must act on.

    ``age`` is in working days since it came into its state, ``ours`` those of the forty that are used. ``due`` is the
    day of the step, ``decide_by`` the one promised to the council; None where there is none.
    """

    reference: str
    council_id: UUID
    council: str
    kind: Kind
    region: str
    state: ApplicationState
    state_words: Words
    turn: Words
    since: date
    age: int
    ours: int | None
    due: date | None
    decide_by: date | None
    urgency: Urgency


@dataclass(frozen=True)
class Filter:
    """What of it is shown; an empty part shows all."""

    state: str = ""
    kind: str = ""
    region: str = ""
    urgency: str = ""

    def shows(self, case: OpenCase) -> bool:
        """Whether the case is among those."""
        pairs = ((self.state, case.state), (self.kind, case.kind), (self.region, case.region))
        return all(not wanted or wanted == found for wanted, found in (*pairs, (self.urgency, case.urgency)))


def open_cases(session: Session, today: date, actor: Actor | None = None) -> tuple[OpenCase, ...]:
    """Every application under way, the most urgent first; with an actor, those that this person may oversee."""
    rows = session.execute(
        select(Application, Council)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state.in_(SHOWN_ONE_BY_ONE))
    ).all()
    rows = [row for row in rows if actor is None or may(actor, Permission.SCHEME_OVERSEE, Record(row[1].id))]
    keys = [application.id for application, _council in rows]
    steps = entered(session, keys)
    until = _set_for_council(session, keys)
    reviews = _reviews(session, keys)
    cases = [_case(application, council, steps[application.id], until, reviews, today) for application, council in rows]
    return tuple(sorted(cases, key=_order))


def _order(case: OpenCase) -> tuple[int, date, date, str]:
    return ORDER.index(case.urgency), case.due or date.max, case.since, case.reference


def _case(
    application: Application,
    council: Council,
    steps: Sequence[Entered],
    until: Mapping[UUID, date],
    reviews: Mapping[tuple[UUID, Place], Assignment],
    today: date,
) -> OpenCase:
    state, since = application.state, day_of(application.state_since)
    promised = decision_by(steps, today)
    paused = state is _S.ON_HOLD
    due = None if paused else _due(application, since, steps, until, reviews, today)
    likely = likely_decision(state, due, today) if due and state in OWN_DAYS else None
    return OpenCase(
        application.reference,
        council.id,
        council.name,
        council.kind,
        council.region,
        state,
        STANDS[state],
        TURN_WORDS[Turn.NOBODY if paused else turn(state)],
        since,
        working_days_between(since, today),
        ours_since_signing(steps, today),
        due,
        promised,
        urgency(due, promised, likely, today, paused=paused),
    )


def _due(
    application: Application,
    since: date,
    steps: Sequence[Entered],
    until: Mapping[UUID, date],
    reviews: Mapping[tuple[UUID, Place], Assignment],
    today: date,
) -> date | None:
    """The day of the step under way: the one that was set, else the standard of C3 from the day on which it began."""
    state = application.state
    if state in _SET_FOR_COUNCIL and application.id in until:
        return until[application.id]
    if (place := _SCORED_IN.get(state)) is not None:
        row = reviews.get((application.id, place))
        due = due_on(row.state, row.proposed_at, row.begun_at, steps, today, row.extended_to, place) if row else None
        if due is not None:
            return due
    own = OWN_DAYS.get(state)
    return review_by(steps, today) or (add_working_days(since, own) if own else state_line(state, since).by)


def _set_for_council(session: Session, keys: Iterable[UUID]) -> Mapping[UUID, date]:
    rows = session.execute(
        select(Unlocked.application_id, func.min(Unlocked.until))
        .where(Unlocked.application_id.in_(keys), Unlocked.until.is_not(None))
        .group_by(Unlocked.application_id)
    )
    return {key: until for key, until in rows if until is not None}


def _reviews(session: Session, keys: Iterable[UUID]) -> Mapping[tuple[UUID, Place], Assignment]:
    rows = session.scalars(
        select(Assignment).where(Assignment.application_id.in_(keys), Assignment.state == AssignmentState.ACCEPTED)
    )
    return {(row.application_id, row.place): row for row in rows}


def kinds_of(cases: Iterable[OpenCase]) -> tuple[tuple[str, Words], ...]:
    """The kinds of council among the cases, to choose from."""
    return tuple(sorted(((kind.value, KIND_WORDS[kind]) for kind in {case.kind for case in cases}), key=str))


def regions_of(cases: Iterable[OpenCase]) -> tuple[str, ...]:
    """The regions among the cases, to choose from."""
    return tuple(sorted({case.region for case in cases if case.region}))
