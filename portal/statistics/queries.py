"""What is counted and measured over every application, in a constant number of queries.

Outcomes, appeals and second reviews are counted once the council has its result: before that nobody is told one, not
even by a difference of two figures. Whoever is bound to a council reads the figures without it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appeals.models import Appeal
from portal.appeals.states import AppealState
from portal.applications.models import Application
from portal.applications.reckoning import Entered
from portal.applications.states import APPLICATION, RESULT_STATES, ApplicationState
from portal.assignments.models import Assignment
from portal.audit.models import AuditEvent
from portal.claims.models import Claim
from portal.claims.states import ClaimState
from portal.councils.kinds import KIND_WORDS, Kind, area_words
from portal.councils.models import Council
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words
from portal.reviews.models import SecondReview
from portal.statistics.rules import MEASURES, Measure, Spread, Standard, quarter_of, spread, steps_taken
from portal.statistics.wording import APPEALS, OUTCOMES, STATES, trigger_words


@dataclass(frozen=True)
class Count:
    """How many there are of one thing."""

    said: Words
    n: int


@dataclass(frozen=True)
class Time:
    """How long one step took, beside its standard."""

    measure: Measure
    standard: Standard
    spread: Spread


@dataclass(frozen=True)
class Group:
    """The outcomes of one group of councils, in the order of OUTCOMES."""

    said: Words
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many results the group has."""
        return sum(self.counts)


@dataclass(frozen=True)
class Quarter:
    """What became of the applications that were signed first in one quarter."""

    name: str
    signed: int
    results: int
    awarded: int


@dataclass(frozen=True)
class Statistics:
    """The scheme in numbers; ``quarter`` is that of signing, empty for all. ``left_out``: councils not counted."""

    quarter: str
    quarters: tuple[Quarter, ...]
    left_out: int
    signed: int
    states: tuple[Count, ...]
    times: tuple[Time, ...]
    outcomes: tuple[Count, ...]
    kinds: tuple[Group, ...]
    regions: tuple[Group, ...]
    resubmissions: tuple[Count, ...]
    appeals: tuple[Count, ...]
    second_reviews: int
    triggers: tuple[Count, ...]
    results: int


@dataclass(frozen=True)
class _Case:
    """One signed application, in plain values; ``outcome`` is None until the council has its result."""

    id: UUID
    council_id: UUID
    state: ApplicationState
    kind: Kind
    region: str
    resubmission: bool
    signed_on: date
    outcome: Outcome | None


def statistics(session: Session, actor: Actor, quarter: str = "") -> Statistics:
    """Everything that this person may count, of all time or of the applications signed in one quarter."""
    every = _cases(session)
    mine = [case for case in every if may(actor, Permission.SCHEME_OVERSEE, Record(case.council_id))]
    quarters = tuple(_quarters(mine))
    chosen = quarter if quarter in {each.name for each in quarters} else ""
    cases = [case for case in mine if not chosen or quarter_of(case.signed_on) == chosen]
    keys = {case.id for case in cases}
    states = Counter(case.state for case in cases)
    results = [case for case in cases if case.outcome is not None]
    released = {case.id for case in results}
    second, triggers = _second_reviews(session, released)
    again = [case for case in results if case.resubmission]
    return Statistics(
        quarter=chosen,
        quarters=quarters,
        left_out=len({case.council_id for case in every} - {case.council_id for case in mine}),
        signed=len(cases),
        states=tuple(Count(said, states[state]) for state, said in STATES.items()),
        times=_times(session, actor, keys, chosen),
        outcomes=_outcomes(results),
        kinds=_groups((KIND_WORDS[case.kind], case.outcome) for case in results),
        regions=_groups((_region(case.region), case.outcome) for case in results),
        resubmissions=(
            Count(words("Sent again after “not yet: small changes”"), sum(case.resubmission for case in cases)),
            Count(words("Of these, with a result"), len(again)),
            Count(words("Of these, awarded"), sum(bool(case.outcome and case.outcome.is_award) for case in again)),
        ),
        appeals=_appeals(session, released),
        second_reviews=second,
        triggers=triggers,
        results=len(results),
    )


def _cases(session: Session) -> list[_Case]:
    decided = select(Decision.application_id, Decision.outcome).where(Decision.released_at.is_not(None))
    # Later rounds stand after earlier ones, and so replace them.
    newest = {row.application_id: row.outcome for row in session.execute(decided.order_by(Decision.round))}
    rows = session.execute(
        select(
            Application.id,
            Council.id,
            Application.state,
            Council.kind,
            Council.region,
            Application.resubmission_of_id,
            Application.submitted_at,
        )
        .join(Council, Council.id == Application.council_id)
        .where(Application.submitted_at.is_not(None))
    )
    return [
        _Case(
            key,
            council_id,
            state,
            kind,
            region,
            again is not None,
            day_of(signed_at),
            newest.get(key) if state in RESULT_STATES else None,
        )
        for key, council_id, state, kind, region, again, signed_at in rows
        if signed_at is not None
    ]


