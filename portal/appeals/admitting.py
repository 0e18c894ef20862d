"""From an appeal that was lodged to its panel: an administrator's advice, the chair's answer (C8)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals import rules
from portal.appeals.actions import locked
from portal.appeals.hearing import heard
from portal.appeals.models import Appeal, PanelMember
from portal.appeals.oversight import advisable
from portal.appeals.people import chair_of, free_sitters
from portal.appeals.states import Advice, AppealState
from portal.audit.work import Work
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class Advise:
    """Whether an administrator would admit the appeal, why, and who is to chair its panel."""

    reference: str
    advice: Advice | None
    why: str
    chair_id: UUID | None


@dataclass(frozen=True)
class Admit:
    """The two whom the chair asks to sit beside them."""

    reference: str
    members: tuple[UUID, ...]


@dataclass(frozen=True)
class DoNotAdmit:
    """Why the appeal is not heard, as the council reads it."""

    reference: str
    why: str


def advise(work: Work, command: Advise) -> None:
    """Advise the chair and name them, once. Raises NotFound, NotPermitted, IllegalMove, RuleBroken."""
    found = advisable(work.session, work.actor, command.reference)
    appeal = locked(work.session, found.id)
    work.require(Permission.APPEAL_ADVISE, work.record_of(appeal))
    if appeal.state is not AppealState.LODGED or appeal.advice is not None:
        raise IllegalMove(appeal.lifecycle.name, appeal.state, "advise")
    # Whoever advises has no seat.
    free = {
        person.person_id: person
        for person in free_sitters(work.session, appeal, today(work.clock), but=work.actor.person_id)
    }
    problems = list(rules.reason_problems("why", command.why, words("Say in a sentence why you advise so.")))
    if command.advice is None:
        problems.insert(0, Problem("advice", words("Choose what you advise.")))
    if command.chair_id not in free:
        problems.append(Problem("chair", words("Choose who is to chair the panel.")))
    if problems or command.chair_id is None:
        raise RuleBroken(problems)
    appeal.advice, appeal.advice_why, appeal.advised_by_id = command.advice, command.why.strip(), work.person_id
    _seat(work, appeal, command.chair_id, chair=True)
    work.announce("appeal:advised", appeal.id, appeal.council_id, chair_id=str(command.chair_id))


def admit(work: Work, command: Admit) -> None:
    """The chair admits the appeal by choosing who sits beside them. Raises NotFound, IllegalMove, RuleBroken."""
    appeal = _chaired(work, command.reference)
    appeal.lifecycle.find(appeal.state, "admit")
    chair = chair_of(work.session, appeal)
    if chair is None or appeal.lodged_at is None:
        raise NotFound(f"{command.reference} has no chair")
    free = {person.person_id: person for person in free_sitters(work.session, appeal, today(work.clock))}
    if problems := tuple(rules.members_problems(chair, command.members, free)):
        raise RuleBroken(problems)
    for person_id in command.members:
        _seat(work, appeal, person_id, chair=False)
    appeal.answer_by = rules.answer_by(appeal.lodged_at)
    work.perform(appeal, "admit", members=[str(person_id) for person_id in command.members])


def do_not_admit(work: Work, command: DoNotAdmit) -> None:
    """The chair leaves the appeal unheard, as an administrator advised. Raises NotFound, IllegalMove, RuleBroken."""
    appeal = _chaired(work, command.reference)
    appeal.lifecycle.find(appeal.state, "do_not_admit")
    said = words("Say in a sentence why the appeal cannot be heard. The council reads it.")
    problems = list(rules.reason_problems("why", command.why, said))
    if not rules.may_refuse(appeal.advice):
        problems = [Problem("why", words("The administrator advised to admit this appeal, so it is to be heard."))]
    if problems:
        raise RuleBroken(problems)
    appeal.outcome_why = command.why.strip()
    work.perform(appeal, "do_not_admit", reason=appeal.outcome_why)


def _chaired(work: Work, reference: str) -> Appeal:
    """The appeal, held, for its chair. Raises NotFound."""
    return locked(work.session, heard(work.session, work.actor, reference, Permission.APPEAL_CHAIR).id)


def _seat(work: Work, appeal: Appeal, person_id: UUID, *, chair: bool) -> None:
    outside = _person(work.session, person_id).outside_local_government
    work.session.add(
        PanelMember(appeal_id=appeal.id, person_id=person_id, chair=chair, outside=outside, joined_at=work.clock.now())
    )
    work.session.flush()
    work.involve(appeal, person_id, Part.PANEL_CHAIR if chair else Part.PANEL_MEMBER)


def _person(session: Session, person_id: UUID) -> Person:
    return session.get_one(Person, person_id)
