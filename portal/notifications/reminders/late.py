"""E22: an application takes longer than the LGA promised, said before the forty working days are up (C3)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.progress import STANDARDS
from portal.applications.reckoning import decision_by, review_by
from portal.applications.states import ApplicationState
from portal.councils.models import Council
from portal.kernel.calendar import add_working_days, working_days_between
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications.letters.lateness import late_letter
from portal.notifications.people import Case
from portal.notifications.reminders.application import CASE
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import Reminder, working_days_before

_S = ApplicationState
# So many working days before the time is up the council is told; and again each time as many have passed since.
TOLD_BEFORE = 5
TOLD_AGAIN_AFTER = 20
FIND_REVIEWER = 2
# How many working days each step may take (C3), and how many there are after it until the decision.
_STEPS: tuple[tuple[frozenset[ApplicationState], int], ...] = (
    (frozenset({_S.SUBMITTED, _S.COMPLETENESS_CHECK}), STANDARDS[_S.SUBMITTED].days),
    (frozenset({_S.READY_TO_ASSIGN}), FIND_REVIEWER),
    (frozenset({_S.REVIEWER_PROPOSED}), STANDARDS[_S.REVIEWER_PROPOSED].days),
    (frozenset({_S.IN_REVIEW}), STANDARDS[_S.IN_REVIEW].days),
    (frozenset({_S.MODERATION}), STANDARDS[_S.MODERATION].days),
)
OWN_DAYS: Mapping[ApplicationState, int] = {
    **{state: days for states, days in _STEPS for state in states},
    _S.SECOND_REVIEW: STANDARDS[_S.SECOND_REVIEW].days,
}
DAYS_AFTER: Mapping[ApplicationState, int] = {
    state: sum(days for _later, days in _STEPS[place + 1 :])
    for place, (states, _) in enumerate(_STEPS)
    for state in states
} | {_S.SECOND_REVIEW: STANDARDS[_S.MODERATION].days}


def likely_decision(state: ApplicationState, step_by: date, today: date) -> date:
    """When a decision can be expected: this step at its time, or tomorrow where that is over, then all later ones."""
    return add_working_days(max(step_by, add_working_days(today, 1)), DAYS_AFTER[state])


def late(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E22 to owners and approvers, where the decision is not to be expected in time; once, and every month after."""
    rows = session.execute(
        select(Application.state, Application.state_since, CASE)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state.in_(OWN_DAYS.keys()))
    ).all()
    found = [(Case(*facts), state, since) for state, since, facts in rows]
    steps = entered(session, [case.id for case, *_more in found])
    told = in_councils(session, {case.council_id for case, *_more in found}, Role.OWNER, Role.APPROVER)
    for case, state, since in found:
        promised = decision_by(steps[case.id], today)
        step_by = review_by(steps[case.id], today) or add_working_days(day_of(since), OWN_DAYS[state])
        likely = likely_decision(state, step_by, today)
        if promised is None or likely <= promised or today < working_days_before(promised, TOLD_BEFORE):
            continue
        times = 1 + working_days_between(promised, today) // TOLD_AGAIN_AFTER
        letter = late_letter(case, state, promised, likely)
        yield Reminder(f"E22:{times}:{case.id}", letter, told[case.council_id], case.id)
