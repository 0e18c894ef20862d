"""What a lead reviewer does about a concern, and the chair of a panel who confirms it (C12)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.audit.models import Involvement
from portal.audit.work import Work
from portal.awards.models import Award
from portal.concerns import rules
from portal.concerns.handling import locked, put_to_council
from portal.concerns.models import Concern
from portal.concerns.people import free_chairs
from portal.concerns.queries import confirmable, heard
from portal.concerns.states import INVESTIGATED, ConcernState, Escalation, Finding
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, Problem, RuleBroken
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import words

_SCORED = (Part.REVIEWER, Part.SCORER)


@dataclass(frozen=True)
class Escalate:
    """How it is taken further, and why."""

    reference: str
    how: Escalation | None
    why: str


@dataclass(frozen=True)
class Investigate:
    """What the council is said to have stated falsely, as it reads it, and who confirms what is found."""

    reference: str
    asked: str
    chair_id: UUID | None


@dataclass(frozen=True)
class Find:
    """What the lead reviewer has found, and why."""

    reference: str
    finding: Finding | None
    why: str


@dataclass(frozen=True)
class Confirm:
    """Whether the chair agrees with what was found, and why."""

    reference: str
    agrees: bool | None
    why: str


def escalate(work: Work, command: Escalate) -> None:
    """Take it further. Raises NotFound, NotPermitted, IllegalMove, RuleBroken."""
    concern = locked(work, command.reference, Permission.CONCERN_ESCALATE)
    problems = list(rules.words_problems("why", command.why, words("Say in a sentence why it is taken further.")))
    if command.how is None:
        problems.insert(0, Problem("how", words("Choose how it is taken further.")))
    elif command.how is Escalation.SUSPENSION and not _has_award(work, concern):
        problems.insert(0, Problem("how", words("There is no award to suspend. Choose another way.")))
    if problems:
        raise RuleBroken(problems)
    concern.escalation = command.how
    work.perform(concern, "escalate", reason=command.why.strip(), how=concern.escalation)


def investigate(work: Work, command: Investigate) -> None:
    """Begin an investigation: the council is asked, and a chair without any part or tie is named.

    Raises as ``escalate``.
    """
    concern = locked(work, command.reference, Permission.CONCERN_ESCALATE)
    said = words("Say which statement is said to be false, and what you ask the council. It reads this.")
    problems = list(rules.words_problems("asked", command.asked, said))
    if concern.kind is not INVESTIGATED or concern.council_id is None:
        problems.append(Problem("", words("Only an alleged false statement of a council is investigated.")))
    elif _scored_for(work, concern.council_id):
        said = words("You scored an application of this council, so another lead reviewer has to investigate.")
        problems.append(Problem("", said))
    free = {person.person_id for person in free_chairs(work.session, concern.council_id, today(work.clock))}
    if command.chair_id not in free:
        problems.append(Problem("chair", words("Choose who confirms what you find.")))
    if problems or command.chair_id is None:
        raise RuleBroken(problems)
    put_to_council(work, concern, command.asked)
    work.perform(concern, "investigate", chair_id=str(command.chair_id))
    work.involve(concern, command.chair_id, Part.PANEL_CHAIR)


def find(work: Work, command: Find) -> None:
    """Say what was found, once the council has been heard. Raises as ``escalate``."""
    concern = locked(work, command.reference, Permission.CONCERN_ESCALATE)
    if concern.state is not ConcernState.INVESTIGATION or concern.finding is not None:
        raise IllegalMove(concern.lifecycle.name, concern.state, "find")
    problems = list(rules.words_problems("why", command.why, words("Say what you found, and where it can be seen.")))
    if command.finding is None:
        problems.insert(0, Problem("finding", words("Choose what you have found.")))
    if not heard(concern, today(work.clock)):
        problems.append(
            Problem("", words("The council has until %(day)s to answer. Hear it first.", day=concern.answer_by))
        )
    if problems:
        raise RuleBroken(problems)
    concern.finding, concern.finding_why = command.finding, command.why.strip()
    work.note(concern, "find", "concern:found", Permission.CONCERN_ESCALATE, reason=concern.finding_why)


def confirm(work: Work, command: Confirm) -> None:
    """The chair confirms what was found, or hands it back with a reason. Raises as ``escalate``."""
    found = confirmable(work.session, work.actor, command.reference)
    concern = work.session.get_one(Concern, found.id, with_for_update=True, populate_existing=True)
    if concern.finding is None or concern.confirmed_at is not None:
        raise IllegalMove(concern.lifecycle.name, concern.state, "confirm")
    problems = list(rules.words_problems("why", command.why, words("Give your reason in a sentence.")))
    if command.agrees is None:
        problems.insert(0, Problem("agrees", words("Choose whether you confirm it.")))
    if problems:
        raise RuleBroken(problems)
    why = command.why.strip()
    if command.agrees:
        concern.confirmed_at = work.clock.now()
        work.note(concern, "confirm", "concern:confirmed", Permission.CONCERN_CONFIRM, reason=why)
    else:
        concern.finding, concern.finding_why = None, ""
        work.note(concern, "do_not_confirm", "concern:not_confirmed", Permission.CONCERN_CONFIRM, reason=why)


def _has_award(work: Work, concern: Concern) -> bool:
    known = select(Award.id).where(Award.council_id == concern.council_id).limit(1)
    return concern.council_id is not None and work.session.scalar(known) is not None


def _scored_for(work: Work, council_id: UUID) -> bool:
    """Whether this person scored an application of the council that led to an award."""
    scored = (
        select(Involvement.id)
        .join(Award, Award.application_id == Involvement.case_id)
        .where(Award.council_id == council_id, Involvement.person_id == work.person_id, Involvement.part.in_(_SCORED))
        .limit(1)
    )
    return work.session.scalar(scored) is not None
