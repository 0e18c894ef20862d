"""Reminders to whoever scores: on days 10 and 17, and once it is overdue, with a copy to the lead reviewers (E18)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications.history import entered
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.rules import due_on
from portal.assignments.states import AssignmentState
from portal.councils.models import Council
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import day_of
from portal.kernel.permissions import Role
from portal.notifications import people
from portal.notifications.letters.scoring import overdue_copy_letter, scores_due_letter, scores_overdue_letter
from portal.notifications.people import Case
from portal.notifications.reminders.application import CASE
from portal.notifications.reminders.series import Point, Reminder, newest_due, working_days_before

# Of the twenty working days to score (C3): so many are left on days 10 and 17. A second review is shorter.
LEFT_TO_SCORE = {"10": 10, "17": 3}
OVERDUE = "overdue"


def scores(session: Session, today: date, _now: datetime) -> Iterator[Reminder]:
    """E18 to each reviewer whose time runs: not while the council answers, nor on hold."""
    rows = session.execute(
        select(Assignment, Person.name, Person.email, CASE)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Application.council_id)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(
            Assignment.state == AssignmentState.ACCEPTED,
            Assignment.begun_at.is_not(None),
            Application.state.in_((ApplicationState.IN_REVIEW, ApplicationState.SECOND_REVIEW)),
        )
    ).all()
    found = [(assignment, name, email, Case(*facts)) for assignment, name, email, facts in rows]
    steps = entered(session, [case.id for *_whom, case in found])
    leads = tuple(people.in_scheme(session, Role.LEAD)) if found else ()
    for assignment, name, email, case in found:
        due = due_on(
            assignment.state,
            assignment.proposed_at,
            assignment.begun_at,
            steps[case.id],
            today,
            assignment.extended_to,
            assignment.place,
        )
        point = newest_due(_points(assignment, due), today) if due else None
        if due is None or point is None:
            continue
        key = f"E18:{point.name}:{assignment.id}{_again(assignment)}"
        if point.name == OVERDUE:
            yield Reminder(key, scores_overdue_letter(case, due), (email,), case.id)
            yield Reminder(f"{key}:copy", overdue_copy_letter(case, name, due), leads, case.id)
        else:
            yield Reminder(key, scores_due_letter(case, due), (email,), case.id)


def _points(assignment: Assignment, due: date) -> list[Point]:
    """When to remind: only after the review has begun."""
    begun = day_of(assignment.begun_at) if assignment.begun_at else due
    before = [Point(name, working_days_before(due, left)) for name, left in LEFT_TO_SCORE.items()]
    return [point for point in before if point.on > begun] + [Point(OVERDUE, add_working_days(due, 1))]


def _again(assignment: Assignment) -> str:
    """A longer time, or scores that were sent back, are another series."""
    longer = f":{assignment.extended_to}" if assignment.extended_to else ""
    return longer + (":reopened" if assignment.reopened_why else "")
