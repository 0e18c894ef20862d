"""The certificate as a PDF: plain values in, bytes out, one A4 page with a QR code.

How a PDF is made is in ``portal/documents/pdf.py``; this is the one file that knows segno. A seal, and with it PDF/A-3
in place of PDF/UA-1, works on these bytes and has its place in a file of its own, ``seal.py``.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from portal.documents.pdf import FONTS, STATIC, Paper, PdfFailed

HERE = Path(__file__).parents[2] / "templates/certificates"
OWN_FILES = {
    "mark-white.svg": (STATIC / "img/mark-white.svg", "image/svg+xml"),
    "rosette.svg": (HERE / "rosette.svg", "image/svg+xml"),
    **FONTS,
}
# A name longer than the first limit takes the next smaller size; with the last, 300 letters fit.
NAME_SIZES = ((26, 1), (56, 2), (130, 3))
SMALLEST_SIZE = 4


class CertificateFailed(Exception):
    """The certificate could not be made, and why; the award that it belongs to must not be granted."""


@dataclass(frozen=True)
class CertificatePage:
    """What stands on a certificate, as it will be read: dates are written out already.

    ``council_name`` is in the language of the document, ``other_name`` the council's name in its other language.
    """

    lang: str
    number: str
    council_name: str
    other_name: str
    commendation: bool
    starts_on: str
    ends_on: str
    issued_on: str
    edition: str
    domain: str
    verify_url: str


def certificate_pdf(page: CertificatePage, translate: Callable[[str], str] = str) -> bytes:
    """Render the certificate. The same page gives the same bytes. Raises CertificateFailed."""
    try:
        html = _template().render(page=page, size=name_size(page), _=translate)
        made = _style().print(html, page.number.encode(), {"qr.svg": qr_svg(page.verify_url)})
    except (PdfFailed, OSError, TemplateError) as refused:
        raise CertificateFailed(f"certificate {page.number}: {refused}") from refused
    if made.pages != 1:
        raise CertificateFailed(f"certificate {page.number}: {made.pages} pages instead of one")
    return made.content


def name_size(page: CertificatePage) -> int:
    """The class of size that the names fit in: 1 is the largest."""
    length = max(len(page.council_name), len(page.other_name) // 2)
    longest_word = max((len(word) for word in page.council_name.split()), default=0)
    for limit, size in NAME_SIZES:
        if length <= limit and longest_word * 1.4 <= limit:
            return size
    return SMALLEST_SIZE


def qr_svg(address: str) -> bytes:
    """A QR code of the address: error correction M, without a size of its own, with a title."""
    target = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(target, kind="svg", omitsize=True, xmldecl=False, title="QR", dark="#1f1433")
    return target.getvalue()


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("document.html")


@cache
def _style() -> Paper:
    return Paper(HERE / "document.css", OWN_FILES)
