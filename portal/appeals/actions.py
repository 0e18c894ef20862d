"""What a council does about an appeal: write, lodge, hand back, withdraw; and what the portal does by itself (C8)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appeals import queries, rules
from portal.appeals.models import Appeal
from portal.appeals.states import OPEN_STATES, AppealState, Ground
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.decisions.models import Decision
from portal.kernel.clock import day_of, today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.kernel.references import new_appeal_reference
from portal.kernel.words import words


@dataclass(frozen=True)
class Write:
    """What an owner has written: on which grounds, about which criteria, what happened and what is asked for."""

    slug: str
    grounds: tuple[Ground, ...]
    criteria: tuple[str, ...]
    statement: str


@dataclass(frozen=True)
class HandBack:
    """What the approver would like to be said otherwise."""

    slug: str
    comment: str


def write(work: Work, command: Write) -> Appeal:
    """Write the appeal and ask an approver to lodge it.

    Raises NotFound, RuleBroken where it is too late, something else is open or something is missing, and IllegalMove
    where there is an appeal against this result already.
    """
    council = applications.own_council(work.session, work.actor, command.slug, Permission.APPEAL_WRITE)
    # Held, so that nobody begins an application at the same moment.
    work.session.scalar(select(Council.id).where(Council.id == council.id).with_for_update())
    result = queries.latest_result(work.session, council.id)
    if result is None:
        raise NotFound(f"{command.slug} has no result")
    if known := _against(work.session, result.decision_id):
        raise IllegalMove(known.lifecycle.name, known.state, "write")
    if problem := queries.obstacle(work.session, council.id, result, today(work.clock)):
        raise RuleBroken([Problem("", problem)])
    ids = [criterion.id for criterion in result.edition.criteria]
    if problems := tuple(rules.appeal_problems(command.grounds, command.criteria, command.statement, ids)):
        raise RuleBroken(problems)
    appeal = Appeal(
        id=uuid4(),
        reference=new_appeal_reference(work.choose),
        application_id=result.application_id,
        council_id=council.id,
        decision_id=result.decision_id,
        grounds=[ground.value for ground in Ground if ground in command.grounds],
        criteria=[criterion for criterion in ids if criterion in command.criteria],
        statement=command.statement.strip(),
        written_by_id=work.person_id,
        written_at=work.clock.now(),
    )
    work.begin(appeal, Permission.APPEAL_WRITE, "appeal:written", reference=appeal.reference)
    return appeal


def lodge(work: Work, slug: str) -> None:
    """An approver confirms: the appeal is with the LGA. Raises NotFound, NotPermitted, IllegalMove, RuleBroken."""
    appeal = _open(work, slug, Permission.APPEAL_CONFIRM)
    last = _last_day(work.session, appeal)
    if today(work.clock) > last:
        said = words("The time to appeal against this result ended on %(day)s.", day=last)
        raise RuleBroken([Problem("", said)])
    appeal.confirmed_by_id, appeal.lodged_at = work.person_id, work.clock.now()
    work.perform(appeal, "lodge")


def hand_back(work: Work, command: HandBack) -> None:
    """An approver does not confirm, and says why; an owner can write it anew. Raises as ``lodge``."""
    appeal = _open(work, command.slug, Permission.APPEAL_CONFIRM)
    said = words("Say in a sentence what should be written otherwise.")
    if problems := tuple(rules.reason_problems("comment", command.comment, said)):
        raise RuleBroken(problems)
    appeal.outcome_why = command.comment.strip()
    work.perform(appeal, "refuse", reason=appeal.outcome_why)


def withdraw(work: Work, slug: str) -> None:
    """An owner withdraws: the result stands. Raises NotFound, NotPermitted, IllegalMove."""
    appeal = _open(work, slug, Permission.APPEAL_WRITE)
    work.perform(appeal, "withdraw")


def unconfirmed_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the end of each appeal that nobody confirmed by the last day: one of the things that fall due."""
    day = day_of(now)
    for appeal in session.scalars(select(Appeal).where(Appeal.state == AppealState.TO_BE_CONFIRMED)):
        if day > _last_day(session, appeal):
            yield partial(_take_out, appeal_id=appeal.id)


