"""Reminders during the review: an invitation without an answer (E17), questions without one (E19)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.rules import due_on
from portal.assignments.states import AssignmentState
from portal.clarifications.models import ClarificationRound
from portal.councils.models import Council
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications.letters.clarifications import questions_letter
from portal.notifications.letters.reviews import invitation_to_review
from portal.notifications.people import Case
from portal.notifications.reminders.application import CASE
from portal.notifications.reminders.readers import in_councils
from portal.notifications.reminders.series import (
    Point,
    Reminder,
    newest_due,
    working_days_after,
    working_days_before,
)

PROPOSAL_DAYS = 2
# Of the ten working days to answer (C3): so many are left on days 5 and 9.
LEFT_TO_ANSWER = {"5": 5, "9": 1}


def proposals(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E17 on day 2, to the person who was asked to review."""
    rows = session.execute(
        select(Assignment.id, Assignment.proposed_at, Person.email, CASE)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Application.council_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        # On hold nobody can answer.
        .where(Assignment.state == AssignmentState.PROPOSED, Application.state != ApplicationState.ON_HOLD)
    )
    for assignment_id, proposed_at, email, facts in rows:
        case = Case(*facts)
        answer_by = due_on(AssignmentState.PROPOSED, proposed_at, None)
        point = newest_due(working_days_after(day_of(proposed_at), PROPOSAL_DAYS), today)
        if point and answer_by and today <= answer_by:
            letter = invitation_to_review(case, answer_by, reminder=True)
            yield Reminder(f"E17:{point.name}:{assignment_id}", letter, (email,), case.id)


def questions(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E19 when five working days and one are left to answer; from a longer time that was given they count again."""
    rows = session.execute(
        select(ClarificationRound, CASE)
        .join(Application, Application.id == ClarificationRound.application_id)
        .join(Council, Council.id == Application.council_id)
        .where(
            Application.state == ApplicationState.CLARIFICATION_REQUESTED,
            ClarificationRound.ending.is_(None),
            ClarificationRound.answer_by >= today,
        )
    ).all()
    found = [(Case(*facts), asked) for asked, facts in rows]
    owners = in_councils(session, {case.council_id for case, _asked in found}, Role.OWNER)
    for case, asked in found:
        begun, answer_by = asked.extended_at or asked.asked_at, asked.answer_by
        if begun is None or answer_by is None:
            continue
        points = [Point(name, working_days_before(answer_by, left)) for name, left in LEFT_TO_ANSWER.items()]
        later = [point for point in points if point.on > day_of(begun)]
        if point := newest_due(later, today):
            again = ":extended" if asked.extended_at else ""
            letter = questions_letter(case, answer_by, reminder=True)
            yield Reminder(f"E19:{point.name}:{asked.id}{again}", letter, owners[case.council_id], case.id)
