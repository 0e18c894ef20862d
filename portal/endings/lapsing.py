"""What lapses because nobody goes on with it: one of the things that fall due (C5, rows 7, 11 and 27)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Answer, Application, EvidenceItem, Presence
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.completeness.models import CompletenessCheck
from portal.endings import rules
from portal.kernel.calendar import add_months
from portal.kernel.clock import day_of, today
from portal.sharing.models import Allocation, Comment

# Everything that counts as going on with a draft, beside what moves the application itself.
ACTIVITY = (
    (Answer.application_id, Answer.saved_at),
    (Presence.application_id, Presence.saved_at),
    (EvidenceItem.application_id, EvidenceItem.added_at),
    (EvidenceItem.application_id, EvidenceItem.removed_at),
    (Comment.application_id, Comment.written_at),
    (Allocation.application_id, Allocation.given_at),
)
_S = ApplicationState


def lapses_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the lapse of each draft, returned application and resubmission whose time is over."""
    day = day_of(now)
    for application_id in (*_old_drafts(session, day), *_returned(session), *_resubmissions(session)):
        if _is_over(session, application_id, day):
            yield partial(_lapse, application_id=application_id)


def _lapse(work: Work, application_id: UUID) -> None:
    application = applications.locked(work.session, application_id)
    # Somebody may have been quicker, and gone on with it.
    if _is_over(work.session, application_id, today(work.clock)):
        work.perform(application, "lapse", was=application.state.value)


def _old_drafts(session: Session, day: date) -> list[UUID]:
    """Drafts that came into this state so long ago that they may have lapsed; what happened since is asked of each."""
    rows = session.execute(select(Application.id, Application.state_since).where(Application.state == _S.DRAFT))
    oldest = add_months(day, -rules.LAPSES_AFTER_MONTHS)
    return [key for key, since in rows if day_of(since) <= oldest]


def _returned(session: Session) -> list[UUID]:
    return list(session.scalars(select(Application.id).where(Application.state == _S.RETURNED_INCOMPLETE)))


def _resubmissions(session: Session) -> list[UUID]:
    return list(session.scalars(select(Application.id).where(Application.state == _S.RESUBMISSION_DRAFT)))


def _is_over(session: Session, application_id: UUID, day: date) -> bool:
    application = session.get_one(Application, application_id)
    if application.state is _S.DRAFT:
        return rules.draft_lapses(_days_of_activity(session, application), day)
    if application.state is _S.RETURNED_INCOMPLETE:
        newest = select(func.max(CompletenessCheck.fix_by)).where(CompletenessCheck.application_id == application_id)
        return rules.is_over(session.scalar(newest), day)
    if application.state is _S.RESUBMISSION_DRAFT:
        # The day that the decision set and the council was told.
        return rules.is_over(applications.unlocked_until(session, application_id), day)
    return False


def _days_of_activity(session: Session, application: Application) -> list[date]:
    moments: list[datetime | None] = [application.started_at, application.state_since]
    for key, moment in ACTIVITY:
        moments.append(session.scalar(select(func.max(moment)).where(key == application.id)))
    return [day_of(moment) for moment in moments if moment is not None]
