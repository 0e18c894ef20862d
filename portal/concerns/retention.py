"""What came from a reporter is kept for 12 months after the end, then erased (docs/needs.md, D4)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.audit.work import Work
from portal.concerns import rules
from portal.concerns.models import Concern, ConcernReporter
from portal.concerns.states import ENDED_STATES
from portal.kernel.clock import day_of


def erasures_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the erasing of what came from the reporter of each concern that ended 12 months ago.

    A report that was put together with another one ends with it.
    """
    main = aliased(Concern)
    # A day more than any month has, so that the exact question is asked of few.
    oldest = now - timedelta(days=28 * rules.KEPT_MONTHS)
    rows = session.execute(
        select(Concern.id, func.coalesce(main.state_since, Concern.state_since))
        .outerjoin(main, main.id == Concern.merged_into_id)
        .where(
            Concern.erased_at.is_(None),
            or_(Concern.state.in_(ENDED_STATES), main.state.in_(ENDED_STATES)),
            func.coalesce(main.state_since, Concern.state_since) < oldest,
        )
    )
    for concern_id, ended_at in rows:
        if rules.forget_on(ended_at) <= day_of(now):
            yield partial(_erase, concern_id=concern_id)


def _erase(work: Work, concern_id: UUID) -> None:
    concern = work.session.get_one(Concern, concern_id, with_for_update=True)
    if concern.erased_at is not None:
        return
    concern.where_seen, concern.what, concern.fingerprint = "", "", ""
    concern.erased_at = work.clock.now()
    work.session.execute(delete(ConcernReporter).where(ConcernReporter.concern_id == concern_id))
    # The letters to them are in the outbox, which belongs to a later step.
    work.announce("concern:erased", concern_id)
