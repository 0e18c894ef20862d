import io
from typing import Any

import openpyxl
import pypdf
import pypdfium2
import pytest
from flask import Flask

from portal.criteria.loading import EDITIONS, load_edition
from tests.integration.visiting import Visitor

FILE = EDITIONS / "2026.yaml"
EDITION = load_edition(FILE.read_text(encoding="utf-8"))
KILOBYTE = 1024


@pytest.fixture
def published(app: Flask, visitor: Visitor) -> Visitor:
    assert app.test_cli_runner().invoke(args=["criteria", "publish", str(FILE)]).exit_code == 0
    return visitor


def text_of(pdf: bytes) -> str:
    shown = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in shown)
    shown.close()
    return text


def without_spaces(text: str) -> str:
    # Where a line ends, a space or a hyphen is drawn as nothing.
    return "".join(text.split())


def test_pdf_is_tagged_and_has_everything_that_a_council_is_asked(published: Visitor) -> None:
    content = published.client.get("/criteria/2026.pdf").data
    pdf = pypdf.PdfReader(io.BytesIO(content))
    root: Any = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "The criteria of the Social Media Friendly Mark: edition 2026, version 1.0"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    text = without_spaces(text_of(content))
    expected = [
        "Edition 2026, version 1.0, published on 18 November 2026",
        "about 12 hours in all",
        *(rule.rule for rule in EDITION.pass_rule.all_must_hold),
        *EDITION.evidence_rules.rules,
    ]
    for criterion in EDITION.criteria:
        heading = f"{criterion.id} {criterion.title}" + (" Essential" if criterion.essential else "")
        expected += [heading, criterion.statement, criterion.why_it_matters]
        expected += [*criterion.what_good_looks_like, *criterion.rubric, *criterion.evidence.examples]
    assert [said for said in expected if without_spaces(said) not in text] == []


def test_contents_of_the_pdf_name_every_criterion_with_its_page(published: Visitor) -> None:
    content = published.client.get("/criteria/2026.pdf").data
    shown = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in shown]
    shown.close()
    contents = next(text for text in pages if "Contents" in text)
    for criterion in EDITION.criteria:
        line = next(line for line in contents.splitlines() if line.startswith(criterion.id))
        number = int(line.split(".")[-1].strip().split()[-1])
        assert f"{criterion.id} {criterion.title}" in " ".join(pages[number - 1].split())
        assert ("(essential)" in line) is criterion.essential
    assert [text.split()[-3:] for text in pages] == [[str(n), "/", str(len(pages))] for n in range(1, len(pages) + 1)]


def test_workbook_has_a_line_for_each_criterion_and_room_for_the_answer(published: Visitor) -> None:
    made = openpyxl.load_workbook(io.BytesIO(published.client.get("/criteria/2026.xlsx").data))
    assert made.sheetnames == ["How to use it", "Your answers"]
    assert made.properties.title == "Criteria: edition 2026, version 1.0"
    sheet = made["Your answers"]
    heading, *lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert heading[-4:] == [
        "Your score",
        "Your statement (300 words at most)",
        "Your evidence: links, or names of files",
        "Who answers it",
    ]
    assert [line[0] for line in lines] == [criterion.id for criterion in EDITION.criteria]
    assert [line[2] == "Essential" for line in lines] == [criterion.essential for criterion in EDITION.criteria]
    assert [tuple(line[5:9]) for line in lines] == [criterion.rubric for criterion in EDITION.criteria]
    assert {tuple(line[-4:]) for line in lines} == {(None,) * 4}
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("L2:L29", '"0,1,2,3"')


@pytest.mark.parametrize(
    ("ending", "kind", "shown"),
    [
        ("pdf", "application/pdf", "inline"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
    ],
)
def test_download_may_be_kept_by_a_cache_and_is_not_sent_twice(
    published: Visitor, ending: str, kind: str, shown: str
) -> None:
    answer = published.client.get(f"/criteria/2026.{ending}")
    assert (answer.mimetype, answer.headers["Content-Disposition"]) == (
        kind,
        f'{shown}; filename="social-media-friendly-mark-criteria-2026.{ending}"',
    )
    assert "s-maxage" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = published.client.get(f"/criteria/2026.{ending}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_page_links_to_both_and_says_how_large_they_are(published: Visitor) -> None:
    page = published.visit("/criteria")
    assert ("All criteria as a document", "/criteria/2026.pdf") in page.links
    assert ("Spreadsheet to prepare your answers in", "/criteria/2026.xlsx") in page.links
    assert "PDF, about 30 pages, under 300 KB" in page.text
    assert "XLSX, under 50 KB" in page.text
    pdf = published.client.get("/criteria/2026.pdf").data
    assert len(pdf) < 300 * KILOBYTE
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) in range(27, 34)
    assert len(published.client.get("/criteria/2026.xlsx").data) < 50 * KILOBYTE


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_unknown_edition_has_no_download(published: Visitor, ending: str) -> None:
    assert published.client.get(f"/criteria/2031.{ending}").status_code == 404
