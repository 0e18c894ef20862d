import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from portal.certificates import render
from portal.certificates.lettering import CertificateFailed, shown
from portal.certificates.printed import Printed
from portal.certificates.render import certificate_pdf
from portal.documents.pdf import Fetcher
from tests.factories.certificates import PAGE

# Where the coloured box at the foot begins, 206 mm down the page, in points from the bottom.
FOOT = (297 - 206) / 25.4 * 72


def read(page: Printed) -> tuple[pypdf.PdfReader, str]:
    made = certificate_pdf(page)
    shown = pypdfium2.PdfDocument(made)
    text = shown[0].get_textpage().get_text_range()
    shown.close()
    return pypdf.PdfReader(io.BytesIO(made)), " ".join(text.split())


def test_a_certificate_is_one_tagged_page_with_a_title_and_a_language() -> None:
    pdf, _text = read(PAGE)
    root: Any = pdf.trailer["/Root"]
    assert len(pdf.pages) == 1
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Certificate K7QX-3MWDR: Isle of Anglesey County Council"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_a_certificate_says_who_holds_what_until_when_and_what_it_does_not_mean() -> None:
    _pdf, text = read(PAGE)
    for said in (
        PAGE.council,
        PAGE.other_name,
        "with commendation",
        "from 18 November 2026 to 17 November 2028",
        "K7QX-3MWDR",
        "anglesey.gov.wales",
        "Edition 2026, version 1.0",
        "Check the register for the current standing.",
        "not a legal guarantee",
    ):
        assert said in text


def test_a_certificate_without_commendation_does_not_mention_one() -> None:
    _pdf, text = read(replace(PAGE, commendation=False))
    assert "commendation" not in text


def test_the_qr_code_leads_to_the_verify_page() -> None:
    pdf = pypdfium2.PdfDocument(certificate_pdf(PAGE))
    picture = pdf[0].render(scale=3).to_pil()
    pdf.close()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [PAGE.verify_url]


@pytest.mark.parametrize(
    "name",
    [
        "W" * 90,
        "W" * 300,
        "Combined Authority of " * 12,
        "<script>alert('x')</script> & =cmd, \"quoted\"",
        "Council 🙂 of\nTwo lines",
        "مجلس المدينة",
    ],
)
def test_a_hostile_name_is_whole_in_its_own_box_and_moves_nothing_else(name: str) -> None:
    printed, left_out = shown(name, render.OWN_FILES)
    assert left_out == ("🙂" if "🙂" in name else "")
    made = certificate_pdf(replace(PAGE, council=printed, other_name=printed))
    document = pypdfium2.PdfDocument(made)
    assert len(document) == 1
    words = document[0].get_textpage()
    text = words.get_text_range()
    assert "from 18 November 2026 to 17 November 2028" in text
    if name.isascii():
        assert "".join(text.split()).count("".join(name.split())) == 2
    dates = words.search("17 November 2028").get_next()
    number = words.search(PAGE.number).get_next()
    assert dates is not None
    assert number is not None
    # From the bottom of the page, in points: the names are above the dates, the facts below, in their usual place.
    assert words.get_charbox(dates[0])[1] > FOOT
    assert FOOT - 40 < words.get_charbox(number[0])[1] < FOOT
    document.close()


def test_the_same_page_gives_the_same_bytes() -> None:
    assert certificate_pdf(PAGE) == certificate_pdf(PAGE)


def test_certificates_made_at_the_same_time_are_as_if_made_one_by_one() -> None:
    pages = [replace(PAGE, council=f"Council {number} of Ŵyn") for number in range(6)]
    with ThreadPoolExecutor(3) as threads:
        together = list(threads.map(certificate_pdf, pages))
    assert together == [certificate_pdf(page) for page in pages]


def test_every_picture_has_words_and_every_fact_is_a_headed_row() -> None:
    pdf, _text = read(PAGE)
    root: Any = pdf.trailer["/Root"]
    parts = list(structure(root["/StructTreeRoot"]))
    kinds = [part.get("/S") for part in parts]
    assert [part["/Alt"] for part in parts if part.get("/S") == "/Figure"] == [
        "The Mark: a tick in a speech bubble",
        "QR code that opens the page where this certificate can be checked",
    ]
    assert (kinds.count("/H1"), kinds.count("/TH"), kinds.count("/TD"), kinds.count("/Link")) == (1, 4, 4, 1)