def _take_out(work: Work, appeal_id: UUID) -> None:
    appeal = locked(work.session, appeal_id)
    # An approver may have been quicker.
    if appeal.state is AppealState.TO_BE_CONFIRMED:
        appeal.outcome_why = "No approver confirmed it by the last day."
        work.perform(appeal, "withdraw", reason=appeal.outcome_why)


def refuse_while_appealed(work: Work, event: Event) -> None:
    """Follow the start of an application or of a resubmission: refuse it while the council's appeal is open.

    Raises RuleBroken, which undoes the start.
    """
    if event.council_id is None:
        return
    work.session.scalar(select(Council.id).where(Council.id == event.council_id).with_for_update())
    if queries.open_appeal(work.session, event.council_id) is not None:
        said = words("Your council’s appeal is open. Wait for its answer, or let an owner withdraw it first.")
        raise RuleBroken([Problem("", said)])


def count_anew(work: Work, event: Event) -> None:
    """Follow an appeal that changed nothing: the council's times to act are counted from this day.

    What was never lodged has cost nobody any time.
    """
    appeal = work.session.get_one(Appeal, event.subject_id)
    if appeal.lodged_at is not None:
        decision = work.session.get_one(Decision, appeal.decision_id, with_for_update=True)
        decision.counts_from = today(work.clock)
        work.session.flush()


def close(work: Work, event: Event) -> None:
    """Follow an appeal that was not admitted or not upheld: the application is finished (C5, row 23)."""
    application = applications.locked(work.session, event.case_id)
    work.perform(application, "close")


def closings_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the closing of each released result whose time to appeal is over (C5, row 23)."""
    for application_id in session.scalars(
        select(Application.id).where(Application.state == ApplicationState.FEEDBACK_RELEASED)
    ):
        if _is_over(session, application_id, now):
            yield partial(_close_once, application_id=application_id)


def _close_once(work: Work, application_id: UUID) -> None:
    application = applications.locked(work.session, application_id)
    if application.state is ApplicationState.FEEDBACK_RELEASED and _is_over(
        work.session, application_id, work.clock.now()
    ):
        work.perform(application, "close")


def _is_over(session: Session, application_id: UUID, now: datetime) -> bool:
    released_at = session.scalar(
        select(Decision.released_at)
        .where(Decision.application_id == application_id)
        .order_by(Decision.round.desc())
        .limit(1)
    )
    if released_at is None or day_of(now) <= rules.lodge_by(day_of(released_at)):
        return False
    waiting = select(Appeal.id).where(Appeal.application_id == application_id, Appeal.state.in_(OPEN_STATES))
    return session.scalar(waiting) is None


def locked(session: Session, appeal_id: UUID) -> Appeal:
    """The appeal and its application, held until the transaction ends. Raises NotFound."""
    application_id = session.scalar(select(Appeal.application_id).where(Appeal.id == appeal_id))
    if application_id is None:
        raise NotFound(f"no appeal {appeal_id}")
    applications.locked(session, application_id)
    return session.get_one(Appeal, appeal_id, with_for_update=True, populate_existing=True)


def _open(work: Work, slug: str, permission: Permission) -> Appeal:
    """The council's open appeal, held, for somebody who may do this with it. Raises NotFound and IllegalMove."""
    council = applications.own_council(work.session, work.actor, slug, permission)
    found = queries.open_appeal(work.session, council.id)
    if found is None:
        raise IllegalMove("appeal", "over", permission)
    return locked(work.session, found)


def _against(session: Session, decision_id: UUID) -> Appeal | None:
    return session.scalar(
        select(Appeal).where(Appeal.decision_id == decision_id, Appeal.state != AppealState.WITHDRAWN)
    )


def _last_day(session: Session, appeal: Appeal) -> date:
    released_at = session.get_one(Decision, appeal.decision_id).released_at
    if released_at is None:
        raise NotFound("a result that is not out cannot be appealed")
    return rules.lodge_by(day_of(released_at))
