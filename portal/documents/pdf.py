"""PDFs out of HTML: the one file that knows WeasyPrint.

HTML in, bytes out, tagged as PDF/UA-1, with fonts of our own and each passage's language. Nothing is fetched: the
renderer is served the portal's own files, by name, and anything else stops it. The same HTML gives the same bytes.

``Paper.archive`` makes what has to last: PDF/A-3a and PDF/UA-1 at once, with a file attached, and with no letter that
is not in the fonts it was given.
"""

import hashlib
import io
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.css import ColorProfile
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags
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
ARCHIVED = "pdf/a-3a"
# Families of the fonts that style sheets bring have this in their names; any other was found on the machine.
OWN_FAMILY = "Mark "

# Says that a PDF/A is a PDF/UA as well; PDF/A wants a description of every property that it does not know itself.
_ALSO_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""

# WeasyPrint's fonts and style sheets are made once and are not made for two threads at a time.
_one_at_a_time = Lock()


class PdfFailed(Exception):
    """The document could not be made, and why."""


@dataclass(frozen=True)
class Pdf:
    """A document, and how many pages it has."""

    content: bytes
    pages: int


@dataclass(frozen=True)
class Attached:
    """A file to travel inside a document; ``described`` says in words what it is. The document is its other face."""

    name: str
    content: bytes
    described: str
    made_at: datetime


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
        options = {"pdf_variant": VARIANT, "pdf_identifier": identifier or key.hex().encode()}
        with _one_at_a_time:
            pdf = self._kept.pop(key, None) or self._make(html, made or {}, options)[0]
            if self._remembers:
                self._kept[key] = pdf
            if len(self._kept) > self._remembers:
                self._kept.popitem(last=False)
        return pdf

    def archive(self, html: str, identifier: bytes, made: Mapping[str, bytes], attached: Attached | None = None) -> Pdf:
        """Make a document to last: PDF/A-3a and PDF/UA-1 at once, with a file attached. Raises PdfFailed.

        A letter that none of the paper's own fonts has is refused: on another machine it would be another letter.
        """
        # The profile of colours is put in below: WeasyPrint would open it anew for each document, and not close it.
        options: dict[str, Any] = {"pdf_variant": ARCHIVED, "pdf_identifier": identifier, "output_intent": ""}
        if attached:
            options["attachments"] = [_attachment(attached)]
        with _one_at_a_time:
            pdf, fonts = self._make(html, made, options)
        strange = "".join(sorted(set(_not_ours(fonts))))
        if strange:
            raise PdfFailed(f"no font of the document has: {strange}")
        return pdf

    def _make(self, html: str, made: Mapping[str, bytes], options: Mapping[str, Any]) -> tuple[Pdf, Collection[Any]]:
        try:
            if self._style is None:
                self._style = self._read_style()
            sheet, fonts = self._style
            document = HTML(string=html, base_url=BASE, url_fetcher=Fetcher(self._files, made))
            laid_out = document.render(stylesheets=[sheet], font_config=fonts, **options)
            if options["pdf_variant"] == ARCHIVED:
                laid_out.color_profiles["srgb"], laid_out.output_intent = _srgb(), "srgb"
                _say_also_ua(laid_out.metadata)
            return Pdf(laid_out.write_pdf(**options), len(laid_out.pages)), laid_out.fonts.values()
        except (FatalURLFetchingError, OSError) as refused:
            raise PdfFailed(str(refused)) from refused

    def _read_style(self) -> tuple[Any, Any]:
        fonts = FontConfiguration()
        rules = self._sheet.read_text(encoding="utf-8")
        return CSS(string=rules, base_url=BASE, font_config=fonts, url_fetcher=Fetcher(self._files)), fonts


@cache
def _srgb() -> ColorProfile:
    profile = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(io.BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _attachment(attached: Attached) -> Attachment:
    at = attached.made_at.astimezone(UTC)
    return Attachment(
        file_obj=io.BytesIO(attached.content),
        name=attached.name,
        description=attached.described,
        created=at,
        modified=at,
        relationship="Alternative",
    )


def _say_also_ua(metadata: Any) -> None:
    plain = metadata.generate_rdf_metadata
    # The name is looked up on the document's own metadata, so that this concerns one document.
    metadata.generate_rdf_metadata = lambda *about: plain(*about).replace(b"</rdf:RDF>", _ALSO_UA)


def _not_ours(fonts: Collection[Any]) -> Iterator[str]:
    """Every letter that was drawn as a box, or with a font found on the machine."""
    for font in fonts:
        yield from map(chr, font.missing)
        if not font.family.startswith(OWN_FAMILY):
            yield from "".join(font.to_unicode.values())


def _with_language(box: Any, *around: Any) -> Iterator[Any]:
    """The tags of a box as WeasyPrint makes them, and the language of the box, which it leaves out."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    language = None if box.element is None or box.element_tag == "html" else box.element.get("lang")
    for tag in _without_language(box, *around):
        if language:
            tag["Lang"] = pydyf.String(language)
        yield tag


# It calls itself by this name for what is inside, so every box comes by here.
_without_language = tags._build_box_tree
tags._build_box_tree = _with_language


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
