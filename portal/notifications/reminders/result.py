"""Reminders after a result: the time to send an improved application ends soon (E26)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.applications.models import Application
from portal.applications.states import RESULT_STATES, ApplicationState
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.criteria.terms import Outcome
from portal.decisions.kept import PRESENT
from portal.decisions.models import Decision
from portal.decisions.rules import resubmit_by
from portal.kernel.permissions import Role
from portal.notifications.letters.results import resubmission_letter
from portal.notifications.people import Case
from portal.notifications.reminders.application import CASE
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Point, Reminder, newest_due

# Begun and not sent: the chance can still be missed.
NOT_SENT = (ApplicationState.RESUBMISSION_DRAFT, ApplicationState.AWAITING_DECLARATION)
# No edition gives longer than this to send it again, so that no older result need be looked at.
LONGEST = relativedelta(months=12)


def resubmissions(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E26 one month and one week before the time ends, for 'not yet: small changes' that was not sent again."""
    second = aliased(Application)
    rows = session.execute(
        select(Application.edition_id, Decision.counts_from, second.id, CASE)
        .join(Council, Council.id == Application.council_id)
        .join(Decision, PRESENT)
        .outerjoin(second, second.resubmission_of_id == Application.id)
        .where(
            Application.state.in_(RESULT_STATES),
            Decision.counts_from >= today - LONGEST,
            Decision.outcome == Outcome.NOT_YET_MINOR,
            second.id.is_(None) | (second.state.in_(NOT_SENT) & second.submitted_at.is_(None)),
        )
    ).all()
    found = [(Case(*facts), *more) for *more, facts in rows]
    owners = in_councils(session, {case.council_id for case, *_more in found}, Role.OWNER)
    editions = {edition_id: edition_of(session, edition_id) for edition_id in {one[1] for one in found}}
    for case, edition_id, counts_from, begun in found:
        end = resubmit_by(editions[edition_id], Outcome.NOT_YET_MINOR, counts_from)
        if end is None or today > end:
            continue
        points = (Point("1m", end - relativedelta(months=1)), Point("1w", end - timedelta(days=7)))
        if point := newest_due(points, today):
            letter = resubmission_letter(case, end, begun=begun is not None)
            yield Reminder(f"E26:{point.name}:{case.id}", letter, owners[case.council_id], case.id)
