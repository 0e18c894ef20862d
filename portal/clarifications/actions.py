"""A reviewer collects questions and sends them; the council answers; the portal ends what was not answered in time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.actions import unlock
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.audit.work import Work
from portal.clarifications import queries, rules
from portal.clarifications.models import ClarificationQuestion, ClarificationRound
from portal.clarifications.states import RoundEnding
from portal.kernel.clock import day_of, today
from portal.kernel.errors import NotFound, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission
from portal.kernel.words import words

REPLY = words("Your reply")


@dataclass(frozen=True)
class Collect:
    """A question on one criterion, to be sent later with the others."""

    reference: str
    criterion: str
    question: str


@dataclass(frozen=True)
class SaveReply:
    """What an officer typed in reply to a question, over ``version`` of the reply; 0 where there was none."""

    slug: str
    criterion: str
    reply: str
    version: int


@dataclass(frozen=True)
class SendReplies:
    """The end of the round; ``confirmed``: questions without a reply are meant to be left so."""

    slug: str
    confirmed: bool


def collect(work: Work, command: Collect) -> None:
    """Keep a question until the round is sent, in place of the one on the same criterion (C5, row 16).

    Raises NotFound, IllegalMove while the application is not in review, and RuleBroken.
    """
    application = _reviewed(work, command.reference)
    criterion = queries.asked_of(work.session, work.actor, command.reference).edition.criterion(command.criterion).id
    rounds = _rounds(work, application)
    open_round = next((found for found in rounds if found.asked_at is None), None)
    question = command.question.strip()
    if problems := tuple(rules.question_problems(question, len(rounds) - (open_round is not None))):
        raise RuleBroken(problems)
    if open_round is None:
        open_round = ClarificationRound(
            id=uuid4(),
            application_id=application.id,
            number=len(rounds) + 1,
            reviewer_id=work.person_id,
            begun_at=work.clock.now(),
        )
        work.session.add(open_round)
        work.session.flush()
    _remove(work, open_round, criterion)
    work.session.add(
        ClarificationQuestion(id=uuid4(), round_id=open_round.id, criterion=criterion, question=question, reply="")
    )
    work.session.flush()


def remove(work: Work, reference: str, criterion: str) -> None:
    """Take a question away that was not sent yet; no complaint where there is none. Raises NotFound, IllegalMove."""
    application = _reviewed(work, reference)
    for found in _rounds(work, application):
        if found.asked_at is None:
            _remove(work, found, criterion)


def ask(work: Work, reference: str) -> None:
    """Send everything that was collected: the turn is the council's for ten working days (C5, row 16).

    Raises NotFound, IllegalMove and RuleBroken where nothing was collected.
    """
    application = _reviewed(work, reference)
    found = next((entry for entry in _rounds(work, application) if entry.asked_at is None), None)
    questions = _questions(work, found) if found else {}
    if problems := tuple(rules.sending_problems(len(questions))):
        raise RuleBroken(problems)
    if found is None:
        raise NotFound(f"no round for {reference}")
    found.asked_at, found.answer_by = work.clock.now(), rules.answer_by(today(work.clock))
    unlock(
        work,
        application,
        {criterion: row.question for criterion, row in questions.items()},
        until=found.answer_by,
        permission=Permission.CLARIFICATION_ASK,
    )
    work.perform(
        application,
        "ask_questions",
        round_id=str(found.id),
        round=found.number,
        criteria=sorted(questions),
        answer_by=found.answer_by.isoformat(),
    )


def forget_unsent(work: Work, application: Application) -> None:
    """Drop what a reviewer collected and never sent, because the review ends."""
    for found in _rounds(work, application):
        if found.asked_at is None:
            work.session.execute(delete(ClarificationQuestion).where(ClarificationQuestion.round_id == found.id))
            work.session.delete(found)
    work.session.flush()


def mark_read(work: Work, reference: str, criterion: str) -> None:
    """The reviewer has read every reply that was sent on this criterion. Raises NotFound."""
    case = queries.asked_of(work.session, work.actor, reference)
    rows = work.session.scalars(
        select(ClarificationQuestion)
        .join(ClarificationRound, ClarificationRound.id == ClarificationQuestion.round_id)
        .where(
            ClarificationRound.application_id == case.application_id,
            ClarificationRound.ending.is_not(None),
            ClarificationQuestion.criterion == criterion,
            ClarificationQuestion.read_at.is_(None),
        )
    )
    for row in rows:
        row.read_at = work.clock.now()
    work.session.flush()


def save_reply(work: Work, command: SaveReply) -> None:
    """Save a reply, finished or not; an empty one takes back what was there. The reviewer sees none of it yet.

    Raises NotFound, NotPermitted, IllegalMove once the replies were sent, RuleBroken, and StaleEdit where somebody has
    saved another reply since the page was opened.
    """
    _application, found = _asked(work, command.slug, Permission.APPLICATION_EDIT)
    row = _questions(work, found).get(command.criterion)
    if row is None:
        raise NotFound(f"no question on {command.criterion}")
    if problems := tuple(rules.reply_problems(command.reply)):
        raise RuleBroken(problems)
    reply = command.reply.strip()
    if reply == row.reply:
        return
    saved = queries.version_of(row.replied_at)
    if saved != command.version:
        by = work.session.get(Person, row.replied_by_id) if row.replied_by_id else None
        theirs = {str(REPLY): row.reply}
        raise StaleEdit({str(REPLY): reply}, theirs, (by.name or by.email) if by else "", saved)
    row.reply = reply
    row.replied_by_id, row.replied_at = (work.person_id, work.clock.now()) if reply else (None, None)
    work.session.flush()


def send_replies(work: Work, command: SendReplies) -> None:
    """Send every reply to the reviewer: the turn is the LGA's again (C5, row 17).

    Raises NotFound, NotPermitted, IllegalMove, and RuleBroken where a question was left empty without meaning it.
    """
    application, found = _asked(work, command.slug, Permission.CLARIFICATION_ANSWER)
    empty = [criterion for criterion, row in _questions(work, found).items() if not row.reply]
    if problems := tuple(rules.answering_problems(empty, confirmed=command.confirmed)):
        raise RuleBroken(problems)
    _end(work, application, found, RoundEnding.ANSWERED, Permission.CLARIFICATION_ANSWER)
    work.perform(application, "answer_questions", round_id=str(found.id), unanswered=sorted(empty))


def rounds_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the end of each round whose last day has passed: one of the things that fall due (C5, row 17)."""
    day = day_of(now)
    due = (
        select(ClarificationRound.application_id)
        .join(Application, Application.id == ClarificationRound.application_id)
        .where(
            Application.state == ApplicationState.CLARIFICATION_REQUESTED,
            ClarificationRound.ending.is_(None),
            ClarificationRound.answer_by < day,
        )
    )
    for application_id in session.scalars(due.order_by(ClarificationRound.answer_by)):
        yield partial(_close, application_id=application_id)


