"""Office files, which are archives: whether they unpack to too much, act, reach out or carry other files in them."""

import io
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from portal.kernel.words import Words, words

# An honest report of 10 MB unpacks to some tens; its pictures are packed already.
MOST_BYTES = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_OF_A_PART = 20 * 1024 * 1024
_PIECE = 64 * 1024
# The ways in which the standard library finds an archive broken, locked with a password or packed in an unknown way.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    NotImplementedError,  # what zipfile raises where a part is packed in a way that it does not know
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_MACRO_ENDINGS = ("vbaproject.bin", "vbadata.xml", ".bas")
_MACRO_FOLDERS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "xl/macrosheets/", "customui/")
# What begins like one of these is a file in its own right: archives, programs, the office files of old.
_FILES = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"Rar!", b"MZ", b"\x7fELF", b"%PDF-", b"\xd0\xcf\x11\xe0")
_RELATIONS, _TYPES = ".rels", "[content_types].xml"
_ODT_PARTS = ("content.xml", "styles.xml", "settings.xml")
_LINKS_TO = "http://www.w3.org/1999/xlink href"
_MACROS = "“%(name)s” contains macros. Save it without them, or as PDF, and choose it again."
_TOO_LARGE = "“%(name)s” unpacks to far more than its size. Save it again as PDF, and choose that."
_OTHERS = "“%(name)s” has other files inside it. Save it as PDF, or give them as files of their own."
_REACHES = "“%(name)s” takes parts from other files or addresses. Save it as PDF, and choose that."
_DAMAGED = "“%(name)s” is damaged. Open it, save it again, and choose it again."


def archive_problem(name: str, content: bytes) -> Words | None:
    """What is wrong with an office file whose kind is known; None where nothing is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = next(_faults(archive), None)
    except (*BROKEN_ARCHIVE, expat.ExpatError):
        text = _DAMAGED
    return words(text, name=name) if text else None


def _faults(archive: zipfile.ZipFile) -> Iterator[str]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        yield _TOO_LARGE
    names = [entry.filename.lower() for entry in entries]
    if any(name.endswith(_MACRO_ENDINGS) or name.startswith(_MACRO_FOLDERS) for name in names):
        yield _MACROS
    total = 0
    for entry, name in zip(entries, names, strict=True):
        begins, size = _measured(archive, entry, MOST_BYTES - total)
        total += size
        if total >= MOST_BYTES:
            yield _TOO_LARGE
        if begins.startswith(_FILES):
            yield _OTHERS
        if name.endswith(_RELATIONS) or name.rpartition("/")[2] in (*_ODT_PARTS, _TYPES):
            yield from _faults_of_part(archive.read(entry) if size <= MOST_OF_A_PART else b"", size)


def _measured(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> tuple[bytes, int]:
    """How an entry begins, and how many bytes it really has; it is unpacked piece by piece and no further than most."""
    begins, size = b"", 0
    with archive.open(entry) as unpacked:
        while size < most and (piece := unpacked.read(_PIECE)):
            begins, size = begins or piece[:8], size + len(piece)
    return begins, size


def _faults_of_part(part: bytes, size: int) -> Iterator[str]:
    if size > MOST_OF_A_PART:
        yield _TOO_LARGE
        return
    found: list[str] = []

    def element(tag: str, given: dict[str, str]) -> None:
        last = tag.rpartition(" ")[2]
        if last == "Relationship":
            # A link that a reader follows by hand takes nothing from anywhere.
            if given.get("TargetMode") == "External" and not given.get("Type", "").endswith("/hyperlink"):
                found.append(_REACHES)
        elif last in ("event-listener", "script") or "macroEnabled" in given.get("ContentType", ""):
            found.append(_MACROS)
        elif last != "a" and _leads_out(given.get(_LINKS_TO, "")):
            found.append(_REACHES)

    def declares(*_said: object) -> None:
        # No office program writes one, and what it declares may grow without end.
        found.append(_DAMAGED)

    reader = expat.ParserCreate(namespace_separator=" ")
    reader.StartElementHandler = element
    reader.StartDoctypeDeclHandler = declares
    reader.EntityDeclHandler = declares
    reader.Parse(part, True)
    yield from found


def _leads_out(address: str) -> bool:
    return ":" in address.partition("/")[0] or address.startswith(("//", "/", "../"))
