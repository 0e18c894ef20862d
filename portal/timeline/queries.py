"""The timeline of an application, for the people of its council (C2, C3 and C5).

People of the council are named. Of the scheme's people only the part that they take is told, but for the reviewer who
has been named to the council already. Scores, notes and reviewers who declined are never read here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.outlook import Outlook, outlook
from portal.applications.queries import ApplicationFacts
from portal.applications.states import APPLICATION
from portal.assignments.models import Assignment
from portal.assignments.states import LIVE_STATES, Place
from portal.audit.queries import TrailEntry, trail
from portal.kernel.permissions import Actor
from portal.kernel.words import Words, words
from portal.timeline.rules import to_come
from portal.timeline.wording import DONE_BY, HAPPENED


@dataclass(frozen=True)
class Step:
    """One thing that happened; ``by`` is a name or a part, ``more`` what belongs to it, such as a day that was set."""

    what: Words
    at: datetime
    by: Words
    more: Words | None


@dataclass(frozen=True)
class TimelinePage:
    """Everything so far, oldest first, and what is to come, the step under way first."""

    application: ApplicationFacts
    outlook: Outlook
    reviewer: str
    reviewer_employer: str
    steps: tuple[Step, ...]
    to_come: tuple[Words, ...]


def timeline(session: Session, actor: Actor, slug: str, today: date) -> TimelinePage:
    """The timeline of the council's latest application. Raises NotFound."""
    application = applications.application_for(session, actor, slug)
    name, employer = _reviewer(session, application.id)
    entries = [entry for entry in trail(session, application.id) if entry.subject_type == APPLICATION.name]
    names = _names(session, {entry.actor_id for entry in entries if entry.actor_id is not None})
    return TimelinePage(
        application=application,
        outlook=outlook(session, actor, application, today),
        reviewer=name,
        reviewer_employer=employer,
        steps=tuple(_step(entry, names) for entry in entries),
        to_come=to_come(application.state),
    )


def _step(entry: TrailEntry, names: Mapping[UUID, str]) -> Step:
    own = names.get(entry.actor_id, entry.actor_name) if entry.actor_id else entry.actor_name
    by = DONE_BY.get(entry.command) or words("%(name)s", name=own)
    return Step(HAPPENED[entry.command], entry.at, by, _more(entry))


def _more(entry: TrailEntry) -> Words | None:
    day = entry.details.get("fix_by") or entry.details.get("answer_by")
    if not isinstance(day, str):
        return None
    return words("To be done by %(day)s.", day=date.fromisoformat(day))


def _names(session: Session, people: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(people)))
    return {key: name or email for key, name, email in rows}


def _reviewer(session: Session, application_id: UUID) -> tuple[str, str]:
    """Name and employer of the reviewer who was asked and has not declined: the council was told with the question."""
    row = session.execute(
        select(Person.name, Person.employer)
        .join(Assignment, Assignment.reviewer_id == Person.id)
        .where(
            Assignment.application_id == application_id,
            Assignment.place == Place.FIRST,
            Assignment.state.in_(LIVE_STATES),
        )
    ).one_or_none()
    return (row.name, row.employer) if row else ("", "")