def _close(work: Work, application_id: UUID) -> None:
    application = applications.locked(work.session, application_id)
    found = next((entry for entry in _rounds(work, application) if entry.ending is None), None)
    # An owner may have been quicker.
    if application.state is not ApplicationState.CLARIFICATION_REQUESTED or found is None:
        return
    empty = [criterion for criterion, row in _questions(work, found).items() if not row.reply]
    _end(work, application, found, RoundEnding.TIMED_OUT, Permission.APPLICATION_LAPSE)
    work.perform(application, "close_questions", round_id=str(found.id), unanswered=sorted(empty))


def _end(
    work: Work, application: Application, found: ClarificationRound, ending: RoundEnding, permission: Permission
) -> None:
    found.ending, found.ended_at = ending, work.clock.now()
    unlock(work, application, {}, permission=permission)


def _reviewed(work: Work, reference: str) -> Application:
    """The application, held, for its reviewer, while it is in review."""
    case = queries.asked_of(work.session, work.actor, reference)
    application = applications.locked(work.session, case.application_id)
    work.require(Permission.CLARIFICATION_ASK, work.record_of(application))
    APPLICATION.find(application.state, "ask_questions")
    if not case.is_first:
        # Row 16 is the first reviewer's: the council is asked by one person.
        raise APPLICATION.refusal(application.state, "ask_questions")
    return application


def _asked(work: Work, slug: str, permission: Permission) -> tuple[Application, ClarificationRound]:
    """The application, held, and the round that the council has to answer."""
    found = applications.application_for(work.session, work.actor, slug)
    application = applications.locked(work.session, found.id)
    work.require(permission, work.record_of(application))
    APPLICATION.find(application.state, "answer_questions")
    waiting = [entry for entry in _rounds(work, application) if entry.ending is None and entry.asked_at is not None]
    if not waiting:
        raise APPLICATION.refusal(application.state, "answer_questions")
    return application, waiting[0]


def _rounds(work: Work, application: Application) -> list[ClarificationRound]:
    return list(
        work.session.scalars(
            select(ClarificationRound)
            .where(ClarificationRound.application_id == application.id)
            .order_by(ClarificationRound.number)
            .execution_options(populate_existing=True)
        )
    )


def _questions(work: Work, found: ClarificationRound) -> dict[str, ClarificationQuestion]:
    rows = work.session.scalars(
        select(ClarificationQuestion)
        .where(ClarificationQuestion.round_id == found.id)
        .execution_options(populate_existing=True)
    )
    return {row.criterion: row for row in rows}


def _remove(work: Work, found: ClarificationRound, criterion: str) -> None:
    work.session.execute(
        delete(ClarificationQuestion).where(
            ClarificationQuestion.round_id == found.id, ClarificationQuestion.criterion == criterion
        )
    )
