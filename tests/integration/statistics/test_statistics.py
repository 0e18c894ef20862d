"""The scheme in numbers: what is counted, from when on, for whom, and what the downloads hold."""

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from openpyxl import load_workbook

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.statistics.queries import Statistics, statistics
from portal.statistics.rules import Measure
from tests.factories.applications import acting
from tests.factories.awards import make_council
from tests.factories.decisions import decided, moderated, released, scored
from tests.factories.people import make_conflict, make_staff
from tests.factories.reviews import application_ready_to_assign
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

REGION = '=cmd, "North"\nŵ 🙂 <b>'


@pytest.fixture
def keys(app: Flask, clock: FixedClock) -> dict[str, UUID]:
    """One application with its result, one decided and not released, one ready to assign; an administrator, a lead."""
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        reviewer, lead = make_staff(work, Role.REVIEWER, name="Rhys"), make_staff(work, Role.LEAD)
        council = make_council(work, name="First", slug="first", region=REGION)
        done = moderated(work, scored(work, council, reviewer, lead), lead)
        released(work, decided(work, done, lead), lead)
        quiet = make_council(work, name="Second", slug="second", region=REGION)
        decided(work, moderated(work, scored(work, quiet, reviewer, lead), lead), lead)
        application_ready_to_assign(work, make_council(work, name="Third", slug="third"))
        administrator = make_staff(work, Role.ADMINISTRATOR)
        return {"administrator": administrator.id, "lead": lead.id, "council": council.id}


Reading = Callable[..., Statistics]


@pytest.fixture
def figures(app: Flask, clock: FixedClock, keys: dict[str, UUID]) -> Reading:
    """The figures as one of the people reads them."""

    def read(who: str = "administrator", quarter: str = "") -> Statistics:
        with app.extensions["portal"].database.writing() as session:
            work = Work(session, SYSTEM, clock, {})
            return statistics(session, acting(work, session.get_one(Person, keys[who])).actor, quarter)

    return read


def test_result_is_counted_once_the_council_has_it(figures: Reading) -> None:
    page = figures()
    assert {str(count.said): count.n for count in page.states if count.n} == {
        "Decided, not released": 1,
        "Result released": 1,
        "Complete: waiting for a reviewer": 1,
    }
    assert {str(count.said): count.n for count in page.outcomes if count.n} == {"Awarded": 1}
    assert [(str(group.said), group.total) for group in page.regions] == [(REGION, 1)]
    assert (page.signed, page.results, page.second_reviews) == (3, 1, 0)
    assert [(each.name, each.signed, each.results, each.awarded) for each in page.quarters] == [("2026-Q4", 3, 1, 1)]
    spreads = {time.measure: time.spread for time in page.times}
    assert (spreads[Measure.DECISION].n, spreads[Measure.DECISION].in_time) == (2, 100)
    assert (spreads[Measure.CHECK].n, spreads[Measure.APPEAL].n) == (3, 0)


def test_another_quarter_is_as_good_as_all_and_a_bound_council_is_left_out(
    app: Flask, clock: FixedClock, keys: dict[str, UUID], figures: Reading
) -> None:
    assert (figures(quarter="2026-Q4").signed, figures(quarter="1999-Q1").quarter) == (3, "")
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        make_conflict(work, session.get_one(Person, keys["lead"]), keys["council"])
    bound = figures("lead")
    assert (bound.left_out, bound.signed, bound.results, sum(count.n for count in bound.outcomes)) == (1, 2, 0, 0)


def test_page_and_downloads_say_the_same_and_no_cell_is_a_formula(app: Flask, keys: dict[str, UUID]) -> None:
    visitor = Visitor(app).sign_in(keys["administrator"])
    with counted_queries(app) as first:
        page = visitor.visit("/administration/statistics")
    assert 'aria-labelledby="outcomes-chart-2-title outcomes-chart-2-desc"' in page.html
    assert "Awarded 1" in " ".join(page.text.split())
    assert len(first) < 30
    visitor.visit("/administration/statistics.csv?quarter=2026-Q4")
    assert f"""Region,"'{REGION.replace('"', '""')}",Awarded,1""" in visitor.response.text.replace("\r\n", "\n")
    visitor.visit("/administration/statistics.xlsx")
    book = load_workbook(io.BytesIO(visitor.response.data))
    assert book.sheetnames[0] == "Times"
    assert book.sheetnames[-1] == "What the figures mean"
    row = list(book["By region"].iter_rows(min_row=2, values_only=True))
    assert row == [(REGION, 0, 1, 0, 0, 1)]
    assert {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
