"""What states applications came into, and when: read from the audit trail, which nobody can change."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.reckoning import Entered
from portal.applications.states import APPLICATION, ApplicationState
from portal.audit.models import AuditEvent
from portal.kernel.clock import day_of


def entered(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, tuple[Entered, ...]]:
    """Every state of each of these applications, in order, by key; in one query. An unknown key has none."""
    rows = session.execute(
        select(AuditEvent.case_id, AuditEvent.state_after, AuditEvent.at)
        .where(
            AuditEvent.case_id.in_(application_ids),
            AuditEvent.subject_type == APPLICATION.name,
            # What was noted without a move, such as a longer deadline, came into no state.
            AuditEvent.state_before.is_(None) | (AuditEvent.state_before != AuditEvent.state_after),
        )
        .order_by(AuditEvent.id)
    )
    found: dict[UUID, list[Entered]] = defaultdict(list)
    for application_id, state, at in rows:
        found[application_id].append(Entered(ApplicationState(state), day_of(at)))
    return defaultdict(tuple, {key: tuple(steps) for key, steps in found.items()})
