"""Questions and replies, and what a reviewer sees of them; what the council sees is in replies.py.

A reply is the council's own until it is sent, or until the time for it has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ENDED_WITHOUT_DECISION, ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.queries import own_record
from portal.assignments.states import AssignmentState, Place
from portal.clarifications import rules
from portal.clarifications.models import ClarificationQuestion, ClarificationRound
from portal.clarifications.states import RoundEnding
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may


@dataclass(frozen=True)
class Question:
    """One question, and the reply as it stands. ``new``: it was sent, and the reviewer has not said to have read it."""

    criterion: str
    question: str
    reply: str
    replied_by: str
    replied_at: datetime | None
    read: bool
    round: int
    sent: bool
    ending: RoundEnding | None

    @property
    def new(self) -> bool:
        """Whether the reviewer has yet to read what the council sent."""
        return self.ending is not None and bool(self.reply) and not self.read

    @property
    def version(self) -> int:
        """Tells one saved reply from the next: the microsecond at which it was saved, 0 for none."""
        return version_of(self.replied_at)


@dataclass(frozen=True)
class Round:
    """One round; ``asked_at`` and ``answer_by`` are None while its questions are collected."""

    number: int
    asked_at: datetime | None
    answer_by: date | None
    ending: RoundEnding | None
    ended_at: datetime | None
    questions: tuple[Question, ...]


def version_of(replied_at: datetime | None) -> int:
    """The version of a reply that was saved at this moment."""
    return int(replied_at.timestamp() * 1_000_000) if replied_at else 0


def rounds_of(session: Session, application_id: UUID) -> tuple[Round, ...]:
    """Every round of an application with its questions, in order; who may read them is the caller's to ask."""
    rounds = session.scalars(
        select(ClarificationRound)
        .where(ClarificationRound.application_id == application_id)
        .order_by(ClarificationRound.number)
    ).all()
    rows = session.execute(
        select(ClarificationQuestion, Person.name, Person.email)
        .outerjoin(Person, Person.id == ClarificationQuestion.replied_by_id)
        .where(ClarificationQuestion.round_id.in_([found.id for found in rounds]))
        .order_by(ClarificationQuestion.criterion)
    ).all()
    return tuple(
        Round(
            found.number,
            found.asked_at,
            found.answer_by,
            found.ending,
            found.ended_at,
            tuple(_question(found, row, name or email or "") for row, name, email in rows if row.round_id == found.id),
        )
        for found in rounds
    )


def _question(found: ClarificationRound, row: ClarificationQuestion, replied_by: str) -> Question:
    return Question(
        criterion=row.criterion,
        question=row.question,
        reply=row.reply,
        replied_by=replied_by,
        replied_at=row.replied_at,
        read=row.read_at is not None,
        round=found.number,
        sent=found.asked_at is not None,
        ending=found.ending,
    )


@dataclass(frozen=True)
class AskedOf:
    """An application that the actor reviews; ``scoring``: they may put questions to it. Only the first reviewer may."""

    application_id: UUID
    reference: str
    council_name: str
    edition: Edition
    state: ApplicationState
    scoring: bool
    is_first: bool


def asked_of(session: Session, actor: Actor, reference: str) -> AskedOf:
    """The application, for the reviewer who has accepted it. Raises NotFound for everybody else."""
    row = session.execute(
        select(Assignment, Application)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.reference == reference,
            Application.state.not_in(ENDED_WITHOUT_DECISION),
            Assignment.reviewer_id == actor.person_id,
            Assignment.state.in_((AssignmentState.ACCEPTED, AssignmentState.LOCKED)),
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.CLARIFICATION_ASK, own_record(row[0])):
        raise NotFound(f"no review of {reference} for {actor.name}")
    assignment, application = row
    return AskedOf(
        application.id,
        reference,
        applications.application(session, application.id).council_name,
        edition_of(session, application.edition_id),
        application.state,
        assignment.state is AssignmentState.ACCEPTED and assignment.place is Place.FIRST,
        assignment.place is Place.FIRST,
    )


@dataclass(frozen=True)
class CollectedPage:
    """Every question of a reviewer: ``collected`` are not sent yet, ``asked`` are the rounds that were."""

    case: AskedOf
    collected: tuple[Question, ...]
    asked: tuple[Round, ...]
    answer_by: date

    @property
    def may_ask(self) -> bool:
        """Whether a question can be collected and sent now."""
        reviewing = self.case.scoring and self.case.state is ApplicationState.IN_REVIEW
        return reviewing and len(self.asked) < rules.ROUNDS_AT_MOST


@dataclass(frozen=True)
class AskPage:
    """One criterion, what the council says on it, and the question that was collected on it so far."""

    overview: CollectedPage
    criterion: Criterion
    statement: str
    collected: Question | None


def collected_page(session: Session, actor: Actor, reference: str, today: date) -> CollectedPage:
    """The actor's questions on this application; those not sent yet could be answered by ``answer_by``.

    Raises NotFound.
    """
    case = asked_of(session, actor, reference)
    rounds = rounds_of(session, case.application_id)
    return CollectedPage(
        case,
        # What was not sent yet is the first reviewer's alone: it tells what they think.
        tuple(question for found in rounds if found.asked_at is None and case.is_first for question in found.questions),
        tuple(
            replace(found, questions=tuple(map(_for_reviewer, found.questions)))
            for found in rounds
            if found.asked_at is not None
        ),
        rules.answer_by(today),
    )


def ask_page(session: Session, actor: Actor, reference: str, criterion_id: str, today: date) -> AskPage:
    """One criterion to ask about. Raises NotFound."""
    overview = collected_page(session, actor, reference, today)
    criterion = overview.case.edition.criterion(criterion_id)
    answer = applications.answers_of(session, overview.case.application_id).get(criterion_id)
    return AskPage(
        overview,
        criterion,
        answer.answered.statement if answer else "",
        next((question for question in overview.collected if question.criterion == criterion_id), None),
    )


def questions_in(rounds: Sequence[Round], criterion: str) -> tuple[Question, ...]:
    """The questions of these rounds on one criterion, for its reviewer; without a reply that was not sent."""
    found = (question for each in rounds for question in each.questions if question.criterion == criterion)
    return tuple(_for_reviewer(question) for question in found)


def _for_reviewer(question: Question) -> Question:
    return question if question.ending else replace(question, reply="", replied_by="", replied_at=None)
