"""Hostile files, one a line: refused in a sentence that names them, or kept as something that can do no harm."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from portal.applications.models import EvidenceItem
from portal.criteria.loading import EDITIONS, load_edition
from portal.evidence import actions, preparing
from portal.evidence.preparing import GivenFile
from portal.kernel.errors import RuleBroken
from portal.uploads.results import Scan
from tests.factories import clamd, hostile, uploads
from tests.integration.applications.conftest import Case

TERMS = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8")).evidence_rules
CMD = b"=cmd|'/c calc'!A1,@SUM(1)\n"
# What a reader acts on; a name cannot be hidden, for the file is read as objects.
ACTIVE = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/ImportData", "/OpenAction", "/AA"}
    | {"/XFA", "/EmbeddedFiles", "/EF", "/F"}
)
OTHER = "is not what its name says, or is damaged or locked with a password."
NOT_TAKEN = "is of a kind that we do not take. Choose one of: pdf, png, jpg, csv, xlsx, docx, odt."
MACROS = "contains macros. Save it without them, or as PDF, and choose it again."
REACHES = "takes parts from other files or addresses. Save it as PDF, and choose that."
INSIDE = "has other files inside it. Save it as PDF, or give them as files of their own."
BOMB = "unpacks to far more than its size. Save it again as PDF, and choose that."
DAMAGED = "is damaged. Open it, save it again, and choose it again."
Check = Callable[[bytes], None]


@dataclass(frozen=True)
class Refused:
    """With this sentence after the name."""

    says: str


@dataclass(frozen=True)
class Kept:
    """Under this name, or its own, as bytes that pass this check."""

    check: Check
    name: str = ""


def as_it_came(expected: bytes) -> Check:
    def check(stored: bytes) -> None:
        assert stored == expected

    return check


def plain_pdf(stored: bytes) -> None:
    """One page, nothing that acts, nothing after the end, nothing for another program."""
    assert (b"<script" in stored, b"MZ\x90" in stored, zipfile.is_zipfile(io.BytesIO(stored))) == (False,) * 3
    with pikepdf.open(io.BytesIO(stored)) as document:
        assert (len(document.pages), dict(document.attachments)) == (1, {})
        found = {key for item in document.objects for key in keys_and_kinds(item)}
    assert found & ACTIVE == set()
    assert "/MediaBox" in found  # what is looked for would be found


def keys_and_kinds(item: object, depth: int = 0) -> set[str]:
    if isinstance(item, pikepdf.Array):
        return {found for inner in item for found in keys_and_kinds(inner, depth + 1)}
    if isinstance(item, pikepdf.Name):
        return {str(item)}
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream) or (depth and item.is_indirect):
        return set()
    keys = set(item.keys())
    return keys | {found for key in keys for found in keys_and_kinds(item[key], depth + 1)}


def bare_picture(format_: str, size: tuple[int, int]) -> Check:
    def check(stored: bytes) -> None:
        with Image.open(io.BytesIO(stored)) as seen:
            assert (seen.format, seen.size, getattr(seen, "n_frames", 1)) == (format_, size, 1)
            assert (dict(seen.getexif()), dict(seen.getexif().get_ifd(0x8825))) == ({}, {})
        assert (b"PK\x03\x04" in stored, hostile.WHERE_IT_WAS_TAKEN in stored) == (False, False)

    return check


ODD = 'a, "b"\nŵ 🙂 \u202efdp שלום.pdf'
FILES: dict[str, tuple[str, Callable[[], bytes], Refused | Kept]] = {
    "empty": ("a.pdf", bytes, Refused("is empty. Check the file and choose it again.")),
    "one byte too many": (
        "big.csv",
        lambda: b"a" * (10 * 1024 * 1024 + 1),
        Refused("is larger than 10 MB. Make it smaller or give a link."),
    ),
    "program": ("run.exe", lambda: uploads.EXE, Refused(NOT_TAKEN)),
    "program renamed": ("plan.pdf", lambda: uploads.EXE, Refused(OTHER)),
    "page renamed": ("plan.pdf", lambda: hostile.SCRIPT, Refused(OTHER)),
    "page as a table": ("plan.csv", lambda: b"\n " + hostile.SCRIPT, Refused(OTHER)),
    "table that is a command": ("=cmd.csv", lambda: CMD, Kept(as_it_came(CMD))),
    "drawing with script": ("logo.svg", lambda: hostile.SVG, Refused(NOT_TAKEN)),
    "drawing renamed": ("logo.png", lambda: hostile.SVG, Refused(OTHER)),
    "picture and script": ("photo.jpg", lambda: hostile.JPG_WITH_SCRIPT, Refused(OTHER)),
    "picture and archive": (
        "photo.png",
        lambda: uploads.PNG + uploads.archive({"run.exe": uploads.EXE}),
        Kept(bare_picture("PNG", (4, 2))),
    ),
    "photograph with its place": ("p.jpeg", hostile.photograph, Kept(bare_picture("JPEG", hostile.TURNED))),
    "moving picture": ("moves.png", hostile.moving_picture, Kept(bare_picture("PNG", (4, 2)))),
    "picture bomb": (
        "small.png",
        hostile.picture_bomb,
        Refused("is a picture of more than 40 million points. Make it smaller, and choose it again."),
    ),
    "picture cut short": ("cut.jpg", lambda: uploads.picture("JPEG", (400, 400))[:700], Refused(DAMAGED)),
    "PDF and page": ("a.pdf", lambda: uploads.pdf(comment=b"%" + hostile.SCRIPT + b"\n"), Kept(plain_pdf)),
    "PDF and archive": (
        "a.pdf",
        lambda: uploads.pdf(trailing=uploads.archive({"run.exe": uploads.EXE})),
        Kept(plain_pdf),
    ),
    "PDF that acts": ("a.pdf", hostile.pdf_that_acts, Kept(plain_pdf)),
    "PDF with a password": (
        "locked.pdf",
        hostile.locked_pdf,
        Refused("is locked with a password. Save it again without one, and choose it again."),
    ),
    "PDF of one program": (
        "form.pdf",
        hostile.pdf_of_its_program,
        Refused("is a form that only its own program can show. Print it to a PDF, and choose that."),
    ),
    "PDF with nothing in it": ("a.pdf", lambda: b"%PDF-1.7\nnothing\n", Refused(DAMAGED)),
    "name of every kind": (ODD, lambda: uploads.PDF, Kept(plain_pdf, 'a, "b" ŵ 🙂 fdp שלום.pdf')),
    "name of a path": ("../../etc\\passwd\x00.pdf", lambda: uploads.PDF, Kept(plain_pdf, "passwd.pdf")),
    "office bomb": ("bomb.docx", hostile.office_bomb, Refused(BOMB)),
    "office bomb that lies": ("bomb.docx", hostile.office_bomb_that_lies, Refused(DAMAGED)),
    "office macro": ("m.docx", lambda: hostile.docx_with("word/vbaProject.bin", b"x"), Refused(MACROS)),
    "office template": ("t.docx", hostile.docx_from_template, Refused(REACHES)),
    "office link": (
        "l.docx",
        lambda: hostile.docx_from_template("hyperlink"),
        Kept(as_it_came(hostile.docx_from_template("hyperlink"))),
    ),
    "office that grows": (
        "g.docx",
        lambda: hostile.docx_from_template("hyperlink", '<!DOCTYPE a [<!ENTITY b "b">]>'),
        Refused(DAMAGED),
    ),
    "office archive": ("n.docx", lambda: hostile.docx_with("word/x.bin", uploads.xlsx()), Refused(INSIDE)),
    "office picture elsewhere": ("p.odt", hostile.odt_with_picture_elsewhere, Refused(REACHES)),
    "virus": (
        "virus.csv",
        lambda: clamd.EICAR,
        Refused("was refused: the virus scanner has found something harmful in it."),
    ),
}


def kept_in(case: Case) -> list[EvidenceItem]:
    with case.database.reading() as session:
        found = list(session.scalars(select(EvidenceItem)))
        session.expunge_all()
        return found


def downloaded(case: Case, item: UUID, name: str) -> bytes:
    answer = case.visitor(case.contributor).client.get(f"/evidence/{item}")
    assert (answer.status_code, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    disposition = answer.headers["Content-Disposition"]
    assert (disposition.startswith("attachment; filename="), "\n" in disposition) == (True, False)
    assert name.isascii() or "; filename*=UTF-8''" in disposition
    return bytes(answer.data)


@pytest.mark.parametrize("case_name", FILES)
def test_hostile_file_is_refused_by_name_or_kept_harmless(case: Case, case_name: str) -> None:
    name, make, outcome = FILES[case_name]
    files = case.app.extensions["portal"].files
    with clamd.clamd() as scanner:
        prepared = preparing.prepare(GivenFile(name, make()), TERMS, scanner)
    add = actions.AddFiles(case.slug, "INF-1", (prepared,), "Shows it")
    if isinstance(outcome, Refused):
        with case.work_of(case.contributor) as work, pytest.raises(RuleBroken) as broken:
            actions.add_files(work, files, add)
        assert str(broken.value).startswith(f"file: “{name}” {outcome.says}")
        assert (kept_in(case), list(files.held())) == ([], [])
        return
    with case.work_of(case.contributor) as work:
        assert actions.add_files(work, files, add).refused == ()
    [item] = kept_in(case)
    assert (item.file_name, item.scan) == (outcome.name or name, Scan.NOTHING_FOUND)
    stored = downloaded(case, item.id, item.file_name or "")
    outcome.check(stored)
    assert (item.size, item.sha256) == (len(stored), prepared.sha256)


def test_there_are_at_least_twenty_hostile_files() -> None:
    assert len(FILES) >= 20
