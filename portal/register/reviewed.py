"""Who checked a council, and when, as the public may know it: how many people, never who."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.decisions.models import Decision
from portal.kernel.clock import day_of


@dataclass(frozen=True)
class Reviewed:
    """How many reviewers scored an application, and the day of the decision that counts, if one is recorded."""

    reviewers: int
    decided_on: date | None


def reviewed(session: Session, application_id: UUID) -> Reviewed:
    """Who scored this application, in whatever round, and when it was decided on last."""
    reviewers = session.scalar(
        select(func.count(Assignment.reviewer_id.distinct())).where(
            Assignment.application_id == application_id, Assignment.state == AssignmentState.LOCKED
        )
    )
    decided_at = session.scalar(
        select(Decision.decided_at)
        .where(Decision.application_id == application_id)
        .order_by(Decision.round.desc())
        .limit(1)
    )
    return Reviewed(reviewers or 0, day_of(decided_at) if decided_at else None)
