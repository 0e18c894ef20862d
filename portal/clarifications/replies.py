"""What a council sees of the questions that a reviewer asks: each beside its answer and its evidence (D3)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.queries import AnswerFacts, ApplicationFacts, EvidenceFacts
from portal.applications.states import APPLICATION, ApplicationState
from portal.clarifications.queries import Question, Round, rounds_of
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.evidence.rules import REPLY_ITEMS
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may


@dataclass(frozen=True)
class QuestionLine:
    """One question beside what the council has said; ``room`` is how many items can still be added in this round."""

    question: Question
    criterion: Criterion
    answer: AnswerFacts | None
    evidence: tuple[EvidenceFacts, ...]
    room: int


@dataclass(frozen=True)
class QuestionsPage:
    """What the reviewer asks, for the council. ``lines`` wait for an answer; ``earlier`` are the rounds before."""

    application: ApplicationFacts
    edition: Edition
    answer_by: date | None
    lines: tuple[QuestionLine, ...]
    earlier: tuple[Round, ...]
    may_edit: bool
    may_send: bool

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The criteria whose question has no reply yet."""
        return tuple(line.criterion.id for line in self.lines if not line.question.reply)


def questions_page(session: Session, actor: Actor, slug: str) -> QuestionsPage:
    """The questions that the council was asked. Raises NotFound."""
    application = applications.application_for(session, actor, slug)
    edition = edition_of(session, application.edition_id)
    asked = [found for found in rounds_of(session, application.id) if found.asked_at is not None]
    now = next((found for found in asked if found.ending is None), None)
    waiting = now if application.state is ApplicationState.CLARIFICATION_REQUESTED else None
    record = Record(application.council_id)
    return QuestionsPage(
        application=application,
        edition=edition,
        answer_by=waiting.answer_by if waiting else None,
        lines=tuple(_lines(session, application, edition, waiting)) if waiting else (),
        earlier=tuple(found for found in reversed(asked) if found is not waiting),
        may_edit=waiting is not None and may(actor, Permission.APPLICATION_EDIT, record),
        may_send=waiting is not None and may(actor, Permission.CLARIFICATION_ANSWER, record),
    )


def _lines(session: Session, application: ApplicationFacts, edition: Edition, waiting: Round) -> list[QuestionLine]:
    answers = applications.answers_of(session, application.id)
    evidence = applications.evidence_of(session, application.id)
    lines = []
    for question in waiting.questions:
        items = evidence.get(question.criterion, ())
        added = sum(waiting.asked_at is not None and item.added_at > waiting.asked_at for item in items)
        criterion = edition.criterion(question.criterion)
        lines.append(QuestionLine(question, criterion, answers.get(criterion.id), items, REPLY_ITEMS - added))
    return lines


@dataclass(frozen=True)
class ReplyPage:
    """One question to be answered."""

    page: QuestionsPage
    line: QuestionLine


def reply_page(session: Session, actor: Actor, slug: str, criterion_id: str) -> ReplyPage:
    """The question on this criterion. Raises NotFound, and IllegalMove while the council has nothing to answer."""
    page = questions_page(session, actor, slug)
    APPLICATION.find(page.application.state, "answer_questions")
    for line in page.lines:
        if line.criterion.id == criterion_id:
            return ReplyPage(page, line)
    raise NotFound(f"no question on {criterion_id} waits for {slug}")