def _quarters(cases: Iterable[_Case]) -> Iterable[Quarter]:
    found: dict[str, list[_Case]] = defaultdict(list)
    for case in cases:
        found[quarter_of(case.signed_on)].append(case)
    for name in sorted(found):
        outcomes = [case.outcome for case in found[name] if case.outcome is not None]
        yield Quarter(name, len(found[name]), len(outcomes), sum(outcome.is_award for outcome in outcomes))


def _region(region: str) -> Words:
    return area_words(region) if region else words("No region given")


def _outcomes(results: Collection[_Case]) -> tuple[Count, ...]:
    counted = Counter(case.outcome for case in results)
    return tuple(Count(said, counted[outcome]) for outcome, said in OUTCOMES.items())


def _groups(found: Iterable[tuple[Words, Outcome | None]]) -> tuple[Group, ...]:
    counted: dict[str, Counter[Outcome | None]] = defaultdict(Counter)
    said: dict[str, Words] = {}
    for name, outcome in found:
        said[str(name)] = name
        counted[str(name)][outcome] += 1
    return tuple(Group(said[name], tuple(counted[name][outcome] for outcome in OUTCOMES)) for name in sorted(counted))


def _times(session: Session, actor: Actor, keys: Collection[UUID], quarter: str) -> tuple[Time, ...]:
    taken: dict[Measure, list[int]] = defaultdict(list)
    for entered in _entered(session, keys).values():
        for step in steps_taken(entered):
            taken[step.measure].append(step.days)
    asked = select(Assignment.application_id, Assignment.proposed_at, Assignment.accepted_at)
    for application_id, proposed_at, accepted_at in session.execute(asked.where(Assignment.accepted_at.is_not(None))):
        if application_id in keys and accepted_at is not None:
            taken[Measure.ACCEPTING].append(_days(proposed_at, accepted_at))
    decided = select(Claim.council_id, Claim.made_at, Claim.state_since)
    decided = decided.where(Claim.state.in_((ClaimState.ACCEPTED, ClaimState.REFUSED)))
    for council_id, made_at, decided_at in session.execute(decided):
        in_time = not quarter or quarter_of(day_of(made_at)) == quarter
        if in_time and may(actor, Permission.SCHEME_OVERSEE, Record(council_id)):
            taken[Measure.CLAIM].append(_days(made_at, decided_at))
    answered = select(Appeal.application_id, Appeal.lodged_at, Appeal.state_since).where(Appeal.state.in_(APPEALS))
    for application_id, lodged_at, answered_at in session.execute(answered):
        if application_id in keys and lodged_at is not None:
            taken[Measure.APPEAL].append(_days(lodged_at, answered_at))
    return tuple(
        Time(measure, standard, spread(taken[measure], standard.days)) for measure, standard in MEASURES.items()
    )


def _days(begun: datetime, ended: datetime) -> int:
    return working_days_between(day_of(begun), day_of(ended))


def _entered(session: Session, keys: Collection[UUID]) -> Mapping[UUID, tuple[Entered, ...]]:
    """As applications/history.py has it, of all applications at once: their keys would not fit into a query."""
    rows = session.execute(
        select(AuditEvent.case_id, AuditEvent.state_after, AuditEvent.at)
        .where(
            AuditEvent.subject_type == APPLICATION.name,
            AuditEvent.state_before.is_(None) | (AuditEvent.state_before != AuditEvent.state_after),
        )
        .order_by(AuditEvent.id)
    )
    found: dict[UUID, list[Entered]] = defaultdict(list)
    for application_id, state, at in rows:
        if application_id in keys:
            found[application_id].append(Entered(ApplicationState(state), day_of(at)))
    return {key: tuple(steps) for key, steps in found.items()}


def _appeals(session: Session, released: Collection[UUID]) -> tuple[Count, ...]:
    rows = session.execute(select(Appeal.application_id, Appeal.state).where(Appeal.lodged_at.is_not(None)))
    counted = Counter(state for application_id, state in rows if application_id in released)
    lodged = sum(counted.values()) - counted[AppealState.WITHDRAWN]
    return (
        Count(words("Appeals received and not withdrawn"), lodged),
        *(Count(said, counted[state]) for state, said in APPEALS.items()),
    )


def _second_reviews(session: Session, released: Collection[UUID]) -> tuple[int, tuple[Count, ...]]:
    rows = session.execute(select(SecondReview.application_id, SecondReview.triggers))
    found = [triggers for application_id, triggers in rows if application_id in released]
    counted = Counter(trigger for triggers in found for trigger in triggers)
    return len(found), tuple(Count(trigger_words(name), counted[name]) for name in sorted(counted))
