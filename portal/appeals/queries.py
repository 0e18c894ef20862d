"""What a council sees of its appeal: what can be appealed, where the appeal stands, who hears it, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appeals import rules
from portal.appeals.facts import AppealFacts, facts_of
from portal.appeals.models import Appeal
from portal.appeals.states import GROUND_WORDS, OPEN_STATES, AppealState, Ground
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import OPEN_STATES as OPEN_APPLICATIONS
from portal.applications.states import ApplicationState
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.decisions.models import Decision, FinalScore
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class LatestResult:
    """The newest result that a council was given, and until when it can be appealed."""

    decision_id: UUID
    application_id: UUID
    reference: str
    state: ApplicationState
    edition: Edition
    round: int
    label: str
    is_award: bool
    released_on: date
    appeal_by: date


@dataclass(frozen=True)
class CouncilPage:
    """The council's page. ``appeal`` is that against the newest result; ``before`` all others, newest first.

    ``draft`` is what was written last and taken out, to begin with. ``obstacle`` says why none can be written.
    """

    council_name: str
    slug: str
    result: LatestResult
    scores: Mapping[str, int | None]
    appeal: AppealFacts | None
    before: tuple[AppealFacts, ...]
    draft: "Draft | None"
    grounds: tuple[tuple[Words, Words], ...]
    obstacle: Words | None
    may_write: bool
    may_confirm: bool
    may_withdraw: bool


@dataclass(frozen=True)
class Draft:
    """What a council wrote before and did not lodge."""

    grounds: tuple[str, ...]
    criteria: tuple[str, ...]
    statement: str


def council_page(session: Session, actor: Actor, slug: str, today: date) -> CouncilPage:
    """The appeal against the council's newest result, or the form for one. Raises NotFound where there is no result."""
    council = applications.own_council(session, actor, slug, Permission.APPEAL_SEE)
    result = latest_result(session, council.id)
    if result is None:
        raise NotFound(f"{slug} has no result")
    rows = session.scalars(
        select(Appeal).where(Appeal.council_id == council.id).order_by(Appeal.written_at.desc())
    ).all()
    against = [row for row in rows if row.decision_id == result.decision_id]
    current = next((row for row in against if row.state is not AppealState.WITHDRAWN), None)
    last = against[0] if against and current is None else None
    everything = facts_of(session, [*rows], for_council=True)
    record = Record(council.id)
    owner, approver = may(actor, Permission.APPEAL_WRITE, record), may(actor, Permission.APPEAL_CONFIRM, record)
    state = current.state if current else None
    why_not = None if current else obstacle(session, council.id, result, today)
    return CouncilPage(
        council_name=council.name,
        slug=slug,
        result=result,
        scores=_decided(session, result.application_id, result.round),
        appeal=everything[current.id] if current else None,
        before=tuple(everything[row.id] for row in rows if current is None or row.id != current.id),
        draft=Draft(tuple(last.grounds), tuple(last.criteria), last.statement) if last else None,
        grounds=tuple((GROUND_WORDS[ground], rules.GROUND_HELP[ground]) for ground in Ground),
        obstacle=why_not,
        may_write=owner and current is None and why_not is None,
        may_confirm=approver and state is AppealState.TO_BE_CONFIRMED,
        may_withdraw=owner and state in OPEN_STATES,
    )


def latest_result(session: Session, council_id: UUID) -> LatestResult | None:
    """The newest result that the council was given; None where there is none. Who may know is the caller's to ask."""
    found = session.execute(
        select(Decision, Application, Decision.released_at)
        .join(Application, Application.id == Decision.application_id)
        .where(Application.council_id == council_id, Decision.released_at.is_not(None))
        .order_by(Decision.released_at.desc(), Decision.round.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        return None
    decision, application, released_at = found
    edition = edition_of(session, application.edition_id)
    released_on = day_of(released_at or decision.decided_at)
    return LatestResult(
        decision_id=decision.id,
        application_id=application.id,
        reference=application.reference,
        state=application.state,
        edition=edition,
        round=decision.round,
        label=edition.outcome(decision.outcome).label,
        is_award=decision.outcome.is_award,
        released_on=released_on,
        appeal_by=rules.lodge_by(released_on),
    )


def obstacle(session: Session, council_id: UUID, result: LatestResult, today: date) -> Words | None:
    """Why no appeal against the result can be written; None where one can."""
    if today > result.appeal_by or result.state is not ApplicationState.FEEDBACK_RELEASED:
        return words("The time to appeal against this result ended on %(day)s.", day=result.appeal_by)
    open_now = applications.latest_application(session, council_id)
    if open_now is not None and open_now.state in OPEN_APPLICATIONS:
        return words(
            "Your council has an open application, %(reference)s. Finish or withdraw it first, until %(day)s.",
            reference=open_now.reference,
            day=result.appeal_by,
        )
    return None


def open_appeal(session: Session, council_id: UUID) -> UUID | None:
    """The council's appeal that is open; None where there is none."""
    return session.scalar(select(Appeal.id).where(Appeal.council_id == council_id, Appeal.state.in_(OPEN_STATES)))


def _decided(session: Session, application_id: UUID, number: int) -> dict[str, int | None]:
    """The decided score of each criterion in one round."""
    return dict(
        session.execute(
            select(FinalScore.criterion, FinalScore.score).where(
                FinalScore.application_id == application_id, FinalScore.round == number
            )
        ).all()
    )
