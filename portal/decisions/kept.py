"""Final scores and decisions as they are kept, round by round. Who may know of them is the caller's to ask."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.queries import ApplicationFacts
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.audit.queries import record_of
from portal.criteria.edition import Edition
from portal.decisions.models import Conversation, Decision, FinalScore
from portal.decisions.rules import Final
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.reviews.models import Score

# The decision of the round in which its application is now.
PRESENT = and_(Decision.application_id == Application.id, Decision.round == Application.round)


@dataclass(frozen=True)
class DecisionFacts:
    """A decision that was made; ``released`` says whether the council has it.

    ``appeal`` is the reference of the appeal after which it was corrected; empty for every other.
    """

    outcome: str
    label: str
    decided_at: datetime
    decided_by: str
    release_from: datetime
    released: bool
    record_sha256: str
    round: int
    released_at: datetime | None
    counts_from: date | None
    appeal: str


def application_id(session: Session, actor: Actor, reference: str) -> UUID:
    """The application with this reference, for whoever may see its moderation. Raises NotFound.

    A reviewer of this application, a person of its council or one with a conflict of interest is told nothing of it.
    """
    found = session.execute(
        select(Application.id, Application.council_id).where(Application.reference == reference)
    ).one_or_none()
    if found is None or not may(actor, Permission.MODERATION_SEE, record_of(session, found[0], found[1])):
        raise NotFound(f"no application {reference} for {actor.name}")
    return found[0]


def name_of(session: Session, person_id: UUID) -> str:
    """What a page calls a person."""
    return session.get_one(Person, person_id).name


def finals_of(session: Session, application_id: UUID, number: int | None = None) -> dict[str, Final]:
    """The final scores saved so far, by criterion, in the application's present round or in another."""
    chosen = select(FinalScore).where(FinalScore.application_id == application_id)
    if number is None:
        present = and_(Application.id == FinalScore.application_id, Application.round == FinalScore.round)
        chosen = chosen.join(Application, present)
    else:
        chosen = chosen.where(FinalScore.round == number)
    return {row.criterion: Final(row.score, row.reason, row.improvement) for row in session.scalars(chosen)}


def final_row(session: Session, application_id: UUID, number: int, criterion_id: str) -> FinalScore | None:
    """The final score of one criterion in this round, as it is kept; None where there is none yet."""
    return session.scalars(
        select(FinalScore).filter_by(application_id=application_id, round=number, criterion=criterion_id)
    ).one_or_none()


def decision_of(session: Session, application: ApplicationFacts, edition: Edition) -> DecisionFacts | None:
    """The decision of the present round; None where none has been made. Who may know of it is the caller's to ask."""
    made = decisions_of(session, application.id, edition)
    return next((decision for decision in made if decision.round == application.round), None)


def decisions_of(session: Session, application_id: UUID, edition: Edition) -> tuple[DecisionFacts, ...]:
    """Every decision on this application, the newest round first. Who may know of them is the caller's to ask."""
    rows = session.execute(
        select(Decision, Person.name)
        .join(Person, Person.id == Decision.decided_by_id)
        .where(Decision.application_id == application_id)
        .order_by(Decision.round.desc())
    )
    return tuple(_decision_facts(decision, name, edition) for decision, name in rows)


def _decision_facts(decision: Decision, name: str, edition: Edition) -> DecisionFacts:
    return DecisionFacts(
        outcome=decision.outcome,
        label=edition.outcome(decision.outcome).label,
        decided_at=decision.decided_at,
        decided_by=name,
        release_from=decision.release_from,
        released=decision.released_at is not None,
        record_sha256=decision.record_sha256,
        round=decision.round,
        released_at=decision.released_at,
        counts_from=decision.counts_from,
        appeal=json.loads(decision.record).get("appeal", ""),
    )


def outdated(session: Session, application_id: UUID) -> frozenset[str]:
    """The criteria on which the reviewer has said something new since the final score was saved (C5, row 20).

    Such a final score judges what is no longer there: it is kept, and counts again once it has been saved again.
    """
    return frozenset(
        session.scalars(
            select(FinalScore.criterion)
            .join(
                Application,
                and_(Application.id == FinalScore.application_id, Application.round == FinalScore.round),
            )
            .join(Assignment, and_(Assignment.application_id == Application.id, Assignment.round == Application.round))
            .join(Score, and_(Score.assignment_id == Assignment.id, Score.criterion == FinalScore.criterion))
            .where(
                FinalScore.application_id == application_id,
                Assignment.state == AssignmentState.LOCKED,
                Score.saved_at > FinalScore.saved_at,
            )
        )
    )


def was_sent_back(session: Session, application_id: UUID) -> bool:
    """Whether the reviewer has been asked once already to look again."""
    asked = (
        select(func.count())
        .select_from(Assignment)
        .join(Application, and_(Application.id == Assignment.application_id, Application.round == Assignment.round))
        .where(Assignment.application_id == application_id, Assignment.reopened_why != "")
    )
    return bool(session.scalar(asked))


@dataclass(frozen=True)
class ConversationFacts:
    """A conversation as it was recorded."""

    held_on: date
    criteria: tuple[str, ...]
    note: str
    recorded_by: str
    recorded_at: datetime


def conversations_of(session: Session, application_id: UUID) -> tuple[ConversationFacts, ...]:
    """What has been recorded in the present round, oldest first. Who may read it is the caller's to ask."""
    rows = session.execute(
        select(Conversation, Person.name)
        .join(Person, Person.id == Conversation.recorded_by_id)
        .join(Application, (Application.id == Conversation.application_id) & (Application.round == Conversation.round))
        .where(Conversation.application_id == application_id)
        .order_by(Conversation.recorded_at)
    )
    return tuple(
        ConversationFacts(row.held_on, tuple(row.criteria), row.note, name, row.recorded_at) for row, name in rows
    )


def talked_about(session: Session, application_id: UUID) -> frozenset[str]:
    """The criteria that any conversation of the present round was about."""
    return frozenset(name for held in conversations_of(session, application_id) for name in held.criteria)
