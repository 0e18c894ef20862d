"""What waits to be checked, and what is with councils to be put right, for the administrator who asks."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import STATE_WORDS, ApplicationState
from portal.completeness import rules
from portal.completeness.models import CompletenessCheck
from portal.councils.models import Council
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words

_TO_CHECK = (ApplicationState.SUBMITTED, ApplicationState.COMPLETENESS_CHECK)


@dataclass(frozen=True)
class QueueLine:
    """One application in the queue. ``age`` is in working days; ``due`` is when the LGA, or the council, should act.

    ``may_check``: not by somebody who belongs to the council or has a conflict of interest with it.
    """

    reference: str
    council: str
    state: ApplicationState
    state_words: Words
    since: date
    age: int
    due: date
    late: bool
    opened_by: str
    may_check: bool


@dataclass(frozen=True)
class QueuePage:
    """What is to be checked, the oldest first, and what is with councils to be put right."""

    to_check: tuple[QueueLine, ...]
    with_council: tuple[QueueLine, ...]


def queue(session: Session, actor: Actor, today: date) -> QueuePage:
    """Everything that waits for a check or for a council to put something right."""
    states = (*_TO_CHECK, ApplicationState.RETURNED_INCOMPLETE)
    rows = session.execute(
        select(Application, Council)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state.in_(states))
        .order_by(Application.submitted_at, Application.reference)
    ).all()
    newest = {
        check.application_id: (check, name or email)
        for check, name, email in session.execute(
            select(CompletenessCheck, Person.name, Person.email)
            .join(Person, Person.id == CompletenessCheck.opened_by_id)
            .where(CompletenessCheck.application_id.in_([application.id for application, _ in rows]))
            .order_by(CompletenessCheck.round)
        )
    }
    lines = [_line(actor, today, application, council, newest.get(application.id)) for application, council in rows]
    return QueuePage(
        to_check=tuple(line for line in lines if line.state in _TO_CHECK),
        with_council=tuple(line for line in lines if line.state not in _TO_CHECK),
    )


def _line(
    actor: Actor,
    today: date,
    application: Application,
    council: Council,
    newest: tuple[CompletenessCheck, str] | None,
) -> QueueLine:
    check, opened_by = newest or (None, "")
    signed_on = day_of(application.submitted_at or application.state_since)
    returned = application.state is ApplicationState.RETURNED_INCOMPLETE
    since = day_of(application.state_since) if returned else signed_on
    due = (check.fix_by if check and returned else None) or rules.check_by(signed_on)
    return QueueLine(
        reference=application.reference,
        council=council.name,
        state=application.state,
        state_words=STATE_WORDS[application.state],
        since=since,
        age=working_days_between(since, today),
        due=due,
        late=today > due,
        opened_by=opened_by if application.state is ApplicationState.COMPLETENESS_CHECK else "",
        may_check=may(actor, Permission.COMPLETENESS_CHECK, Record(council.id)),
    )
