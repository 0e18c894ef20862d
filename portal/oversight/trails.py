"""The trail of one application: who did what, from where to where, when, why, and because of what.

It never shows a score, nor the details of a row of the trail. Whoever reviews it reads no reasons of others
before it is decided: one may tell what another reviewer gave (C6).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.accounts.models import Person
from portal.applications.models import WithdrawalRequest
from portal.applications.states import UNDER_WAY, ApplicationState
from portal.assignments.models import Assignment, Objection
from portal.audit.queries import TrailEntry, record_of, trail
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words
from portal.oversight.deadlines import RunningDay, case_row, running_days
from portal.oversight.letters import LoggedEmail, emails_about
from portal.oversight.wording import HAPPENED, STANDS, SUBJECTS, state_words

# Whoever reviews it learns nothing of the other’s scores until the council has its result.
_NOT_OUT = (*UNDER_WAY, ApplicationState.ON_HOLD, ApplicationState.DECIDED)
# Written for the council, which reads it too.
_TOLD_TO_ALL = frozenset({"application:held", "application:resumed", "answers:extended", "deadline:extended"})


class Shown(StrEnum):
    """Which lines of a trail are shown."""

    ALL = "all"
    APPLICATION = "application"
    ASSIGNMENT = "assignment"
    APPEAL = "appeal"
    AWARD = "award"


SHOWN_WORDS: dict[Shown, Words] = {
    Shown.ALL: words("Everything"),
    Shown.APPLICATION: words("The application itself, with holds and more time"),
    Shown.ASSIGNMENT: words("Reviewers and objections"),
    Shown.APPEAL: words("Appeals"),
    Shown.AWARD: words("The award"),
}


@dataclass(frozen=True)
class Happening:
    """One line of a trail, in words. ``source`` and ``target`` are states, None where nothing moved or began.

    ``because`` is what it followed from. ``withheld``: there is a reason, and this reader is not to know it yet.
    """

    of: Shown
    what: Words
    at: datetime
    by: str
    reason: str
    source: Words | None
    target: Words | None
    because: Words | None
    withheld: bool = False


@dataclass(frozen=True)
class CaseTrail:
    """Everything that has happened in one application, and every email about it, oldest first."""

    reference: str
    council: str
    state_words: Words
    shown: Shown
    happenings: tuple[Happening, ...]
    emails: tuple[LoggedEmail, ...]
    days: tuple[RunningDay, ...]
    may_hold: bool
    may_resume: bool

    @property
    def withholds(self) -> bool:
        """Whether a reason is kept from this reader."""
        return any(happening.withheld for happening in self.happenings)


def case_trail(session: Session, actor: Actor, reference: str, today: date, show: str = "") -> CaseTrail:
    """The trail of an application, or of one part of it. Raises NotFound where it is not this person's to see."""
    application, council = case_row(session, actor, reference)
    record = record_of(session, application.id, application.council_id)
    reviews = record.took_part(actor, Part.INVITED, Part.REVIEWER, Part.SCORER) and application.state in _NOT_OUT
    shown = Shown(show) if show in set(Shown) else Shown.ALL
    entries = trail(session, application.id)
    said = {entry.id: HAPPENED[entry.event] for entry in entries}
    lines = (
        *(_happening(entry, said, withhold=reviews) for entry in entries),
        *_objections(session, application.id, withhold=reviews),
        *_wishes(session, application.id),
    )
    leads = may(actor, Permission.APPLICATION_HOLD, Record(application.council_id))
    return CaseTrail(
        reference,
        council,
        STANDS[application.state],
        shown,
        tuple(sorted((line for line in lines if shown in (Shown.ALL, line.of)), key=lambda line: line.at)),
        emails_about(session, application.id),
        running_days(session, actor, application, today),
        may_hold=leads and application.state in UNDER_WAY,
        may_resume=leads and application.state is ApplicationState.ON_HOLD,
    )


def _happening(entry: TrailEntry, said: Mapping[int, Words], *, withhold: bool) -> Happening:
    moved = entry.state_before != entry.state_after
    withheld = withhold and bool(entry.reason) and entry.event not in _TOLD_TO_ALL
    return Happening(
        Shown(SUBJECTS[entry.subject_type]),
        HAPPENED[entry.event],
        entry.at,
        entry.actor_name,
        "" if withheld else entry.reason,
        state_words(entry.subject_type, entry.state_before) if moved and entry.state_before else None,
        state_words(entry.subject_type, entry.state_after) if moved else None,
        said.get(entry.because_id) if entry.because_id else None,
        withheld,
    )


def _objections(session: Session, application_id: UUID, *, withhold: bool) -> Iterator[Happening]:
    """What the council said against a reviewer and what was answered, which moves nothing by itself."""
    raised, answered = aliased(Person), aliased(Person)
    rows = session.execute(
        select(Objection, raised.name, answered.name)
        .join(Assignment, Assignment.id == Objection.assignment_id)
        .join(raised, raised.id == Objection.raised_by_id)
        .outerjoin(answered, answered.id == Objection.answered_by_id)
        .where(Assignment.application_id == application_id)
    )
    for objection, by, answered_by in rows:
        why = "" if withhold else objection.why
        yield _line(words("The council objected to a reviewer"), objection.raised_at, by, why, withhold=withhold)
        if objection.answered_at is not None:
            said = words("Objection upheld") if objection.upheld else words("Objection not upheld")
            answer = "" if withhold else objection.answer
            yield _line(said, objection.answered_at, answered_by, answer, withhold=withhold)


def _line(what: Words, at: datetime, by: str, reason: str, *, withhold: bool) -> Happening:
    return Happening(Shown.ASSIGNMENT, what, at, by, reason, None, None, None, withhold)


def _wishes(session: Session, application_id: UUID) -> Iterator[Happening]:
    """An owner’s wish to withdraw; that it was confirmed is told by the withdrawal itself."""
    rows = session.execute(
        select(WithdrawalRequest, Person.name)
        .join(Person, Person.id == WithdrawalRequest.asked_by_id)
        .where(WithdrawalRequest.application_id == application_id)
    )
    for wish, by in rows:
        said = words("An owner asked to withdraw")
        yield Happening(Shown.APPLICATION, said, wish.asked_at, by, wish.reason, None, None, None)
