"""What double reviews show: of applications whose result is out, and of no other (docs/decisions/0025).

While a review is open, no figure moves with it: the difference of two days would tell a second reviewer, or a council,
what nobody is to know yet.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.appeals.models import Appeal
from portal.appeals.states import DECIDED_STATES, AppealState
from portal.applications import history
from portal.applications.models import Answer, Application
from portal.applications.reckoning import days_not_ours
from portal.applications.states import RESULT_STATES
from portal.assignments.models import Assignment
from portal.assignments.states import ASSIGNMENT, AssignmentState, Place
from portal.audit.models import AuditEvent
from portal.consistency import rules
from portal.consistency.agreement import measure
from portal.consistency.rules import Agreement, Anchoring, Unit
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import published_edition
from portal.decisions.models import Decision
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import NotPermitted
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.reviews.models import Score, ScoreRevision

# Reviews that are over: new reviewers after an appeal do not undo what the first ones gave.
OVER = (AssignmentState.LOCKED, AssignmentState.SET_ASIDE)
UPHELD = (AppealState.CORRECTED, AppealState.FRESH_REVIEW)


@dataclass(frozen=True)
class Doubled:
    """One criterion that two people have scored without sight of each other; ``released_on`` is the result's day."""

    application_id: UUID
    edition: str
    criterion: str
    scores: tuple[int, int]
    reviewers: tuple[UUID, UUID]
    released_on: date


@dataclass(frozen=True)
class Row:
    """One line of a table: what it is about, and how far reviewers agree on it."""

    name: str
    agreement: Agreement


@dataclass(frozen=True)
class PersonRow:
    """One reviewer with enough double reviews; ``applications`` counts them. ``days`` is the mean to the lock."""

    name: str
    applications: int
    agreement: Agreement
    days: float | None


@dataclass(frozen=True)
class AgreementPage:
    """Everything for lead reviewers and administrators. Lines about people are in the order of their names.

    ``held_back`` counts the reviewers with too few double reviews to be shown. ``days`` is the mean of working days
    from the beginning of a review to its lock, without those in which the council had the turn.
    """

    overall: Agreement
    criteria: tuple[Row, ...]
    editions: tuple[Row, ...]
    quarters: tuple[Row, ...]
    people: tuple[PersonRow, ...]
    held_back: int
    anchoring: Anchoring
    days: float | None
    reviews: int
    appeals: int
    upheld: int

    @property
    def charted(self) -> tuple[Row, ...]:
        """The quarters of which there is a figure."""
        return tuple(row for row in self.quarters if row.agreement.identical is not None)


def agreement_page(session: Session, actor: Actor) -> AgreementPage:
    """The figures of all double reviews. Raises NotPermitted."""
    if not may(actor, Permission.AGREEMENT_SEE, Record()):
        raise NotPermitted("figures of agreement")
    found = doubled(session)
    days = _days(session)
    appeals = session.scalars(select(Appeal.state).where(Appeal.state.in_(DECIDED_STATES))).all()
    people, held_back = _people(session, found, days)
    titles = {criterion.id: criterion.title for criterion in published_edition(session)[1].criteria}
    return AgreementPage(
        overall=measure(units_of(found)),
        criteria=tuple(
            Row(f"{criterion} {titles.get(criterion, '')}".strip(), measure(units_of(rows), with_chance=False))
            for criterion, rows in _grouped(found, lambda row: row.criterion, list(titles))
        ),
        editions=tuple(Row(edition, measure(units_of(rows))) for edition, rows in _grouped(found, _edition)),
        quarters=tuple(
            Row(quarter, measure(units_of(rows), with_chance=False)) for quarter, rows in _grouped(found, _quarter)
        ),
        people=people,
        held_back=held_back,
        anchoring=rules.anchoring(_moves(session)),
        days=_mean([day for own in days.values() for day in own]),
        reviews=sum(map(len, days.values())),
        appeals=len(appeals),
        upheld=sum(state in UPHELD for state in appeals),
    )


def _edition(row: Doubled) -> str:
    return row.edition


def _quarter(row: Doubled) -> str:
    return rules.quarter_of(row.released_on)


def _grouped(
    found: Iterable[Doubled], by: Callable[[Doubled], str], order: list[str] | None = None
) -> Iterator[tuple[str, list[Doubled]]]:
    groups: dict[str, list[Doubled]] = defaultdict(list)
    for row in found:
        groups[by(row)].append(row)
    known = order or []
    for name in sorted(groups, key=lambda name: (known.index(name) if name in known else len(known), name)):
        yield name, groups[name]


def units_of(found: Iterable[Doubled]) -> tuple[Unit, ...]:
    """What is measured: the criteria of one application are drawn together."""
    units = (Unit(str(row.application_id), row.scores) for row in found)
    return tuple(sorted(units, key=lambda unit: (unit.cluster, unit.scores)))


