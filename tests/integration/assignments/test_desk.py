"""The queue: whether time runs, what presses, second and past reviews, and its number of queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import event, insert, update

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments.desk import queue
from portal.assignments.models import Assignment
from portal.assignments.queries import OpenCase
from portal.assignments.states import Place
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories import clarifications, reviews
from tests.factories.applications import acting
from tests.factories.people import make_staff
from tests.integration.assignments.conftest import TODAY, Case


def values(row: Any) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in type(row).__mapper__.column_attrs}


def many_like(case: Case, assignment: Assignment, count: int) -> None:
    """Put as many copies of this review into the database, each of a council of its own."""
    session = case.work.session
    session.flush()
    council, application = (
        values(session.get_one(kind, key))
        for kind, key in ((Council, assignment.council_id), (Application, assignment.application_id))
    )
    asked = values(assignment)
    for number in range(count):
        council_id, application_id = uuid4(), uuid4()
        session.execute(insert(Council).values({**council, "id": council_id, "slug": f"c{number}"}))
        own = {"id": application_id, "council_id": council_id, "reference": f"APP-{number:03}-AAA"}
        session.execute(insert(Application).values({**application, **own}))
        own = {"id": uuid4(), "council_id": council_id, "application_id": application_id}
        session.execute(insert(Assignment).values({**asked, **own}))


@contextmanager
def counted(case: Case) -> Iterator[list[str]]:
    """The statements of this one session's connection."""
    connection = case.work.session.connection()
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def begun(case: Case) -> Assignment:
    reviews.assign(case.work, case.application, case.reviewer, case.lead)
    return reviews.accept(case.work, case.application, case.reviewer)


def cases(case: Case, today: date, lead: Person | None = None) -> tuple[OpenCase, ...]:
    page = queue(case.work.session, acting(case.work, lead or case.lead).actor, today)
    return tuple(found for stage in page.stages for found in stage.cases)


def test_queue_takes_as_many_queries_for_200_reviews_as_for_one(case: Case) -> None:
    assignment = begun(case)
    both = make_staff(case.work, Role.LEAD, person=case.reviewer)
    actor = acting(case.work, both).actor
    with counted(case) as one:
        assert len(queue(case.work.session, actor, TODAY).own) == 1
    many_like(case, assignment, 200)
    with counted(case) as many:
        page = queue(case.work.session, actor, TODAY)
    assert (len(page.own), sum(len(stage.cases) for stage in page.stages)) == (201, 201)
    assert len(many) == len(one)


def test_reviewer_reads_whether_the_clock_runs(case: Case) -> None:
    begun(case)
    actor = acting(case.work, case.reviewer).actor
    (line,) = queue(case.work.session, actor, TODAY).own
    assert str(line.clock) == "Your time runs: 20 working days left."
    clarifications.ask(case.work, case.application, case.reviewer)
    (line,) = queue(case.work.session, actor, TODAY).own
    assert str(line.clock) == "Your time stands still: the council answers until 2026-12-02."


def test_second_review_is_named_and_tells_nothing_of_the_first(case: Case) -> None:
    assignment = begun(case)
    other = make_staff(case.work, Role.REVIEWER, name="Sara Second")
    first = values(assignment)
    asked = {**first, "id": uuid4(), "reviewer_id": other.id, "place": Place.SECOND}
    case.work.session.execute(insert(Assignment).values(asked))
    page = queue(case.work.session, acting(case.work, other).actor, TODAY)
    assert [line.second for line in page.own] == [True]
    assert case.reviewer.name not in repr(page)
    (found,) = cases(case, TODAY)
    assert found.second is not None
    assert (found.reviewer_name, found.second.reviewer_name) == (case.reviewer.name, "Sara Second")


def test_what_is_overdue_stands_before_what_is_at_risk_and_that_before_the_rest(case: Case) -> None:
    assignment = begun(case)
    many_like(case, assignment, 2)
    due = dict(zip(("APP-000-AAA", "APP-001-AAA"), (date(2026, 12, 18), date(2026, 12, 31)), strict=True))
    for reference, until in due.items():
        row = case.work.session.query(Assignment).join(Application, Application.id == Assignment.application_id)
        found = row.filter(Application.reference == reference).one()
        case.work.session.execute(
            update(Assignment)
            .where(Assignment.id == found.id)
            .values(extended_to=until, extended_why="Illness, =cmd ŵ 🙂")
        )
    case.work.session.expire_all()
    found_cases = cases(case, date(2026, 12, 17))
    assert [(found.reference, found.overdue, found.at_risk) for found in found_cases] == [
        (case.application.reference, True, False),
        ("APP-000-AAA", False, True),
        ("APP-001-AAA", False, False),
    ]
    assert {found.new_reviewer for found in found_cases} == {True}


def test_review_that_is_over_leads_to_the_comparison_once_the_result_is_out(case: Case) -> None:
    begun(case)
    reviews.score_all(case.work, case.application, case.reviewer)
    reviews.lock(case.work, case.application, case.reviewer)
    actor, session = acting(case.work, case.reviewer).actor, case.work.session
    for state, compared in ((ApplicationState.DECIDED, False), (ApplicationState.FEEDBACK_RELEASED, True)):
        session.execute(update(Application).where(Application.id == case.application.id).values(state=state))
        session.expire_all()
        page = queue(session, actor, TODAY)
        assert (page.own, [line.compared for line in page.past]) == ((), [compared])
