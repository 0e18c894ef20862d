"""The days that run in one application, whom each is set for, and which of them can be put off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.extending import reviewing
from portal.assignments.rules import due_on
from portal.assignments.states import Place
from portal.clarifications.models import ClarificationRound
from portal.completeness.queries import newest_check
from portal.councils.models import Council
from portal.endings.longer import latest
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words

_S = ApplicationState


class Deadline(StrEnum):
    """What has a last day that can be put off with a reason."""

    MENDING = "mending"
    ANSWERS = "answers"
    FIRST = "first"
    SECOND = "second"


WHOM: dict[Deadline, Words] = {
    Deadline.MENDING: words("The council: to put right what is missing, and to send it again"),
    Deadline.ANSWERS: words("The council: to answer the reviewer’s questions"),
    Deadline.FIRST: words("%(name)s, the first reviewer: to lock the scores"),
    Deadline.SECOND: words("%(name)s, the second reviewer: to lock the scores"),
}
# Row 11: it can be extended once. The same holds for each round of questions.
ONCE = words("More time was given already, and that can be once.")
OWN = words("This is your own review: another lead reviewer or an administrator can give you more time.")


@dataclass(frozen=True)
class RunningDay:
    """One last day. ``address`` is where it can be put off, empty where it cannot: ``not_because`` says why."""

    which: Deadline
    whom: Words
    by: date
    overdue: bool
    why: str
    address: str
    not_because: Words | None


@dataclass(frozen=True)
class DeadlinePage:
    """One last day to put off: up to ``latest``."""

    reference: str
    council: str
    day: RunningDay
    latest: date


def running_days(session: Session, actor: Actor, application: Application, today: date) -> tuple[RunningDay, ...]:
    """Every last day that somebody outside the LGA’s own list has in this application; none on hold."""
    if application.state is _S.ON_HOLD:
        return ()
    return tuple(_running(session, actor, application, today))


def _running(session: Session, actor: Actor, application: Application, today: date) -> Iterator[RunningDay]:
    here = f"/administration/cases/{application.reference}/deadlines"
    record = Record(application.council_id)
    gives = may(actor, Permission.DEADLINE_EXTEND, record)
    check = newest_check(session, application.id) if application.state is _S.RETURNED_INCOMPLETE else None
    if check is not None and check.fix_by is not None:
        mends = gives and may(actor, Permission.COMPLETENESS_CHECK, record) and not check.extended_why
        address = f"/administration/applications/{application.reference}/extend" if mends else ""
        yield _day(Deadline.MENDING, "", check.fix_by, check.extended_why, address, today, ONCE)
    asked = select(ClarificationRound).where(
        ClarificationRound.application_id == application.id,
        ClarificationRound.ending.is_(None),
        ClarificationRound.asked_at.is_not(None),
    )
    found = session.scalars(asked).one_or_none() if application.state is _S.CLARIFICATION_REQUESTED else None
    if found is not None and found.answer_by is not None:
        address = f"{here}/{Deadline.ANSWERS}" if gives and not found.extended_why else ""
        yield _day(Deadline.ANSWERS, "", found.answer_by, found.extended_why, address, today, ONCE)
    steps = entered(session, [application.id])[application.id]
    for which, place in ((Deadline.FIRST, Place.FIRST), (Deadline.SECOND, Place.SECOND)):
        row = session.scalars(reviewing(application.id, place)).one_or_none()
        due = due_on(row.state, row.proposed_at, row.begun_at, steps, today, row.extended_to, place) if row else None
        if row is None or due is None:
            continue
        own = row.reviewer_id == actor.person_id
        address = f"{here}/{which}" if gives and not own else ""
        yield _day(which, _name(session, row.reviewer_id), due, row.extended_why, address, today, OWN if own else None)


def _day(
    which: Deadline, name: str, by: date, why: str, address: str, today: date, not_because: Words | None
) -> RunningDay:
    whom = Words(WHOM[which].text, {"name": name} if name else {})
    refused = not_because if not address and (why or which in (Deadline.FIRST, Deadline.SECOND)) else None
    return RunningDay(which, whom, by, by < today, why, address, refused)


def _name(session: Session, person_id: UUID) -> str:
    person = session.get_one(Person, person_id)
    return person.name or person.email


def case_row(session: Session, actor: Actor, reference: str) -> tuple[Application, str]:
    """The application with this reference and its council's name, for whoever oversees it. Raises NotFound."""
    found = session.execute(
        select(Application, Council.name)
        .join(Council, Council.id == Application.council_id)
        .where(Application.reference == reference)
    ).one_or_none()
    if found is None or not may(actor, Permission.SCHEME_OVERSEE, Record(found[0].council_id)):
        raise NotFound(f"no application {reference}")
    return found[0], found[1]


def deadline_page(session: Session, actor: Actor, reference: str, which: str, today: date) -> DeadlinePage:
    """One day to put off. Raises NotFound where no such day runs or it is not this person's to put off."""
    application, council = case_row(session, actor, reference)
    if application.state is _S.ON_HOLD:
        raise application.lifecycle.refusal(application.state, "extend")
    for day in running_days(session, actor, application, today):
        if day.which == which and day.which is not Deadline.MENDING and day.address:
            return DeadlinePage(reference, council, day, latest(day.by, today))
    raise NotFound(f"no day {which} to put off in {reference}")
