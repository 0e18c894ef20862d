"""Sending scores back to whoever gave them, once, because reasons do not support them (C5, row 20)."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Place
from portal.audit.work import Work
from portal.decisions import kept, rules
from portal.decisions.actions import in_moderation
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Actor
from portal.kernel.words import words
from portal.reviews.locked import scores_of


@dataclass(frozen=True)
class SendBack:
    """Ask whoever reviewed at these places to look again; none named means the only one there is."""

    reference: str
    why: str
    places: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Reviewed:
    """One finished review: whose, and which of the two."""

    place: Place
    name: str


@dataclass(frozen=True)
class SendBackPage:
    """Whose reviews can be sent back."""

    reference: str
    reviews: tuple[Reviewed, ...]
    sent_back: bool
    on_hold: bool


def send_back_page(session: Session, actor: Actor, reference: str) -> SendBackPage:
    """The finished reviews of an application, for whoever moderates it. Raises NotFound, also while one is open."""
    application_id = kept.application_id(session, actor, reference)
    reviews = _reviews(session, application_id)
    # While one is open, nobody is told of the other.
    if not reviews or not scores_of(session, application_id):
        raise NotFound(f"{reference} has no locked review")
    stands = session.get_one(Application, application_id).state
    return SendBackPage(
        reference, reviews, kept.was_sent_back(session, application_id), stands is ApplicationState.ON_HOLD
    )


def _reviews(session: Session, application_id: UUID) -> tuple[Reviewed, ...]:
    rows = session.execute(
        select(Assignment.place, Person.name)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(Assignment.application_id == application_id, Assignment.state == AssignmentState.LOCKED)
        .order_by(Assignment.place)
    )
    return tuple(Reviewed(place, name) for place, name in rows)


def send_back(work: Work, command: SendBack) -> None:
    """Unlock the scores of these reviews, once.

    The final scores saved so far are kept; those on which a reviewer then says something new must be saved again.
    """
    application = in_moderation(work, command.reference)
    there = {review.place for review in _reviews(work.session, application.id)}
    places = command.places or (there if len(there) == 1 else frozenset())
    problems = []
    if not places or not places <= there:
        problems.append(Problem("whose", words("Choose whose review you send back.")))
    if len(command.why) < rules.SHORTEST_REASON:
        problems.append(Problem("why", words("Say in a sentence what the reviewer should look at again.")))
    if kept.was_sent_back(work.session, application.id):
        problems = [Problem("why", words("This review has been sent back once already. Moderate it as it is."))]
    if problems:
        raise RuleBroken(problems)
    assignments.reopen(work, application.id, command.why, places)
    work.perform(application, "send_back", reason=command.why)
