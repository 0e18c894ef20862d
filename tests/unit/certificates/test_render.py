import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from portal.certificates import render
from portal.certificates.render import CertificateFailed, CertificatePage, certificate_pdf

PAGE = CertificatePage(
    lang="en",
    number="K7QX-3MWDR",
    council_name="Cyngor Sir Ynys Môn ŵŷ",
    other_name="Isle of Anglesey County Council",
    commendation=True,
    starts_on="18 November 2026",
    ends_on="17 November 2028",
    issued_on="18 November 2026",
    edition="Edition 2026 (version 1.0)",
    domain="anglesey.gov.wales",
    verify_url="https://mark.example/verify/K7QX-3MWDR",
)


def read(page: CertificatePage) -> tuple[pypdf.PdfReader, str]:
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
    assert pdf.metadata.title == "Certificate K7QX-3MWDR: Cyngor Sir Ynys Môn ŵŷ"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_a_certificate_says_who_holds_what_until_when_and_what_it_does_not_mean() -> None:
    _pdf, text = read(PAGE)
    for said in (
        PAGE.council_name,
        PAGE.other_name,
        "with commendation",
        "from 18 November 2026 to 17 November 2028",
        "K7QX-3MWDR",
        "anglesey.gov.wales",
        "Edition 2026 (version 1.0)",
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
        "Combined Authority of " * 12,
        "<script>alert('x')</script> & =cmd, \"quoted\"",
        "Council 🙂 of\nTwo lines",
        "مجلس المدينة",
    ],
)
def test_a_hostile_name_stays_on_one_page_and_changes_nothing_else(name: str) -> None:
    pdf, text = read(replace(PAGE, council_name=name, other_name=""))
    assert len(pdf.pages) == 1
    assert "from 18 November 2026 to 17 November 2028" in text
    if name.isascii():
        assert "".join(name.split()) in "".join(text.split())


def test_the_same_page_gives_the_same_bytes() -> None:
    assert certificate_pdf(PAGE) == certificate_pdf(PAGE)


def test_a_missing_font_stops_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(render.OWN_FILES, "mark-white.svg", (Path("/nowhere/mark-white.svg"), "image/svg+xml"))
    with pytest.raises(CertificateFailed, match=r"mark-white\.svg is missing"):
        certificate_pdf(PAGE)


@pytest.mark.parametrize("address", ["https://example.org/x.svg", "file:///etc/passwd", "portal:other.svg", "data:,x"])
def test_a_file_that_is_not_the_portals_own_is_refused(address: str) -> None:
    with pytest.raises(BaseException, match="not one of its files"):
        render._OwnFiles().fetch(address)
