"""What a file really is, told from its bytes. Neither its name nor what the browser says of it is believed."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from portal.kernel.words import Words, words
from portal.uploads.archives import BROKEN_ARCHIVE, archive_problem

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
# A picture that moves is a PNG too: its first picture is kept.
_SAME_FORMAT = {"jpeg": "jpg", "jpe": "jpg", "apng": "png"}
_ARCHIVE_BEGINS = b"PK"
# The entry that makes an archive a document of each format; an ODT says what it is in so many words.
_MAIN_ENTRY = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OFFICE_ENTRY = "[Content_Types].xml"
_ODT_ENTRY = "mimetype"
_MOST_ENTRIES = 10_000
_TEXT_ENCODINGS = ("utf-8-sig", "cp1252")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TEXT_BUT_NO_TABLE = (b"%PDF-", b"%!PS", b"{\\rtf", b"<")


@dataclass(frozen=True)
class Inspected:
    """What was found: the media type to keep, or what is wrong with the file; exactly one of them."""

    media_type: str = ""
    problem: Words | None = None


def inspect(name: str, content: bytes, formats: tuple[str, ...], max_bytes: int) -> Inspected:
    """Look at one file. ``formats`` are those that the edition takes, ``max_bytes`` is the most for one file.

    The problem is a sentence that names the file and says what to do.
    """
    named = format_named(name)
    if not content:
        return _refused("“%(name)s” is empty. Check the file and choose it again.", name)
    if len(content) > max_bytes:
        most = max_bytes // (1024 * 1024)
        return _refused("“%(name)s” is larger than %(most)s MB. Make it smaller or give a link.", name, most=most)
    if named not in formats or named not in MEDIA_TYPES:
        taken = ", ".join(formats)
        return _refused("“%(name)s” is of a kind that we do not take. Choose one of: %(taken)s.", name, taken=taken)
    if not is_of_format(named, content):
        return _refused(
            "“%(name)s” is not what its name says, or is damaged or locked with a password. Open it, save it again as"
            " %(named)s without a password, and choose it again.",
            name,
            named=named.upper(),
        )
    if content.startswith(_ARCHIVE_BEGINS) and (problem := archive_problem(name, content)):
        return Inspected(problem=problem)
    return Inspected(MEDIA_TYPES[named])


def format_named(name: str) -> str:
    """The format that the name ends in, such as ``pdf``; empty where there is none."""
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    return _SAME_FORMAT.get(suffix, suffix)


def is_of_format(named: str, content: bytes) -> bool:
    """Whether the bytes are in this format, one of MEDIA_TYPES."""
    if named == "csv":
        # Not asked of the library: to it, a table that begins with the letters BM is a picture.
        return _is_text(content) and not content.lstrip().startswith(_TEXT_BUT_NO_TABLE)
    if content.startswith(_ARCHIVE_BEGINS):
        return _format_of_archive(content) == named
    told = filetype.guess_extension(content)
    return bool(_SAME_FORMAT.get(told, told) == named)


def _format_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            if len(names) > _MOST_ENTRIES:
                return None
            if _OFFICE_ENTRY in names:
                return next((named for named, entry in _MAIN_ENTRY.items() if entry in names), None)
            if _ODT_ENTRY in names:
                with archive.open(_ODT_ENTRY) as entry:
                    # Only as much as the right answer is long: what it unpacks to may be without end.
                    said = entry.read(len(MEDIA_TYPES["odt"]) + 1)
                return "odt" if said.decode("ascii", "replace") == MEDIA_TYPES["odt"] else None
    except BROKEN_ARCHIVE:
        return None
    return None


def _is_text(content: bytes) -> bool:
    encodings = ("utf-16",) if content.startswith(_UTF16_MARKS) else _TEXT_ENCODINGS
    for encoding in encodings:
        try:
            return _CONTROL.search(content.decode(encoding)) is None
        except UnicodeDecodeError:
            continue
    return False


def _refused(text: str, name: str, **values: object) -> Inspected:
    return Inspected(problem=words(text, name=name, **values))