def doubled(session: Session, before: date | None = None) -> tuple[Doubled, ...]:
    """Every criterion scored twice in a round whose result went out; with ``before``, went out before that day.

    Scores that a resubmission carried over were given once only, and where something does not apply there is none.
    """
    first, second, one, other = aliased(Assignment), aliased(Assignment), aliased(Score), aliased(Score)
    rows = session.execute(
        select(
            first.application_id,
            PublishedEdition.slug,
            one.criterion,
            one.score,
            other.score,
            first.reviewer_id,
            second.reviewer_id,
            func.coalesce(Decision.released_at, Decision.decided_at),
        )
        .select_from(first)
        .join(
            second,
            and_(
                second.application_id == first.application_id,
                second.round == first.round,
                second.place == Place.SECOND,
                second.state.in_(OVER),
            ),
        )
        .join(one, one.assignment_id == first.id)
        .join(other, and_(other.assignment_id == second.id, other.criterion == one.criterion))
        .join(Application, Application.id == first.application_id)
        .join(PublishedEdition, PublishedEdition.id == Application.edition_id)
        .join(Decision, and_(Decision.application_id == first.application_id, Decision.round == first.round))
        .where(
            first.place == Place.FIRST,
            first.state.in_(OVER),
            one.carried.is_(False),
            other.carried.is_(False),
            _is_out(),
        )
    )
    found = (
        Doubled(key, edition, criterion, (mine, theirs), (reviewer, colleague), day_of(released))
        for key, edition, criterion, mine, theirs, reviewer, colleague, released in rows
        if mine is not None and theirs is not None
    )
    return tuple(row for row in found if before is None or row.released_on < before)


def _is_out() -> ColumnElement[bool]:
    of_this_round = and_(Application.round == Decision.round, Application.state.in_(RESULT_STATES))
    return or_(Decision.released_at.is_not(None), of_this_round)


def _people(
    session: Session, found: Iterable[Doubled], days: Mapping[UUID, list[int]]
) -> tuple[tuple[PersonRow, ...], int]:
    own: dict[UUID, list[Doubled]] = defaultdict(list)
    for row in found:
        for reviewer in row.reviewers:
            own[reviewer].append(row)
    enough = {
        person: rows
        for person, rows in own.items()
        if len({row.application_id for row in rows}) >= rules.FEWEST_FOR_A_PERSON
    }
    names = session.execute(
        select(Person.id, Person.name).where(Person.id.in_(enough)).order_by(func.lower(Person.name), Person.id)
    )
    shown = tuple(
        PersonRow(
            name,
            len({row.application_id for row in enough[key]}),
            measure(units_of(enough[key]), with_chance=False),
            _mean(days.get(key, [])),
        )
        for key, name in names
    )
    return shown, len(own) - len(enough)


def _finished() -> Select[Assignment]:
    """Every review of a round whose result is out."""
    return (
        select(Assignment)
        .join(Application, Application.id == Assignment.application_id)
        .join(Decision, and_(Decision.application_id == Assignment.application_id, Decision.round == Assignment.round))
        .where(Assignment.state.in_(OVER), _is_out())
    )


def _days(session: Session) -> dict[UUID, list[int]]:
    """By reviewer, how many working days each review took from its beginning to its last lock."""
    reviews = session.scalars(_finished()).all()
    locked = session.execute(
        select(AuditEvent.subject_id, func.max(AuditEvent.at))
        .where(AuditEvent.subject_type == ASSIGNMENT.name, AuditEvent.command == "lock")
        .group_by(AuditEvent.subject_id)
    )
    ended: dict[UUID, datetime] = dict(locked.all())
    entered = history.entered(session, {review.application_id for review in reviews})
    found: dict[UUID, list[int]] = defaultdict(list)
    for review in reviews:
        begun = review.begun_at or review.accepted_at
        if begun is None or review.id not in ended:
            continue
        since, until = day_of(begun), day_of(ended[review.id])
        paused = days_not_ours(entered[review.application_id], since, until)
        found[review.reviewer_id].append(working_days_between(since, until) - paused)
    return found


def _mean(days: list[int]) -> float | None:
    return round(float(Fraction(sum(days), len(days))), 1) if days else None


def _moves(session: Session) -> Iterator[tuple[int, int, int]]:
    """First score, last score and the council's own, of every review of a round whose result is out."""
    reviews = _finished().with_only_columns(Assignment.id).subquery()
    rows = session.execute(
        select(ScoreRevision.score, Score.score, Answer.self_score)
        .join(Score, Score.id == ScoreRevision.score_id)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Answer, and_(Answer.application_id == Assignment.application_id, Answer.criterion == Score.criterion))
        .where(Assignment.id.in_(select(reviews.c.id)), ScoreRevision.number == 1, Score.carried.is_(False))
    )
    for first, last, own in rows:
        if first is not None and last is not None and own is not None:
            yield first, last, own
