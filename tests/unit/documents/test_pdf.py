import io
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from portal.documents.pdf import FONTS, Paper, PdfFailed

SHEET = """
@font-face { font-family: "Mark Sans"; src: url("portal:inter-latin-400.woff2"); }
html { font-family: "Mark Sans", sans-serif; }
"""
HTML = '<html lang="en-GB"><head><title>Ŵyn, =cmd & <b></title></head><body><h1>One</h1><p>{}</p></body></html>'


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    sheet = tmp_path / "sheet.css"
    sheet.write_text(SHEET, encoding="utf-8")
    return Paper(sheet, FONTS, remembers=2)


def test_document_is_tagged_and_has_title_language_and_text(paper: Paper) -> None:
    made = paper.print(HTML.format("Said."))
    pdf = pypdf.PdfReader(io.BytesIO(made.content))
    root: Any = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert (pdf.metadata.title, root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("Ŵyn, =cmd & <b>", "en-GB", True)
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    shown = pypdfium2.PdfDocument(made.content)
    assert shown[0].get_textpage().get_text_range().split() == ["One", "Said."]
    shown.close()
    assert made.pages == len(pdf.pages) == 1


def test_same_html_same_bytes_and_other_html_other_bytes(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text(SHEET, encoding="utf-8")
    first, second = (Paper(sheet, FONTS) for _ in range(2))
    assert first.print(HTML.format("a")).content == second.print(HTML.format("a")).content
    assert first.print(HTML.format("a")).content != first.print(HTML.format("b")).content


def test_paper_remembers_its_last_documents_and_no_more(paper: Paper) -> None:
    one = paper.print(HTML.format("1"))
    paper.print(HTML.format("2"))
    assert paper.print(HTML.format("1")) is one
    paper.print(HTML.format("3"))
    assert paper.print(HTML.format("1")) is one
    paper.print(HTML.format("2"))
    paper.print(HTML.format("3"))
    assert paper.print(HTML.format("1")) is not one


def test_same_html_with_another_picture_is_another_document(paper: Paper) -> None:
    html = HTML.format('<img src="portal:x.svg" alt="x">')
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="{}" height="9"/></svg>'
    made = [paper.print(html, made={"x.svg": picture.format(width).encode()}).content for width in (3, 9)]
    assert made[0] != made[1]


@pytest.mark.parametrize(
    "asked",
    [
        '<img src="https://example.org/x.svg" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="x.svg" alt="x">',
        '<img src="data:image/svg+xml,x" alt="x">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<object data="file:///etc/passwd"></object>',
        '<p style="background: url(https://example.org/x.png)">x</p>',
    ],
)
def test_document_that_asks_for_another_file_is_not_made(paper: Paper, asked: str) -> None:
    with pytest.raises(PdfFailed, match="not one of its files"):
        paper.print(HTML.format(asked))


def test_missing_file_stops_the_document(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text(SHEET, encoding="utf-8")
    paper = Paper(sheet, {"inter-latin-400.woff2": (tmp_path / "nowhere.woff2", "font/woff2")})
    with pytest.raises(PdfFailed, match=r"nowhere\.woff2 is missing"):
        paper.print(HTML.format("x"))


def test_missing_style_sheet_stops_the_document(tmp_path: Path) -> None:
    with pytest.raises(PdfFailed, match=r"sheet\.css"):
        Paper(tmp_path / "sheet.css", FONTS).print(HTML.format("x"))
