"""From a draft to an edition that counts from a day, and back."""

from dataclasses import dataclass
from datetime import date

from portal.audit.work import Work
from portal.criteria import actions as criteria
from portal.criteria.loading import examine
from portal.criteria.queries import edition_in_force
from portal.criteria.states import EditionState
from portal.editions import rules
from portal.editions.actions import open_draft
from portal.editions.queries import draft_facts
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, Problem, RuleBroken
from portal.kernel.words import words


@dataclass(frozen=True)
class Schedule:
    """A draft, as ``version`` of it was read, and the day from which it is to count."""

    name: str
    version: int
    publish_on: date


@dataclass(frozen=True)
class Unschedule:
    """A scheduled edition, and why it is taken back."""

    name: str
    reason: str


def schedule(work: Work, command: Schedule) -> None:
    """Fix the draft as an edition that counts from a day at least half a year ahead; the owners are told.

    Raises NotFound, NotPermitted, IllegalMove where it is scheduled already, and RuleBroken: where it has a fault,
    where the day is too near, and where whoever schedules it has changed it last.
    """
    draft = open_draft(work, command.name)
    if draft.version != command.version:
        raise RuleBroken([Problem("", words("The draft has changed since you opened this page. Read it again."))])
    found = examine(draft.source)
    if found.edition is None or found.problems or rules.naming_fault(found.edition, draft.name):
        raise RuleBroken([Problem("", words("The draft has faults. Put them right, then schedule it."))])
    months = rules.notice_months(edition_in_force(work.session))
    earliest = rules.earliest_day(today(work.clock), months)
    four_eyes = rules.may_schedule(work.actor.person_id, draft.saved_by_id)
    if problems := tuple(rules.scheduling_problems(command.publish_on, earliest, months, four_eyes=four_eyes)):
        raise RuleBroken(problems)
    draft.edition_id = criteria.schedule(work, found.edition, command.publish_on)
    work.session.flush()


def unschedule(work: Work, command: Unschedule) -> None:
    """Take a scheduled edition back, so that its draft can be changed; the owners are told why.

    Raises NotFound, NotPermitted, RuleBroken, and IllegalMove where it is not scheduled.
    """
    draft = draft_facts(work.session, work.actor, command.name)
    if draft.state is not EditionState.SCHEDULED or draft.edition_id is None:
        raise IllegalMove("edition", draft.state or "draft", "unschedule")
    if problems := tuple(rules.reason_problems(command.reason)):
        raise RuleBroken(problems)
    criteria.unschedule(work, draft.edition_id, command.reason.strip())
