"""Answers that are documents: a template printed as a PDF, or a workbook, for the reader to keep."""

import hashlib
import re

from flask import Response, render_template, request

from config import ROOT
from portal.documents.pdf import FONTS, STATIC, Paper
from portal.documents.workbook import Book, workbook
from portal.web.wording import say

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A long document takes seconds to make, and whoever downloads one often does so twice.
REMEMBERED = 16

_PAPER = Paper(
    ROOT / "templates/documents/paper.css",
    {"mark.svg": (STATIC / "img/mark.svg", "image/svg+xml"), **FONTS},
    remembers=REMEMBERED,
)


def render_pdf(template: str, page: object, name: str) -> Response:
    """The template, which extends documents/paper.html, as a tagged PDF; ``name`` is the file's, without its ending.

    Raises PdfFailed.
    """
    printed = _PAPER.print(render_template(template, page=page))
    return _document(printed.content, PDF, f"{name}.pdf", "inline")


def render_workbook(book: Book, name: str) -> Response:
    """The workbook as an XLSX file; ``name`` is the file's, without its ending."""
    return _document(workbook(book, say), XLSX, f"{name}.xlsx", "attachment")


def render_record(content: bytes, name: str) -> Response:
    """Bytes of JSON, exactly as they are, as a file to keep; ``name`` is the file's, without its ending."""
    return _document(content, "application/json", f"{name}.json", "attachment")


def _document(content: bytes, kind: str, name: str, shown: str) -> Response:
    answer = Response(content, mimetype=kind)
    # Nothing in a name can break out of the header.
    answer.headers["Content-Disposition"] = f'{shown}; filename="{re.sub(r"[^A-Za-z0-9.-]", "-", name)}"'
    answer.set_etag(hashlib.sha256(content).hexdigest())
    answer.make_conditional(request)
    return answer
