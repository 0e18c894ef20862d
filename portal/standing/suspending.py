"""Suspending an award and restoring it: proposed by one person, decided by another, carried out on the day (C9)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards import actions as awards
from portal.awards.queries import award_by_id
from portal.awards.rules import is_running
from portal.awards.states import AwardState
from portal.kernel.clock import day_of, today
from portal.kernel.errors import IllegalMove, NotPermitted, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.standing import rules
from portal.standing.finding import award_for, award_of_council, held, open_suspension, open_withdrawing
from portal.standing.models import Suspension, SuspensionAnswer
from portal.standing.rules import Verdict
from portal.standing.states import GROUND_WORDS, SUSPENSION, Ground, SuspensionState


@dataclass(frozen=True)
class Propose:
    """Why an award should be suspended: for the council what was seen and how to put it right, for all the note."""

    number: str
    ground: Ground | None
    seen: str
    to_put_right: str
    public_note: str


@dataclass(frozen=True)
class Decide:
    """What a lead reviewer decides on the proposal; ``why`` is needed unless the council gets its notice."""

    number: str
    verdict: Verdict | None
    why: str


@dataclass(frozen=True)
class Say:
    """That a suspension is dropped, or that what led to it is put right, and why."""

    number: str
    why: str


@dataclass(frozen=True)
class Answer:
    """What a council says of its suspension: what it has put right."""

    slug: str
    said: str


def propose(work: Work, command: Propose) -> None:
    """Propose to suspend an award; announces ``suspension:proposed``.

    Raises NotFound, NotPermitted, RuleBroken, IllegalMove where it is over, suspended or proposed already.
    """
    award = held(work, award_for(work.session, work.actor, command.number, Permission.SUSPENSION_PROPOSE))
    if open_suspension(work.session, award.id) or award.facts.changes[-1].state is not AwardState.VALID:
        raise IllegalMove(SUSPENSION.name, "open", "propose")
    seen, to_put_right, note = (typed.strip() for typed in (command.seen, command.to_put_right, command.public_note))
    problems = tuple(rules.proposal_problems(command.ground, seen, to_put_right, note))
    if problems or command.ground is None:
        raise RuleBroken(problems)
    suspension = Suspension(
        id=uuid4(),
        award_id=award.id,
        council_id=award.council_id,
        application_id=award.application_id,
        ground=command.ground,
        seen=seen,
        to_put_right=to_put_right,
        public_note=note,
        proposed_by_id=work.person_id,
        proposed_at=work.clock.now(),
    )
    work.begin(suspension, Permission.SUSPENSION_PROPOSE, "suspension:proposed", ground=command.ground.value)


def decide(work: Work, command: Decide) -> None:
    """Give the council its notice, suspend the award at once, or do not follow the proposal.

    Raises NotFound, NotPermitted also for whoever proposed it, IllegalMove, RuleBroken.
    """
    suspension = _open(work, command.number)
    SUSPENSION.find(suspension.state, "notify")
    if suspension.proposed_by_id == work.person_id:
        raise NotPermitted("whoever proposed it does not decide it")
    if problems := tuple(rules.verdict_problems(command.verdict, command.why)):
        raise RuleBroken(problems)
    suspension.decided_by_id, suspension.decided_at = work.person_id, work.clock.now()
    suspension.why = command.why.strip()
    if command.verdict is Verdict.NOTICE:
        notice = rules.notice_from(today(work.clock))
        suspension.answer_by, suspension.suspend_on = notice.answer_by, notice.suspend_on
        work.perform(suspension, "notify", reason=suspension.why, suspend_on=notice.suspend_on.isoformat())
    elif command.verdict is Verdict.AT_ONCE:
        _suspend(work, suspension, work.perform(suspension, "suspend_now", reason=suspension.why))
    else:
        work.perform(suspension, "reject", reason=suspension.why)


def drop(work: Work, command: Say) -> None:
    """Drop a suspension of which the council has notice. Raises NotFound, NotPermitted, IllegalMove, RuleBroken."""
    suspension = _open(work, command.number)
    SUSPENSION.find(suspension.state, "drop")
    _with_reason(command.why)
    suspension.why = command.why.strip()
    work.perform(suspension, "drop", reason=suspension.why)


def restore(work: Work, command: Say) -> None:
    """Restore an award, because what led to its suspension is put right; its last day does not move.

    Raises NotFound, NotPermitted, RuleBroken, IllegalMove while a withdrawal of it is with the panel.
    """
    suspension = _open(work, command.number)
    SUSPENSION.find(suspension.state, "restore")
    _with_reason(command.why)
    if open_withdrawing(work.session, suspension.award_id):
        raise IllegalMove("withdrawing", "proposed", "restore")
    suspension.why = command.why.strip()
    event = work.perform(suspension, "restore", reason=suspension.why)
    awards.restore(work.as_system(event), awards.Restore(command.number, suspension.why))


def answer(work: Work, command: Answer) -> None:
    """Say what the council has put right, while it has notice or is suspended; announces ``suspension:answered``.

    Raises NotFound, NotPermitted, IllegalMove where there is nothing to answer, RuleBroken.
    """
    award = held(work, award_of_council(work.session, work.actor, command.slug, Permission.SUSPENSION_ANSWER))
    suspension = open_suspension(work.session, award.id)
    if suspension is None or suspension.state is SuspensionState.PROPOSED:
        raise IllegalMove(SUSPENSION.name, "not announced", "answer")
    said = command.said.strip()
    if problems := tuple(rules.text_problems("said", said)):
        raise RuleBroken(problems)
    row = SuspensionAnswer(suspension_id=suspension.id, said=said, said_by_id=work.person_id, said_at=work.clock.now())
    work.session.add(row)
    work.note(suspension, "answer", "suspension:answered", Permission.SUSPENSION_ANSWER, reason=said)


def suspensions_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield what has to be done about each suspension whose day has come: one of the things that fall due."""
    coming = select(Suspension.id).where(
        Suspension.state == SuspensionState.NOTIFIED, Suspension.suspend_on <= day_of(now)
    )
    for suspension_id in session.scalars(coming.order_by(Suspension.suspend_on)):
        yield partial(_carry_out, suspension_id=suspension_id)


def _carry_out(work: Work, suspension_id: UUID) -> None:
    suspension = work.session.scalars(select(Suspension).where(Suspension.id == suspension_id).with_for_update()).one()
    # A lead reviewer may have dropped it since we looked.
    if suspension.state is not SuspensionState.NOTIFIED:
        return
    if is_running(award_by_id(work.session, suspension.award_id).facts, today(work.clock)):
        _suspend(work, suspension, work.perform(suspension, "carry_out"))
    else:
        work.perform(suspension, "lapse")


def _suspend(work: Work, suspension: Suspension, because: Event) -> None:
    number = award_by_id(work.session, suspension.award_id).number
    reason = str(GROUND_WORDS[suspension.ground])
    awards.suspend(work.as_system(because), awards.Suspend(number, reason, suspension.public_note))


def _open(work: Work, number: str) -> Suspension:
    """What is open about the award's suspension, for a lead reviewer without a tie to its council."""
    award = held(work, award_for(work.session, work.actor, number, Permission.SUSPENSION_DECIDE))
    suspension = open_suspension(work.session, award.id)
    if suspension is None:
        raise IllegalMove(SUSPENSION.name, "none", "decide")
    return suspension


def _with_reason(why: str) -> None:
    if problems := tuple(rules.text_problems("why", why)):
        raise RuleBroken(problems)
