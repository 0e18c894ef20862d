"""PDFs out of HTML: the one file that knows WeasyPrint.

HTML in, bytes out, tagged as PDF/UA-1, with fonts of our own. Nothing is fetched: the renderer is served the portal's
own files, by name, and anything else stops it. The same HTML gives the same bytes.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).parents[2] / "static"
SCHEME = "portal:"
# By the name that a style sheet or template asks for: where the file is, and its type.
OwnFiles = Mapping[str, tuple[Path, str]]
FONTS: OwnFiles = {
    f"{name}.woff2": (STATIC / f"fonts/{name}.woff2", "font/woff2")
    for name in ("inter-latin-400", "inter-latin-700", "inter-latin-ext-400", "inter-latin-ext-700")
}
# Without a base a relative address would be logged and passed over; with this one it is refused like any other.
BASE = "https://nowhere.invalid/"
VARIANT = "pdf/ua-1"

# WeasyPrint's fonts and style sheets are made once and are not made for two threads at a time.
_one_at_a_time = Lock()


class PdfFailed(Exception):
    """The document could not be made, and why."""


@dataclass(frozen=True)
class Pdf:
    """A document, and how many pages it has."""

    content: bytes
    pages: int


class Paper:
    """A style sheet and the files that it and its documents may ask for. It remembers its last documents, if asked."""

    def __init__(self, sheet: Path, files: OwnFiles, remembers: int = 0) -> None:
        self._sheet = sheet
        self._files = files
        self._remembers = remembers
        self._style: tuple[Any, Any] | None = None
        self._kept: OrderedDict[bytes, Pdf] = OrderedDict()

    def print(self, html: str, identifier: bytes = b"", made: Mapping[str, bytes] | None = None) -> Pdf:
        """Make the document. The same HTML gives the same bytes. Raises PdfFailed.

        ``identifier`` is the file's own; without one it follows from the HTML. ``made`` are SVG pictures drawn for this
        document, by name.
        """
        content = hashlib.sha256(html.encode())
        for name, picture in sorted((made or {}).items()):
            content.update(name.encode() + picture)
        key = content.digest()
        with _one_at_a_time:
            pdf = self._kept.pop(key, None) or self._make(html, identifier or key.hex().encode(), made or {})
            if self._remembers:
                self._kept[key] = pdf
            if len(self._kept) > self._remembers:
                self._kept.popitem(last=False)
        return pdf

    def _make(self, html: str, identifier: bytes, made: Mapping[str, bytes]) -> Pdf:
        options = {"pdf_variant": VARIANT, "pdf_identifier": identifier}
        try:
            if self._style is None:
                self._style = self._read_style()
            sheet, fonts = self._style
            document = HTML(string=html, base_url=BASE, url_fetcher=Fetcher(self._files, made))
            laid_out = document.render(stylesheets=[sheet], font_config=fonts, **options)
            return Pdf(laid_out.write_pdf(**options), len(laid_out.pages))
        except (FatalURLFetchingError, OSError) as refused:
            raise PdfFailed(str(refused)) from refused

    def _read_style(self) -> tuple[Any, Any]:
        fonts = FontConfiguration()
        rules = self._sheet.read_text(encoding="utf-8")
        return CSS(string=rules, base_url=BASE, font_config=fonts, url_fetcher=Fetcher(self._files)), fonts


class Fetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves the portal's own files by name. What is not in the list is refused in a way that stops the rendering."""

    def __init__(self, files: OwnFiles, made: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self._made = made or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file with this address. Raises FatalURLFetchingError for whatever is not one of ours, or is missing."""
        name = url.removeprefix(SCHEME)
        if url.startswith(SCHEME) and name in self._made:
            return URLFetcherResponse(url, self._made[name], headers={"Content-Type": "image/svg+xml"})
        if not url.startswith(SCHEME) or name not in self._files:
            raise FatalURLFetchingError(f"the document asks for {url!r}, which is not one of its files")
        path, kind = self._files[name]
        try:
            content = path.read_bytes()
        except OSError as missing:
            # An ordinary error would be logged and passed over, and the document would lose its picture or font.
            raise FatalURLFetchingError(f"{path.name} is missing: {missing}") from missing
        return URLFetcherResponse(url, content, headers={"Content-Type": kind})
