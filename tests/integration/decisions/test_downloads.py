import io
from typing import Any

import openpyxl
import pypdf
import pypdfium2
import pytest
from flask.testing import FlaskClient

from tests.factories import reviews
from tests.integration.counting import counted_queries
from tests.integration.decisions.conftest import SLUG, WEAK, Moderation


@pytest.fixture
def released(case: Moderation) -> Moderation:
    """The weak criterion at 1 and an essential at 0: not yet, and told."""
    case.moderate({"INF-1": 0})
    case.decide()
    return case


def address(case: Moderation, ending: str = "") -> str:
    return f"/council/{SLUG}/results/{case.reference}{ending}"


def client_of(case: Moderation) -> FlaskClient:
    return case.visitor(case.owner_id).client


def text_of(pdf: bytes) -> str:
    shown = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in shown)
    shown.close()
    return text


def test_document_has_all_of_the_feedback_and_the_plan(released: Moderation) -> None:
    answer = client_of(released).get(address(released, ".pdf"))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer.headers["Content-Disposition"] == f'inline; filename="result-{released.reference}.pdf"'
    pdf = pypdf.PdfReader(io.BytesIO(answer.data))
    root: Any = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith(f"Result and feedback {released.reference}: ")
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    text = "".join(text_of(answer.data).split())
    for said in (
        "Not yet - small changes needed",
        "Criteria to send again",
        "Raising INF-1 from 0 to 2 adds 3.4 points and is needed: it is essential.",
        f"Raising {WEAK} from 1 to 2 adds 1.1 points and helps “Everyday information” to the 40% that it needs.",
        "Final score: 0. Your own score: 2.",
        "Rhys Reviewer, Mansfield District Council",
        "Three people who took no part decide, one of them from outside local government. You are told who they are.",
        "They answer within 30 working days.",
        "The LGA never publishes feedback",
    ):
        assert "".join(said.split()) in text


def test_workbook_is_the_plan_in_the_order_of_effect_with_room_to_fill_in(released: Moderation) -> None:
    answer = client_of(released).get(address(released, ".xlsx"))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="action-plan-{released.reference}.xlsx"'
    made = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert made.sheetnames == ["Action plan", "How to use it"]
    heading, *lines = [list(row) for row in made["Action plan"].iter_rows(values_only=True)]
    assert heading[-3:] == ["Who does it", "By when", "Done"]
    assert len(lines) == 28
    assert (lines[0][0], lines[0][4:6], lines[0][9]) == (
        "INF-1",
        [2, 0],
        "Raising INF-1 from 0 to 2 adds 3.4 points and is needed: it is essential.",
    )
    assert {tuple(line[-3:]) for line in lines} == {(None, None, None)}


def test_what_people_typed_is_text_in_the_workbook(released: Moderation) -> None:
    made = openpyxl.load_workbook(io.BytesIO(client_of(released).get(address(released, ".xlsx")).data))
    cells = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    reasons = [cell.value for cell in cells if isinstance(cell.value, str) and reviews.AWKWARD_REASON in cell.value]
    assert len(reasons) == 28


def test_page_leads_to_both_and_says_the_dates(released: Moderation) -> None:
    page = released.visitor(released.owner_id).visit(address(released))
    assert ("Result, feedback and action plan", address(released, ".pdf")) in page.links
    assert ("Action plan with room for who and when", address(released, ".xlsx")) in page.links
    assert "Last day to appeal 16 December 2026" in page.text
    assert "Raising INF-1 from 0 to 2 adds 3.4 points and is needed: it is essential." in page.text


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_nothing_to_download_before_the_release_nor_for_others(case: Moderation, ending: str) -> None:
    assert client_of(case).get(address(case, ending)).status_code == 404
    case.moderate()
    case.decide()
    assert client_of(case).get(address(case, ending)).status_code == 200
    assert case.visitor().client.get(address(case, ending)).status_code == 403


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_download_costs_no_more_queries_than_the_page(released: Moderation, ending: str) -> None:
    client = client_of(released)
    client.get(address(released))
    with counted_queries(released.app) as page:
        client.get(address(released))
    with counted_queries(released.app) as download:
        client.get(address(released, ending))
    assert len(download) == len(page)
