"""A council objects to a reviewer or not, a lead reviewer answers, and the review begins (C5, rows 14 and 15)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.assignments import actions as assignments
from portal.assignments.models import Assignment, Objection
from portal.assignments.states import PLACE_ASKED, AssignmentState, Place
from portal.audit.work import Work
from portal.interests.actions import keep_conflict
from portal.kernel.clock import day_of, today
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Part, Permission, may
from portal.objections import rules
from portal.objections.queries import named
from portal.objections.rules import Standing


@dataclass(frozen=True)
class Object:
    """The council does not want the person of this assignment to review it, and says why."""

    slug: str
    assignment_id: UUID | None
    why: str


@dataclass(frozen=True)
class SayNoObjection:
    """The council has nothing against the person of this assignment: the review need not wait."""

    slug: str
    assignment_id: UUID | None


@dataclass(frozen=True)
class AnswerObjection:
    """The lead reviewer's answer: whether somebody else is to review, and why. Council and reviewer read ``answer``."""

    reference: str
    upheld: bool | None
    answer: str


def object_to_reviewer(work: Work, command: Object) -> None:
    """Object, once, while there is time: the review does not begin before a lead reviewer has answered.

    Raises NotFound, NotPermitted, IllegalMove where it is too late or somebody else has been asked, RuleBroken.
    """
    _application, assignment = _open_to_council(work, command.slug, command.assignment_id)
    why = command.why.strip()
    if problems := tuple(rules.reason_problems(why)):
        raise RuleBroken(problems)
    objection = Objection(assignment_id=assignment.id, raised_by_id=work.person_id, raised_at=work.clock.now(), why=why)
    work.session.add(objection)
    work.session.flush()
    work.announce("objection:raised", assignment.id, assignment.council_id)


def say_no_objection(work: Work, command: SayNoObjection) -> None:
    """Give up the right to object to this person; a review that is accepted begins with it.

    Raises NotFound, NotPermitted, and IllegalMove where it is too late or somebody else has been asked.
    """
    application, assignment = _open_to_council(work, command.slug, command.assignment_id)
    assignment.no_objection_at = work.clock.now()
    _begin_if_settled(work.as_system(), application, assignment)


def answer_objection(work: Work, command: AnswerObjection) -> None:
    """Uphold the objection, so that somebody else is asked, or not, so that the review begins (C5, row 15).

    Raises NotFound, also for a lead reviewer with a tie to the council; IllegalMove once it is answered; RuleBroken.
    """
    application = work.session.scalars(
        select(Application).where(Application.reference == command.reference).with_for_update()
    ).one_or_none()
    if application is None or not may(work.actor, Permission.REVIEW_ASSIGN, work.record_of(application)):
        raise NotFound(f"no objection to a reviewer of {command.reference} for {work.actor.name}")
    assignment = assignments.waiting(work, application)
    objection = _objection(work, assignment)
    if objection is None:
        raise NotFound(f"no objection to a reviewer of {command.reference}")
    if objection.upheld is not None:
        raise IllegalMove("objection", "answered", "answer")
    answer = command.answer.strip()
    if problems := tuple(rules.answer_problems(command.upheld, answer)):
        raise RuleBroken(problems)
    if command.upheld:
        # A reason that a fair observer shares holds for the council's next application too.
        keep_conflict(work, assignment.reviewer_id, assignment.council_id, objection.why)
        assignments.take_back(work, application, assignment, answer)
    else:
        objection.upheld, objection.answer = False, answer
        objection.answered_by_id, objection.answered_at = work.person_id, work.clock.now()
        work.session.flush()
        work.announce("objection:not_upheld", assignment.id, assignment.council_id)
        _begin_if_settled(work.as_system(), application, assignment)


def begin_if_nobody_objects(work: Work, event: Event) -> None:
    """Let a review begin that was accepted after the council had said, or lost, its word: a reaction to accepting."""
    assignment = work.session.get_one(Assignment, event.subject_id)
    application = applications.locked(work.session, assignment.application_id)
    _begin_if_settled(work, application, assignment, waited=event.actor_id != assignment.reviewer_id)


def beginnings_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the beginning of each accepted review to which the council can no longer object (C5, row 14)."""
    waiting = session.execute(
        select(Assignment, Objection)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(Objection, Objection.assignment_id == Assignment.id)
        .where(
            Assignment.state == AssignmentState.ACCEPTED,
            Assignment.begun_at.is_(None),
            Application.state.in_(PLACE_ASKED),
        )
        .order_by(Assignment.proposed_at)
    )
    day = day_of(now)
    for assignment, objection in waiting:
        if rules.begins(named(assignment, objection), day):
            yield partial(_begin_in_time, assignment_id=assignment.id)


def _begin_in_time(work: Work, assignment_id: UUID) -> None:
    application_id = work.session.scalars(select(Assignment.application_id).where(Assignment.id == assignment_id)).one()
    application = applications.locked(work.session, application_id)
    _begin_if_settled(work, application, work.session.get_one(Assignment, assignment_id, populate_existing=True))


def _begin_if_settled(work: Work, application: Application, assignment: Assignment, *, waited: bool = True) -> None:
    """Begin the review, as the portal itself, where nothing stands against it; nothing happens otherwise.

    ``waited``: the reviewer is not here to see that it begins.
    """
    if PLACE_ASKED.get(application.state) is not assignment.place or assignment.begun_at is not None:
        return
    if not rules.begins(named(assignment, _objection(work, assignment)), today(work.clock)):
        return
    work.require(Permission.REVIEW_BEGIN, work.record_of(assignment))
    assignment.begun_at = work.clock.now()
    work.involve(application, assignment.reviewer_id, Part.REVIEWER)
    if assignment.place is Place.FIRST:
        work.perform(application, "accept_review")
    work.session.flush()
    work.announce("review:begun", assignment.id, assignment.council_id, waited=waited)


def _open_to_council(work: Work, slug: str, assignment_id: UUID | None) -> tuple[Application, Assignment]:
    """The assignment, held, to which the actor's council may object now."""
    found = applications.application_for(work.session, work.actor, slug)
    application = applications.locked(work.session, found.id)
    work.require(Permission.REVIEWER_OBJECT, work.record_of(application))
    assignment = assignments.waiting(work, application)
    facts = named(assignment, _objection(work, assignment))
    if assignment.id != assignment_id or rules.standing(facts, today(work.clock)) is not Standing.OPEN:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "object")
    return application, assignment


def _objection(work: Work, assignment: Assignment) -> Objection | None:
    return work.session.scalars(select(Objection).where(Objection.assignment_id == assignment.id)).one_or_none()
