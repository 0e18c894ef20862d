"""The timeline of an application, for the people of its council (C2, C3 and C5).

People of the council are named. Of the scheme's people only the part that they take is told, but for the reviewer who
has been named to the council already. Scores, notes and reviewers who declined are never read here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals.models import Appeal
from portal.applications import queries as applications
from portal.applications.models import WithdrawalRequest
from portal.applications.outlook import Outlook, outlook
from portal.applications.queries import ApplicationFacts
from portal.applications.states import APPLICATION
from portal.assignments.models import Assignment
from portal.assignments.states import LIVE_STATES
from portal.audit.queries import TrailEntry, trail
from portal.clarifications.models import ClarificationRound
from portal.completeness.models import CompletenessCheck
from portal.kernel.permissions import Actor
from portal.kernel.words import Words, words
from portal.timeline.rules import to_come
from portal.timeline.wording import (
    ADMINISTRATOR,
    ANSWERS_HANDED_ON,
    APPEAL_ENDED,
    APPEALED,
    DONE_BY,
    EXTENDED,
    HAPPENED,
    LONGER_TO_ANSWER,
    PORTAL,
    RESUBMISSION_BEGUN,
    SCHEME,
    WITHDRAWAL_ANSWERED,
    WITHDRAWAL_ASKED,
)


@dataclass(frozen=True)
class Step:
    """One thing that happened; ``by`` is a name or a part, ``more`` what belongs to it, such as a day that was set."""

    what: Words
    at: datetime
    by: Words
    more: Words | None


@dataclass(frozen=True)
class NamedReviewer:
    """Somebody who was named to the council; no employer where none is given."""

    name: str
    employer: str


@dataclass(frozen=True)
class TimelinePage:
    """Everything so far, oldest first, and what is to come, the step under way first."""

    application: ApplicationFacts
    outlook: Outlook
    reviewers: tuple[NamedReviewer, ...]
    steps: tuple[Step, ...]
    to_come: tuple[Words, ...]


def timeline(session: Session, actor: Actor, slug: str, today: date) -> TimelinePage:
    """The timeline of the council's latest application. Raises NotFound."""
    application = applications.application_for(session, actor, slug)
    everything = trail(session, application.id)
    entries = [
        entry
        for entry in everything
        # What was noted without a move is told below, where the council is concerned.
        if entry.subject_type == APPLICATION.name and entry.state_before != entry.state_after
    ]
    wishes = _withdrawal_requests(session, application.id)
    people = {entry.actor_id for entry in entries}.union(*((wish.asked_by_id, wish.answered_by_id) for wish in wishes))
    names = _names(session, {person for person in people if person is not None})
    steps = (
        *(_step(entry, names) for entry in entries),
        *_handed_on(everything),
        *_extensions(session, application.id),
        *_appeals(session, application.id),
        *(step for wish in wishes for step in _wish(wish, names)),
    )
    return TimelinePage(
        application=application,
        outlook=outlook(session, actor, application, today),
        reviewers=_reviewers(session, application.id),
        steps=tuple(sorted(steps, key=lambda step: step.at)),
        to_come=to_come(application.state, resubmission=application.is_resubmission),
    )


def _step(entry: TrailEntry, names: Mapping[UUID, str]) -> Step:
    own = names.get(entry.actor_id, entry.actor_name) if entry.actor_id else entry.actor_name
    by = DONE_BY.get(entry.command) or words("%(name)s", name=own)
    # A result that the panel or the calendar let out was let out by no lead reviewer.
    if entry.command == "release" and entry.actor_id is None:
        by = PORTAL
    what = RESUBMISSION_BEGUN if entry.event == "application:resubmission_started" else HAPPENED[entry.command]
    return Step(what, entry.at, by, _more(entry))


