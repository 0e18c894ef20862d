"""Withdrawing a suspended award: a lead reviewer proposes, a member of the appeal panel confirms (C9)."""

from dataclasses import dataclass
from uuid import uuid4

from portal.audit.work import Work
from portal.awards import actions as awards
from portal.awards.states import AwardState, ReasonType
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotPermitted, Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words
from portal.standing import rules
from portal.standing.finding import award_for, held, open_withdrawing
from portal.standing.models import Withdrawing
from portal.standing.states import WITHDRAWING


@dataclass(frozen=True)
class Propose:
    """Why a suspended award should be withdrawn: the council reads ``why``, everybody the note and the reason type."""

    number: str
    reason_type: ReasonType | None
    why: str
    public_note: str


@dataclass(frozen=True)
class AnswerProposal:
    """Whether a member of the panel confirms the withdrawal, and why."""

    number: str
    confirmed: bool | None
    why: str


def propose(work: Work, command: Propose) -> None:
    """Ask the panel to confirm that a suspended award is withdrawn; announces ``withdrawing:proposed``.

    Raises NotFound, NotPermitted, IllegalMove where it is not suspended or was proposed already, and RuleBroken.
    """
    award = held(work, award_for(work.session, work.actor, command.number, Permission.WITHDRAWING_PROPOSE))
    position = award.facts.changes[-1]
    if position.state is not AwardState.SUSPENDED or open_withdrawing(work.session, award.id):
        raise IllegalMove(WITHDRAWING.name, "not suspended", "propose")
    why, note = command.why.strip(), command.public_note.strip()
    problems = tuple(rules.withdrawing_problems(command.reason_type, why, note, position.from_on, today(work.clock)))
    if problems or command.reason_type is None:
        raise RuleBroken(problems)
    row = Withdrawing(
        id=uuid4(),
        award_id=award.id,
        council_id=award.council_id,
        application_id=award.application_id,
        reason_type=command.reason_type,
        why=why,
        public_note=note,
        proposed_by_id=work.person_id,
        proposed_at=work.clock.now(),
    )
    work.begin(row, Permission.WITHDRAWING_PROPOSE, "withdrawing:proposed", reason_type=command.reason_type.value)


def answer(work: Work, command: AnswerProposal) -> None:
    """Confirm the withdrawal, which is carried out at once, or refuse it, after which the award stays suspended.

    Raises NotFound, also for whoever took part in the case; NotPermitted for whoever proposed it; IllegalMove and
    RuleBroken.
    """
    row = _open(work, command.number, Permission.WITHDRAWING_CONFIRM)
    if row.proposed_by_id == work.person_id:
        raise NotPermitted("whoever proposed it does not confirm it")
    problems = [*rules.text_problems("why", command.why)]
    if command.confirmed is None:
        problems.insert(0, Problem("confirmed", words("Choose what you decide.")))
    if problems:
        raise RuleBroken(problems)
    row.answered_by_id, row.answered_at, row.answer = work.person_id, work.clock.now(), command.why.strip()
    event = work.perform(row, "confirm" if command.confirmed else "refuse", reason=row.answer)
    if command.confirmed:
        awards.withdraw(
            work.as_system(event), awards.Withdraw(command.number, row.why, row.reason_type, row.public_note)
        )


def take_back(work: Work, number: str) -> None:
    """Do not withdraw it after all. Raises NotFound, NotPermitted, IllegalMove where the panel has answered."""
    work.perform(_open(work, number, Permission.WITHDRAWING_PROPOSE), "take_back")


def _open(work: Work, number: str, permission: Permission) -> Withdrawing:
    award = held(work, award_for(work.session, work.actor, number, permission))
    row = open_withdrawing(work.session, award.id)
    if row is None:
        raise IllegalMove(WITHDRAWING.name, "answered", "answer")
    return row
