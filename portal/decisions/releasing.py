"""How a result goes out: at once, when its moment has come, or earlier for a reason (C5 row 22 of docs/process.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.decisions import kept, rules
from portal.decisions.models import Decision
from portal.kernel.calendar import may_release
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.words import words


@dataclass(frozen=True)
class Release:
    """Let the result go out now, although the next ordinary moment is later, for a reason."""

    reference: str
    why: str


def release(work: Work, command: Release) -> None:
    """Let a decided result go out before its time, with a reason."""
    application_id = kept.application_id(work.session, work.actor, command.reference)
    application = applications.locked(work.session, application_id)
    if len(command.why) < rules.SHORTEST_REASON:
        raise RuleBroken([Problem("why", words("Say in a sentence why this cannot wait."))])
    _let_out(work, application, command.why)


def release_at_once(work: Work, event: Event) -> None:
    """Follow a decision by its release where results may go out now; otherwise the sweep does it later."""
    application = applications.locked(work.session, event.subject_id)
    if _decision(work, application).release_from <= work.clock.now():
        _let_out(work, application)


def releases_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the release of each decided result whose moment has come: one of the things that fall due."""
    if not may_release(now):
        return
    due = select(Application.id).join(Decision, kept.PRESENT)
    due = due.where(Application.state == ApplicationState.DECIDED, Decision.release_from <= now)
    for application_id in session.scalars(due.order_by(Decision.release_from)):
        yield partial(_release_once, application_id=application_id)


def _release_once(work: Work, application_id: UUID) -> None:
    application = applications.locked(work.session, application_id)
    # A lead reviewer may have been quicker.
    if application.state is ApplicationState.DECIDED:
        _let_out(work, application)


def _let_out(work: Work, application: Application, why: str = "") -> None:
    # Refused first where there is nothing to release.
    application.lifecycle.find(application.state, "release")
    decision = _decision(work, application)
    # Before the move: what follows from it reads the day from which the council's times are counted.
    decision.released_at, decision.counts_from = work.clock.now(), today(work.clock)
    work.perform(application, "release", reason=why)


def _decision(work: Work, application: Application) -> Decision:
    chosen = select(Decision).where(Decision.application_id == application.id, Decision.round == application.round)
    return work.session.scalars(chosen).one()
