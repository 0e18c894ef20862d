"""More time for the council's answers: after a hold, and where somebody gives it (C5, rows 17 and 26)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select, update

from portal.applications.models import Application, Unlocked
from portal.applications.queries import locked
from portal.audit.work import Work
from portal.clarifications.models import ClarificationRound
from portal.endings.longer import longer_problems
from portal.holds.rules import moved_on
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class GiveLongerToAnswer:
    """A later day for the answers of this application's council, and why."""

    application: Application
    until: date | None
    reason: str


def give_longer(work: Work, command: GiveLongerToAnswer) -> None:
    """Put off the last day for a council's answers, once for each round; the review waits as long.

    Raises NotPermitted, IllegalMove where no questions wait for the council, and RuleBroken.
    """
    application = locked(work.session, command.application.id)
    work.require(Permission.DEADLINE_EXTEND, work.record_of(application))
    application.lifecycle.find(application.state, "answer_questions")
    found = work.session.scalars(_asked(application)).one()
    if found.answer_by is None or found.extended_at is not None:
        raise RuleBroken([Problem("", words("The council has had more time for these questions. That can be once."))])
    if problems := tuple(longer_problems(found.answer_by, command.until, command.reason, today(work.clock))):
        raise RuleBroken(problems)
    before, reason = found.answer_by, command.reason.strip()
    found.answer_by, found.extended_at, found.extended_why = command.until, work.clock.now(), reason
    work.session.execute(update(Unlocked).where(Unlocked.application_id == application.id).values(until=command.until))
    work.note(
        application,
        "extend_answers",
        "answers:extended",
        Permission.DEADLINE_EXTEND,
        reason=reason,
        was=before.isoformat(),
        answer_by=str(command.until),
    )


def move_on(work: Work, event: Event) -> None:
    """After a hold: the last day for the answers is later by the working days that the hold took."""
    application = locked(work.session, event.subject_id)
    for found in work.session.scalars(_asked(application)):
        if found.answer_by is not None:
            found.answer_by = moved_on(found.answer_by, int(str(event.details["held_days"])))
    work.session.flush()


def _asked(application: Application) -> Select[ClarificationRound]:
    return select(ClarificationRound).where(
        ClarificationRound.application_id == application.id,
        ClarificationRound.ending.is_(None),
        ClarificationRound.asked_at.is_not(None),
    )
