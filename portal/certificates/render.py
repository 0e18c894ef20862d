"""The certificate as a PDF: the one file that knows WeasyPrint and segno.

Plain values in, bytes out: one A4 page, tagged as PDF/UA-1, with fonts of our own and a QR code. Nothing is fetched:
the renderer is served the portal's own files, by name, and anything else stops it. A seal, and with it PDF/A-3 in
place of ``VARIANT``, works on these bytes and has its place in a file of its own, ``seal.py``.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HERE = Path(__file__).parents[2] / "templates/certificates"
STATIC = Path(__file__).parents[2] / "static"
SCHEME = "portal:"
FONTS = ("inter-latin-400", "inter-latin-700", "inter-latin-ext-400", "inter-latin-ext-700")
OWN_FILES = {
    "mark-white.svg": (STATIC / "img/mark-white.svg", "image/svg+xml"),
    "rosette.svg": (HERE / "rosette.svg", "image/svg+xml"),
    **{f"{name}.woff2": (STATIC / f"fonts/{name}.woff2", "font/woff2") for name in FONTS},
}
# Without a base a relative address would be logged and passed over; with this one it is refused like any other.
BASE = "https://nowhere.invalid/"
VARIANT = "pdf/ua-1"
# A name longer than the first limit takes the next smaller size; with the last, 300 letters fit.
NAME_SIZES = ((26, 1), (56, 2), (130, 3))
SMALLEST_SIZE = 4

# WeasyPrint's fonts and the style sheet are made once and are not made for two threads at a time.
_one_at_a_time = Lock()


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
    options = {"pdf_variant": VARIANT, "pdf_identifier": page.number.encode()}
    with _one_at_a_time:
        try:
            html = _template().render(page=page, size=name_size(page), _=translate)
            sheet, fonts = _style()
            files = _OwnFiles({"qr.svg": qr_svg(page.verify_url)})
            document = HTML(string=html, base_url=BASE, url_fetcher=files)
            laid_out = document.render(stylesheets=[sheet], font_config=fonts, **options)
            pdf: bytes = laid_out.write_pdf(**options)
        except (FatalURLFetchingError, OSError, TemplateError) as refused:
            raise CertificateFailed(f"certificate {page.number}: {refused}") from refused
    if len(laid_out.pages) != 1:
        raise CertificateFailed(f"certificate {page.number}: {len(laid_out.pages)} pages instead of one")
    return pdf


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


class _OwnFiles(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves the portal's own files by name. What is not in the list is refused in a way that stops the rendering."""

    def __init__(self, made: dict[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self._made = made or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if url.startswith(SCHEME) and name in self._made:
            return URLFetcherResponse(url, self._made[name], headers={"Content-Type": "image/svg+xml"})
        if not url.startswith(SCHEME) or name not in OWN_FILES:
            raise FatalURLFetchingError(f"the certificate asks for {url!r}, which is not one of its files")
        path, kind = OWN_FILES[name]
        try:
            content = path.read_bytes()
        except OSError as missing:
            # An ordinary error would be logged and passed over, and the certificate would lose its symbol or font.
            raise FatalURLFetchingError(f"{path.name} is missing: {missing}") from missing
        return URLFetcherResponse(url, content, headers={"Content-Type": kind})


@cache
def _template() -> Any:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("document.html")


@cache
def _style() -> tuple[Any, Any]:
    fonts = FontConfiguration()
    rules = (HERE / "document.css").read_text(encoding="utf-8")
    return CSS(string=rules, base_url=BASE, font_config=fonts, url_fetcher=_OwnFiles()), fonts
