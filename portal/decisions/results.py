"""What a council has been told of its applications, and what follows for the next one (C5, rows 1 and 27)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from portal.answering.beside import Verdict
from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.audit.work import Work
from portal.criteria.queries import edition_of
from portal.criteria.terms import Outcome
from portal.decisions import kept, rules
from portal.decisions.models import Decision, FinalScore
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.events import Event
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import words


@dataclass(frozen=True)
class CouncilResult:
    """One released result. ``resubmit_by`` is the last day of row 27, whether or not it has been used: ``used``.

    It is counted from ``counts_from``, the day of the result or of the end of an appeal.
    """

    application_id: UUID
    label: str
    outcome: Outcome
    released_on: date
    counts_from: date
    resubmit_by: date | None
    used: bool
    again_from: date | None

    def may_be_resubmitted(self, day: date) -> bool:
        """Whether the named criteria can still be sent again by starting now."""
        return self.resubmit_by is not None and not self.used and day <= self.resubmit_by


def results_of(session: Session, council_id: UUID) -> tuple[CouncilResult, ...]:
    """Every result that the council has and that stands, the newest first. Who may know is the caller's to ask."""
    second = aliased(Application)
    rows = session.execute(
        select(Application, Decision, second.id)
        .join(Decision, kept.PRESENT)
        .outerjoin(second, second.resubmission_of_id == Application.id)
        .where(Application.council_id == council_id, Application.state.in_(RESULT_STATES))
        .order_by(Decision.released_at.desc())
    )
    found = []
    for application, decision, second_id in rows:
        edition, outcome = edition_of(session, application.edition_id), decision.outcome
        found.append(
            CouncilResult(
                application.id,
                edition.outcome(outcome).label,
                outcome,
                decision.told_on,
                decision.acts_from,
                rules.resubmit_by(edition, outcome, decision.acts_from),
                second_id is not None,
                rules.again_from(edition, outcome, decision.told_on),
            )
        )
    return tuple(found)


def verdict(session: Session, actor: Actor, application_id: UUID, criterion: str) -> Verdict | None:
    """What was decided on one criterion, for somebody who may read the feedback; None before it is released."""
    row = session.execute(
        select(Application.council_id, FinalScore)
        .join(
            FinalScore,
            and_(
                FinalScore.application_id == Application.id,
                FinalScore.round == Application.round,
                FinalScore.criterion == criterion,
            ),
        )
        .where(Application.id == application_id, Application.state.in_(RESULT_STATES))
    ).one_or_none()
    if row is None or not may(actor, Permission.FEEDBACK_SEE, Record(row.council_id)):
        return None
    final = row.FinalScore
    return Verdict(final.score, final.reason, final.improvement)


def hold_to_the_day(work: Work, event: Event) -> None:
    """Follow the start of an application: refuse it before the day that the council's last result named.

    After a withdrawal or a lapse nothing is held. Raises RuleBroken, which undoes the start.
    """
    if event.council_id is None:
        return
    newest = next(iter(results_of(work.session, event.council_id)), None)
    if newest is not None and newest.again_from is not None and today(work.clock) < newest.again_from:
        said = words(
            "You can apply again from %(day)s. Until then, work through the actions in your feedback.",
            day=newest.again_from,
        )
        raise RuleBroken([Problem("", said)])