def _more(entry: TrailEntry) -> Words | None:
    # Of all reasons of the LGA's only that of a hold is written for the council.
    if entry.event in ("application:held", "application:resumed"):
        return words("%(reason)s", reason=entry.reason) if entry.reason else None
    day = entry.details.get("fix_by") or entry.details.get("answer_by")
    if not isinstance(day, str):
        return None
    return words("To be done by %(day)s.", day=date.fromisoformat(day))


def _withdrawal_requests(session: Session, application_id: UUID) -> Sequence[WithdrawalRequest]:
    asked = select(WithdrawalRequest).where(WithdrawalRequest.application_id == application_id)
    return session.scalars(asked.order_by(WithdrawalRequest.asked_at)).all()


def _wish(wish: WithdrawalRequest, names: Mapping[UUID, str]) -> Iterator[Step]:
    """An owner's wish to withdraw and its answer; that it was confirmed is told by the withdrawal itself."""
    yield Step(WITHDRAWAL_ASKED, wish.asked_at, words("%(name)s", name=names[wish.asked_by_id]), None)
    said = WITHDRAWAL_ANSWERED.get(wish.answer) if wish.answer else None
    if said and wish.answered_at and wish.answered_by_id:
        yield Step(said, wish.answered_at, words("%(name)s", name=names[wish.answered_by_id]), None)


def _handed_on(entries: Iterable[TrailEntry]) -> Iterator[Step]:
    """That a successor began with these answers (C10): noted without a move, and to be known to whoever wrote them."""
    for entry in entries:
        if entry.event == "answers:handed_on":
            yield Step(ANSWERS_HANDED_ON, entry.at, words("%(name)s", name=entry.reason), None)


def _extensions(session: Session, application_id: UUID) -> Iterator[Step]:
    """The longer deadlines, each with its reason: the council has been told both."""
    longer = select(CompletenessCheck).where(
        CompletenessCheck.application_id == application_id, CompletenessCheck.extended_at.is_not(None)
    )
    for check in session.scalars(longer):
        if check.extended_at is not None:
            more = words("Until %(day)s, because: %(why)s", day=check.fix_by, why=check.extended_why)
            yield Step(EXTENDED, check.extended_at, ADMINISTRATOR, more)
    asked = select(ClarificationRound).where(
        ClarificationRound.application_id == application_id, ClarificationRound.extended_at.is_not(None)
    )
    for found in session.scalars(asked):
        if found.extended_at is not None:
            more = words("Until %(day)s, because: %(why)s", day=found.answer_by, why=found.extended_why)
            yield Step(LONGER_TO_ANSWER, found.extended_at, SCHEME, more)


def _names(session: Session, people: set[UUID]) -> dict[UUID, str]:
    rows = session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(people)))
    return {key: name or email for key, name, email in rows}


def _appeals(session: Session, application_id: UUID) -> Iterator[Step]:
    """What came of each appeal that was lodged; that scores were put right or are given anew is a move of its own."""
    lodged = (
        select(Appeal, Person.name, Person.email)
        .join(Person, Person.id == Appeal.confirmed_by_id)
        .where(Appeal.application_id == application_id, Appeal.lodged_at.is_not(None))
    )
    for appeal, name, email in session.execute(lodged):
        if appeal.lodged_at is not None:
            yield Step(APPEALED, appeal.lodged_at, words("%(name)s", name=name or email), None)
        if ended := APPEAL_ENDED.get(appeal.state):
            what, by = ended
            yield Step(what, appeal.state_since, by, None)


def _reviewers(session: Session, application_id: UUID) -> tuple[NamedReviewer, ...]:
    """Who was asked, has not declined and counts: the council was told of each with the question."""
    rows = session.execute(
        select(Person.name, Person.employer)
        .join(Assignment, Assignment.reviewer_id == Person.id)
        .where(Assignment.application_id == application_id, Assignment.state.in_(LIVE_STATES))
        .order_by(Assignment.place, Assignment.proposed_at)
    )
    return tuple(NamedReviewer(name, employer) for name, employer in rows)
