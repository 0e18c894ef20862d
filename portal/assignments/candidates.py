"""Reads about who can be asked to review an application: whom C6 leaves, and how much they have to do."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person, StaffRole
from portal.accounts.states import StaffRoleState
from portal.applications.models import Application
from portal.applications.states import ENDED_WITHOUT_DECISION, ApplicationState
from portal.assignments import rules
from portal.assignments.models import Assignment
from portal.assignments.rules import BAR_WORDS, Bar
from portal.assignments.states import INTEREST_WORDS, OPEN_STATES, STATE_WORDS, AssignmentState
from portal.assignments.ties import KnownTies
from portal.councils.models import Council
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class Candidate:
    """A reviewer, how much they have to do, and why they cannot be chosen; no ``bar`` means that they can.

    ``usual_days`` is how many working days their reviews have taken on average; None before the first. ``is_new``: a
    second reviewer will look too, because this one has reviewed so few (C6). ``suggested`` says why, for the first.
    """

    person_id: UUID
    name: str
    employer: str
    open_reviews: int
    usual_days: int | None
    bar: Bar | None
    reviewed_before: bool = False
    is_new: bool = False
    suggested: Words | None = None


@dataclass(frozen=True)
class EarlierProposal:
    """Somebody who was asked before and does not review, with what they said."""

    name: str
    proposed_at: datetime
    state_words: Words
    interest_words: Words | None
    why: str


@dataclass(frozen=True)
class ChoicePage:
    """What a lead reviewer chooses from: nobody who must not review this council is among ``candidates``.

    ``reasons`` counts those who are left out, without their names; ``second``: for a second reviewer.
    """

    reference: str
    council_name: str
    submitted_at: datetime | None
    candidates: tuple[Candidate, ...]
    left_out: int
    reasons: tuple[tuple[int, Words], ...]
    second: bool
    earlier: tuple[EarlierProposal, ...]


def choice_page(session: Session, actor: Actor, reference: str, today: date) -> ChoicePage:
    """Everybody who can be asked to review the application, those with least to do first and then the quickest.

    Raises NotFound for an unknown reference and where the actor has to do with the council; IllegalMove where no
    reviewer is wanted now.
    """
    row = session.execute(
        select(Application, Council.name)
        .join(Council, Council.id == Application.council_id)
        .where(Application.reference == reference)
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_ASSIGN, Record(row[0].council_id)):
        raise NotFound(f"no application {reference}")
    application, council_name = row
    if application.state is not ApplicationState.SECOND_REVIEW:
        application.lifecycle.find(application.state, "propose_reviewer")
    everybody = candidates(session, application, council_name, today)
    # C5, row 27: the same reviewer, unless conflicted.
    by_rank = sorted(
        everybody,
        key=lambda one: (not one.reviewed_before, one.open_reviews, one.usual_days or rules.UNKNOWN_DAYS, one.name),
    )
    free = [candidate for candidate in by_rank if candidate.bar is None]
    for best in free[:1]:
        why = rules.suggestion(best.open_reviews, best.usual_days, reviewed_before=best.reviewed_before)
        free[0] = replace(best, suggested=why)
    counted = Counter(candidate.bar for candidate in everybody)
    return ChoicePage(
        reference=reference,
        council_name=council_name,
        submitted_at=application.submitted_at,
        candidates=tuple(free),
        left_out=len(everybody) - len(free),
        reasons=tuple((counted[why], said) for why, (_, said) in BAR_WORDS.items() if counted[why]),
        second=application.state is ApplicationState.SECOND_REVIEW,
        earlier=_earlier(session, application.id),
    )


def candidates(session: Session, application: Application, council_name: str, today: date) -> tuple[Candidate, ...]:
    """Every reviewer of the scheme, whether or not they can be asked, in a fixed number of queries."""
    people = session.scalars(
        select(Person)
        .join(StaffRole, StaffRole.person_id == Person.id)
        .where(StaffRole.role == Role.REVIEWER, StaffRole.state == StaffRoleState.ACTIVE)
        .order_by(Person.name, Person.id)
    ).all()
    ties = KnownTies(session, application, today)
    busy, done = _workload(session)
    before = _reviewers_of(session, application.resubmission_of_id)
    return tuple(
        Candidate(
            person.id,
            person.name,
            person.employer,
            busy[person.id],
            rules.usual_days(done[person.id]),
            rules.bar(ties.of(person), council_name, today),
            person.id in before,
            person.reviewed_before + len(done[person.id]) < rules.NEW_BELOW,
        )
        for person in people
    )


def _reviewers_of(session: Session, application_id: UUID | None) -> frozenset[UUID]:
    """Who reviewed the application that a resubmission repeats."""
    if application_id is None:
        return frozenset()
    return frozenset(
        session.scalars(
            select(Assignment.reviewer_id).where(
                Assignment.application_id == application_id, Assignment.state == AssignmentState.LOCKED
            )
        )
    )


def _workload(session: Session) -> tuple[Counter[UUID], dict[UUID, list[tuple[datetime, datetime]]]]:
    """How many reviews everybody has open, and when the finished ones were begun and locked."""
    rows = session.execute(
        select(
            Assignment.reviewer_id, Assignment.state, Assignment.begun_at, Assignment.state_since, Application.state
        ).join(Application, Application.id == Assignment.application_id)
    )
    busy: Counter[UUID] = Counter()
    done: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for reviewer_id, state, begun_at, since, application_state in rows:
        if state in OPEN_STATES:
            busy[reviewer_id] += application_state not in ENDED_WITHOUT_DECISION
        elif state in (AssignmentState.LOCKED, AssignmentState.SET_ASIDE) and begun_at is not None:
            done[reviewer_id].append((begun_at, since))
    return busy, done


def _earlier(session: Session, application_id: UUID) -> tuple[EarlierProposal, ...]:
    rows = session.execute(
        select(Assignment, Person.name)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(
            Assignment.application_id == application_id,
            Assignment.state.in_((AssignmentState.DECLINED, AssignmentState.TAKEN_BACK)),
        )
        .order_by(Assignment.proposed_at)
    )
    return tuple(
        EarlierProposal(
            name,
            assignment.proposed_at,
            STATE_WORDS[assignment.state],
            INTEREST_WORDS[assignment.interest] if assignment.interest else None,
            assignment.ended_why,
        )
        for assignment, name in rows
    )
