import csv
import io
from datetime import UTC, datetime

import openpyxl

from portal.accounts.models import Person
from portal.applications.states import ApplicationState
from portal.assignments.states import AssignmentState
from portal.consistency.doubled import AgreementPage, agreement_page
from portal.consistency.published import PublishedPage, published_page
from portal.kernel.clock import today
from tests.factories.applications import acting
from tests.integration.consistency.conftest import Scheme
from tests.integration.counting import counted_queries

# Of five pairs three are the same, four within one.
PAIRS = {"INF-1": (2, 2), "INF-2": (1, 1), "INF-3": (3, 3), "TWO-1": (2, 1), "TWO-2": (3, 1)}
BEFORE_THE_QUARTER = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
_A, _S = AssignmentState, ApplicationState


def figures(scheme: Scheme) -> tuple[AgreementPage, PublishedPage]:
    with scheme.work() as work:
        lead = work.session.get_one(Person, scheme.lead_id)
        return agreement_page(work.session, acting(work, lead).actor), published_page(work.session, today(scheme.clock))


def test_shares_are_those_of_the_pairs_in_all_and_by_criterion(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=30)
    page = scheme.visitor().visit("/administration/agreement")
    assert "Criteria scored by more than one person 150 Identical scores 60%" in page.text
    assert "Within 1 of each other 80%" in page.text
    found, _published = figures(scheme)
    names = [row.name.split()[0] for row in found.criteria]
    assert names == ["INF-1", "INF-2", "INF-3", "TWO-1", "TWO-2"], "in the order of the edition"
    measured = [(row.agreement.identical, row.agreement.within_one) for row in found.criteria]
    shares = [tuple(each and each.value for each in both) for both in measured]
    assert shares == [(1, 1), (1, 1), (1, 1), (0, 1), (0, 0)]
    assert [(row.name, row.agreement.units) for row in found.quarters] == [("2026 Q4", 150)]
    assert [(row.name, row.agreement.units) for row in found.editions] == [("2026", 150)]


NOT_OVER = (
    (_S.SECOND_REVIEW, _A.ACCEPTED),
    (_S.SECOND_REVIEW, _A.LOCKED),
    (_S.MODERATION, _A.LOCKED),
    (_S.ON_HOLD, _A.LOCKED),
    (_S.DECIDED, _A.LOCKED),
    (_S.WITHDRAWN, _A.LOCKED),
)


def test_double_review_moves_no_figure_before_the_result_is_out(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=10, released_at=BEFORE_THE_QUARTER)
    before = figures(scheme)
    assert before[0].overall.units == before[1].doubled.units == 50
    for state, second_state in NOT_OVER:
        scheme.double(PAIRS, state=state, second_state=second_state, released_at=BEFORE_THE_QUARTER)
        assert (state, second_state, *figures(scheme)) == (state, second_state, *before)


def test_second_review_that_was_taken_back_is_no_second_opinion(scheme: Scheme) -> None:
    scheme.double(PAIRS, second_state=_A.TAKEN_BACK)
    assert figures(scheme)[0].overall.units == 0


def test_scores_carried_over_and_what_does_not_apply_are_left_out(scheme: Scheme) -> None:
    scheme.double(PAIRS)
    scheme.double(PAIRS, carried=True)
    scheme.double({"INF-1": (None, 2), "INF-2": (2, None), "INF-3": (None, None), "TWO-1": (3, 3)})
    found, _published = figures(scheme)
    assert (found.overall.units, found.overall.clusters) == (6, 2)


def test_everybody_reads_figures_up_to_the_end_of_the_last_quarter_only(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=6, released_at=BEFORE_THE_QUARTER)
    scheme.double(PAIRS, times=10, released_at=datetime(2026, 10, 1, 12, 0, tzinfo=UTC))
    visitor = scheme.visitor()
    visitor.visit("/statistics")
    page = visitor.visit("/agreement")
    assert "up to 30 September 2026, the end of the last quarter." in page.text
    assert "Criteria scored by more than one person 30 Identical scores 60%" in page.text
    assert "Beyond chance Not given: fewer than 50 criteria scored by two people." in page.text


def test_everybody_reads_why_there_is_no_figure(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=5, released_at=BEFORE_THE_QUARTER)
    page = scheme.visitor().visit("/agreement")
    assert "Agreement Not given: fewer than 30 criteria scored by two people." in page.text
    assert "%" not in page.text.split("What these figures mean")[0]


def test_reviewers_are_shown_from_ten_double_reviews_on_in_the_order_of_names(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=9)
    page = scheme.visitor().visit("/administration/agreement")
    assert "2 reviewers have too few double reviews to be shown." in page.text
    assert "anna Second" not in page.text
    scheme.double(PAIRS)
    found, _published = figures(scheme)
    shown = [(row.name, row.applications) for row in found.people]
    assert shown == sorted(shown, key=lambda row: row[0].lower())
    assert [count for _name, count in shown] == [10, 10]
    assert found.held_back == 0


def test_downloads_hold_the_same_lines_and_no_formula(scheme: Scheme) -> None:
    scheme.double(PAIRS, times=30)
    visitor = scheme.visitor()
    answer = visitor.client.get("/administration/agreement.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["Of what"], row["Which"]) for row in rows][:2] == [
        ("All", ""),
        ("Criterion", "INF-1 " + rows[1]["Which"][6:]),
    ]
    assert (rows[0]["Identical"], rows[0]["Within 1"], rows[0]["Criteria scored twice"]) == ("0.600", "0.800", "150")
    assert {row["Which"] for row in rows if row["Of what"] == "Reviewer"} == {"anna Second", '\'=cmd "Zoë", 🙂'}
    book = openpyxl.load_workbook(io.BytesIO(visitor.client.get("/administration/agreement.xlsx").data))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert '=cmd "Zoë", 🙂' in [cell.value for cell in cells if cell.data_type == "s"]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


def test_page_asks_as_often_for_twenty_double_reviews_as_for_one(scheme: Scheme) -> None:
    counts = []
    for times in (1, 19):
        scheme.double(PAIRS, times=times)
        visitor = scheme.visitor()
        with counted_queries(scheme.app) as statements:
            visitor.visit("/administration/agreement")
        counts.append(len(statements))
    assert counts[0] == counts[1]