def structure(part: Any) -> Iterator[Any]:
    """The part of the tag tree and all that is inside it, in the order in which it is read."""
    yield part
    inside = part.get("/K", [])
    for child in inside if isinstance(inside, list) else [inside]:
        if hasattr(child.get_object(), "get"):
            yield from structure(child.get_object())


@pytest.fixture
def afresh() -> Iterator[None]:
    """The template, style sheet and fonts are read again: before the test and, for the others, after it."""
    for kept in (render._template, render._style):
        kept.cache_clear()
    yield
    for kept in (render._template, render._style):
        kept.cache_clear()


@pytest.mark.usefixtures("afresh")
@pytest.mark.parametrize("name", list(render.OWN_FILES))
def test_a_missing_file_stops_the_certificate(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(render.OWN_FILES, name, (Path("/nowhere") / name, "image/svg+xml"))
    with pytest.raises(CertificateFailed, match=f"{name} is missing"):
        certificate_pdf(PAGE)


@pytest.mark.usefixtures("afresh")
@pytest.mark.parametrize("name", ["document.html", "document.css"])
def test_a_missing_template_or_style_sheet_stops_the_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    for kept in {"document.html", "document.css"} - {name}:
        (tmp_path / kept).write_text((render.HERE / kept).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(render, "HERE", tmp_path)
    with pytest.raises(CertificateFailed, match=name):
        certificate_pdf(PAGE)


@pytest.mark.usefixtures("afresh")
@pytest.mark.parametrize(
    "address", ["https://example.org/x.svg", "file:///etc/passwd", "x.svg", "data:image/svg+xml,x"]
)
def test_a_template_that_asks_for_another_file_stops_the_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    (tmp_path / "document.css").write_text("")
    (tmp_path / "document.html").write_text(f'<html lang="en"><title>x</title><img src="{address}" alt="x">')
    monkeypatch.setattr(render, "HERE", tmp_path)
    with pytest.raises(CertificateFailed, match="not one of its files"):
        certificate_pdf(PAGE)


@pytest.mark.usefixtures("afresh")
def test_a_template_that_shows_what_is_not_there_stops_the_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "document.html").write_text("{{ page.council_nmae }}")
    monkeypatch.setattr(render, "HERE", tmp_path)
    with pytest.raises(CertificateFailed, match="council_nmae"):
        certificate_pdf(PAGE)


@pytest.mark.usefixtures("afresh")
def test_a_second_page_stops_the_certificate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sheet = (render.HERE / "document.css").read_text(encoding="utf-8")
    (tmp_path / "document.css").write_text(sheet + "p { break-before: page }", encoding="utf-8")
    (tmp_path / "document.html").write_text('<html lang="en"><title>x</title><div>one</div><p>two')
    monkeypatch.setattr(render, "HERE", tmp_path)
    with pytest.raises(CertificateFailed, match="2 pages instead of one"):
        certificate_pdf(PAGE)


@pytest.mark.parametrize("address", ["https://example.org/x.svg", "file:///etc/passwd", "portal:other.svg", "data:,x"])
def test_a_file_that_is_not_the_portals_own_is_refused(address: str) -> None:
    # What the renderer is stopped with is no ordinary exception: those it would log and pass over.
    with pytest.raises(BaseException, match="not one of its files"):
        Fetcher(render.OWN_FILES).fetch(address)


@pytest.mark.parametrize("letters", [10, 36, 37, 70, 96, 97, 253])
def test_a_long_website_pushes_nothing_onto_the_line_below(letters: int) -> None:
    host = f"{('north-west-middleham.' * 13)[: letters - 3]}.uk"
    shown = pypdfium2.PdfDocument(certificate_pdf(replace(PAGE, domain=host)))
    text = shown[0].get_textpage()
    bottom_of_facts, top_of_check = box(text, "Issued on")[1], box(text, "Check it at")[3]
    shown.close()
    assert bottom_of_facts > top_of_check


def box(text: pypdfium2.PdfTextPage, words: str) -> tuple[float, float, float, float]:
    """Where the words stand: left, bottom, right and top, in points from the corner at the bottom left."""
    place, letters = text.search(words).get_next()
    assert text.count_rects(place, letters) == 1
    left, bottom, right, top = text.get_rect(0)
    return left, bottom, right, top
