"""Withdrawing a signed application in two steps, taking up a lapsed one, and giving a council more time."""

from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, select, update

from portal.applications import queries as applications
from portal.applications.models import Application, Unlocked, WithdrawalRequest
from portal.applications.outlook import can_be_withdrawn
from portal.applications.rules import reopen_until
from portal.applications.states import APPLICATION, WithdrawalAnswer
from portal.audit.work import Work
from portal.completeness.queries import to_be_checked
from portal.endings import rules
from portal.endings.queries import check_to_extend
from portal.kernel.clock import day_of, today
from portal.kernel.errors import NotPermitted, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class AskWithdrawal:
    """An owner wishes to withdraw the council's application, and says why."""

    slug: str
    reason: str


@dataclass(frozen=True)
class Extend:
    """More time to put right what was missing, and why."""

    reference: str
    reason: str


def ask_withdrawal(work: Work, command: AskWithdrawal) -> None:
    """Ask an approver to confirm that the application is withdrawn (C5, row 24). Everything goes on until then.

    Raises NotFound, NotPermitted, IllegalMove where it cannot be withdrawn or was asked already, and RuleBroken.
    """
    application = _own(work, command.slug, Permission.APPLICATION_WITHDRAW)
    if not can_be_withdrawn(application.state) or _waiting(work, application):
        raise APPLICATION.refusal(application.state, "ask_withdrawal")
    if problems := tuple(rules.reason_problems(command.reason)):
        raise RuleBroken(problems)
    request = WithdrawalRequest(
        id=uuid4(),
        application_id=application.id,
        reason=command.reason.strip(),
        asked_by_id=work.person_id,
        asked_at=work.clock.now(),
    )
    work.session.add(request)
    work.session.flush()
    work.announce("withdrawal:asked", application.id, application.council_id, request_id=str(request.id))


def take_back_withdrawal(work: Work, slug: str) -> None:
    """An owner does not wish it any more. Raises NotFound, NotPermitted, and IllegalMove where nothing waits."""
    application = _own(work, slug, Permission.APPLICATION_WITHDRAW)
    _answer(work, application, WithdrawalAnswer.TAKEN_BACK)


def refuse_withdrawal(work: Work, slug: str) -> None:
    """An approver refuses: the application goes on. Raises NotFound, NotPermitted and IllegalMove."""
    application = _own(work, slug, Permission.APPLICATION_CONFIRM_WITHDRAWAL)
    _answer(work, application, WithdrawalAnswer.REFUSED)


def confirm_withdrawal(work: Work, slug: str) -> None:
    """An approver, who must not be the one who asked, confirms: the application is withdrawn, and nobody reviews it.

    Raises NotFound, NotPermitted and IllegalMove.
    """
    application = _own(work, slug, Permission.APPLICATION_CONFIRM_WITHDRAWAL)
    request = _answer(work, application, WithdrawalAnswer.CONFIRMED)
    work.perform(application, "confirm_withdrawal", reason=request.reason, request_id=str(request.id))


def reopen(work: Work, slug: str) -> None:
    """Take up again what has lapsed, within three months (C5, row 7). All of it can be changed.

    Raises NotFound, NotPermitted, IllegalMove where it has not lapsed or the council has another, and RuleBroken.
    """
    application = _own(work, slug, Permission.APPLICATION_REOPEN)
    APPLICATION.find(application.state, "reopen")
    last = reopen_until(day_of(application.state_since))
    if application.resubmission_of_id is not None:
        raise RuleBroken([Problem("", words("The time to send the named criteria again is over. Start a new one."))])
    if today(work.clock) > last:
        said = words("This could be taken up again until %(day)s. Start a new application.", day=last)
        raise RuleBroken([Problem("", said)])
    work.session.execute(delete(Unlocked).where(Unlocked.application_id == application.id))
    work.perform(application, "reopen")


def extend(work: Work, command: Extend) -> None:
    """Give a council more time to put right what was missing, once (C5, row 11).

    Raises NotFound, NotPermitted, IllegalMove where it is not with the council or had more time already, RuleBroken.
    """
    found = to_be_checked(work.session, work.actor, command.reference)
    application = applications.locked(work.session, found.id)
    work.require(Permission.DEADLINE_EXTEND, work.record_of(application))
    check, fix_by = check_to_extend(work.session, application.id, application.state)
    if problems := tuple(rules.reason_problems(command.reason)):
        raise RuleBroken(problems)
    check.fix_by = rules.extended(fix_by, today(work.clock))
    check.extended_at, check.extended_by_id = work.clock.now(), work.person_id
    check.extended_why = command.reason.strip()
    work.session.execute(update(Unlocked).where(Unlocked.application_id == application.id).values(until=check.fix_by))
    work.note(
        application,
        "extend",
        "deadline:extended",
        Permission.DEADLINE_EXTEND,
        reason=check.extended_why,
        was=fix_by.isoformat(),
        fix_by=check.fix_by.isoformat(),
    )


def _own(work: Work, slug: str, permission: Permission) -> Application:
    """The council's application, held, for somebody who may do this with it."""
    found = applications.application_for(work.session, work.actor, slug, permission)
    application = applications.locked(work.session, found.id)
    work.require(permission, work.record_of(application))
    return application


def _waiting(work: Work, application: Application) -> WithdrawalRequest | None:
    return work.session.scalar(
        select(WithdrawalRequest)
        .where(WithdrawalRequest.application_id == application.id, WithdrawalRequest.answer.is_(None))
        .execution_options(populate_existing=True)
    )


def _answer(work: Work, application: Application, answer: WithdrawalAnswer) -> WithdrawalRequest:
    request = _waiting(work, application)
    if request is None or not can_be_withdrawn(application.state):
        raise APPLICATION.refusal(application.state, "answer_withdrawal")
    if answer is not WithdrawalAnswer.TAKEN_BACK and request.asked_by_id == work.person_id:
        raise NotPermitted("whoever asked does not answer")
    request.answer, request.answered_by_id, request.answered_at = answer, work.person_id, work.clock.now()
    work.session.flush()
    work.announce(
        "withdrawal:answered",
        application.id,
        application.council_id,
        request_id=str(request.id),
        answer=answer.value,
    )
    return request
