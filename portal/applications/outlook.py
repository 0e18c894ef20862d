"""Where an application stands and what comes next: the same on the council's home, the task list and the timeline."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.history import entered
from portal.applications.models import Application, WithdrawalRequest
from portal.applications.progress import SIGN_NOW, WAITS_FOR_YOU, StateLine, Turn, state_line
from portal.applications.queries import ApplicationFacts, unlocked_until
from portal.applications.reckoning import decision_by, review_by
from portal.applications.rules import PARTLY_OPEN, reopen_until
from portal.applications.states import APPLICATION, STATE_WORDS, ApplicationState
from portal.audit.queries import record_of
from portal.kernel.clock import day_of
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words

# In these the council may change some things and not others, by a day that was set.
_HAS_ITS_DAY = PARTLY_OPEN | {ApplicationState.CLARIFICATION_REQUESTED}


@dataclass(frozen=True)
class Withdrawal:
    """An owner's wish to withdraw a signed application, which waits for an approver."""

    reason: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime


@dataclass(frozen=True)
class OnHold:
    """Since when nobody can act on the application, and what the council is told of it."""

    why: str
    since: datetime


@dataclass(frozen=True)
class Outlook:
    """Where an application stands. ``decision_by`` moves with every day on which the council has the turn.

    On hold no decision is promised: ``on_hold`` says why.

    ``withdrawal`` waits for an answer; ``may_answer_withdrawal`` and what follows are this person's. ``reopen_until``
    is the last day on which a lapsed application can be taken up again; None where it cannot.
    """

    state_words: Words
    line: StateLine
    decision_by: date | None
    withdrawal: Withdrawal | None
    may_ask_withdrawal: bool
    may_answer_withdrawal: bool
    reopen_until: date | None
    may_reopen: bool
    on_hold: OnHold | None = None

    @property
    def moves_on(self) -> bool:
        """Whether the expected day moves on, because the council has the turn."""
        return self.decision_by is not None and self.line.turn is Turn.COUNCIL


def outlook(session: Session, actor: Actor, application: ApplicationFacts, today: date) -> Outlook:
    """Where this application stands today, for somebody of its council; who that is, is the caller's to ask."""
    steps = entered(session, [application.id])[application.id]
    record = Record(application.council_id)
    withdrawal = open_withdrawal(session, application.id) if can_be_withdrawn(application.state) else None
    confirms = may(actor, Permission.APPLICATION_CONFIRM_WITHDRAWAL, record)
    until = review_by(steps, today) or _unlocked_until(session, application)
    reopen = _reopen_until(application)
    in_time = reopen is not None and today <= reopen
    line = state_line(application.state, application.since_day, until)
    signs = _may_sign(session, actor, application)
    return Outlook(
        state_words=WAITS_FOR_YOU if signs else STATE_WORDS[application.state],
        line=replace(line, turn_words=SIGN_NOW) if signs else line,
        decision_by=None if application.state is ApplicationState.ON_HOLD else decision_by(steps, today),
        withdrawal=withdrawal,
        may_ask_withdrawal=withdrawal is None
        and can_be_withdrawn(application.state)
        and may(actor, Permission.APPLICATION_WITHDRAW, record),
        may_answer_withdrawal=withdrawal is not None and confirms and withdrawal.asked_by_id != actor.person_id,
        reopen_until=reopen if in_time else None,
        may_reopen=in_time and may(actor, Permission.APPLICATION_REOPEN, record),
        on_hold=_on_hold(session, application),
    )


def _on_hold(session: Session, application: ApplicationFacts) -> OnHold | None:
    if application.state is not ApplicationState.ON_HOLD:
        return None
    why = session.scalars(select(Application.held_why).where(Application.id == application.id)).one()
    return OnHold(why, application.state_since)


def _may_sign(session: Session, actor: Actor, application: ApplicationFacts) -> bool:
    """Whether it waits to be signed, and this person can: not whoever has sent it."""
    if application.state is not ApplicationState.AWAITING_DECLARATION:
        return False
    return may(actor, Permission.APPLICATION_SIGN, record_of(session, application.id, application.council_id))


def can_be_withdrawn(state: ApplicationState) -> bool:
    """Whether an owner may ask for it and an approver confirm it: from signing to moderation (C5, row 24)."""
    try:
        APPLICATION.find(state, "confirm_withdrawal")
    except IllegalMove:
        return False
    return True


def open_withdrawal(session: Session, application_id: UUID) -> Withdrawal | None:
    """The wish to withdraw that nobody has answered yet; None where there is none."""
    row = session.execute(
        select(WithdrawalRequest, Person.name, Person.email)
        .join(Person, Person.id == WithdrawalRequest.asked_by_id)
        .where(WithdrawalRequest.application_id == application_id, WithdrawalRequest.answer.is_(None))
    ).one_or_none()
    if row is None:
        return None
    request, name, email = row
    return Withdrawal(request.reason, name or email, request.asked_by_id, request.asked_at)


def _reopen_until(application: ApplicationFacts) -> date | None:
    if application.state is not ApplicationState.LAPSED or application.is_resubmission:
        return None
    return reopen_until(day_of(application.state_since))


def _unlocked_until(session: Session, application: ApplicationFacts) -> date | None:
    if application.state not in _HAS_ITS_DAY:
        return None
    return unlocked_until(session, application.id)
