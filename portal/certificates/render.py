"""The certificate as a document: plain values in, bytes out, one A4 page with a QR code, PDF/A-3a and PDF/UA-1 at once.

How a PDF is made is in ``portal/documents/pdf.py``, how it is sealed in ``seal.py``.
"""

import io
from functools import cache, partial
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from portal.certificates.lettering import failed
from portal.certificates.printed import Printed
from portal.certificates.wording import catalogue, written
from portal.documents.pdf import FONTS, STATIC, Attached, Paper, PdfFailed
from portal.kernel.words import words

HERE = Path(__file__).parents[2] / "templates/certificates"
OWN_FILES = {
    "mark-white.svg": (STATIC / "img/mark-white.svg", "image/svg+xml"),
    "rosette.svg": (HERE / "rosette.svg", "image/svg+xml"),
    "other-letters-400.woff2": (HERE / "fonts/other-letters-400.woff2", "font/woff2"),
    **FONTS,
}
# A name longer than the first limit takes the next smaller size; with the last, 300 letters fit.
NAME_SIZES = ((26, 1), (56, 2), (130, 3))
SMALLEST_SIZE = 4
# So does a website; the longest that there can be has 253 letters (RFC 1035, 2.3.4).
WEBSITE_SIZES = ((36, 1), (96, 2))
SMALLEST_WEBSITE = 3


def certificate_pdf(page: Printed, attached: Attached | None = None) -> bytes:
    """Render the certificate. The same page gives the same bytes. Raises CertificateFailed."""
    try:
        html = _template().render(
            page=page,
            size=name_size(page),
            website_size=next((size for most, size in WEBSITE_SIZES if len(page.domain) <= most), SMALLEST_WEBSITE),
            _=catalogue(page.lang),
            day=partial(written, lang=page.lang),
        )
        pictures = {"qr.svg": qr_svg(page.verify_url)}
        made = _style().archive(html, f"{page.number} {page.lang}".encode(), pictures, attached)
    except (PdfFailed, OSError, TemplateError) as refused:
        raise failed(str(refused)) from refused
    if made.pages != 1:
        raise failed(words("it would have %(count)s pages instead of one", count=made.pages))
    return made.content


def name_size(page: Printed) -> int:
    """The class of size that the names fit in: 1 is the largest."""
    length = max(len(page.council), len(page.other_name) // 2)
    longest_word = max((len(word) for word in page.council.split()), default=0)
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
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("document.html")


@cache
def _style() -> Paper:
    return Paper(HERE / "document.css", OWN_FILES)
