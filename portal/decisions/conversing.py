"""The conversation that C6 asks for before a decision: what it was about, when it was held, what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.decisions.actions import in_moderation
from portal.decisions.models import Conversation
from portal.decisions.rules import SHORTEST_REASON
from portal.kernel.clock import day_of, today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class Converse:
    """A conversation that was held: on which day, about which criteria, and what was said."""

    reference: str
    held_on: date | None
    criteria: tuple[str, ...]
    note: str


def converse(work: Work, command: Converse) -> None:
    """Record a conversation. Raises RuleBroken, NotFound, and IllegalMove outside moderation."""
    application = in_moderation(work, command.reference)
    asked = {criterion.id for criterion in edition_of(work.session, application.edition_id).criteria}
    began = day_of(application.submitted_at or application.started_at)
    if problems := tuple(_problems(command, asked, began, today(work.clock))):
        raise RuleBroken(problems)
    work.session.add(
        Conversation(
            application_id=application.id,
            round=application.round,
            held_on=command.held_on,
            criteria=sorted(command.criteria),
            note=command.note,
            recorded_by_id=work.person_id,
            recorded_at=work.clock.now(),
        )
    )
    work.session.flush()
    work.note(
        application,
        "converse",
        "conversation:recorded",
        Permission.APPLICATION_DECIDE,
        reason=command.note,
        criteria=sorted(command.criteria),
        held_on=str(command.held_on),
    )


def _problems(command: Converse, asked: set[str], began: date, day: date) -> Iterator[Problem]:
    if not command.criteria or not asked.issuperset(command.criteria):
        yield Problem("criteria", words("Choose which criteria you talked about."))
    if command.held_on is None:
        yield Problem("held_on", words("Give the day on which you talked, such as 18 11 2026."))
    elif command.held_on > day:
        yield Problem("held_on", words("This day is still to come. Record the conversation once it was held."))
    elif command.held_on < began:
        yield Problem("held_on", words("On this day the council had not sent its application yet. Check the year."))
    if len(command.note) < SHORTEST_REASON:
        yield Problem("note", words("Say in a sentence or two what was said and what follows from it."))
