"""Workbooks for spreadsheet programs: the one file that knows xlsxwriter.

What somebody typed is written as text and stays text, whatever it begins with: no cell of ours is a formula or a link.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from portal.kernel.words import Words, words

Cell = Words | str | int | Decimal | date | None
Say = Callable[[Words | str], str]

# What a cell holds at most; the format would leave out a longer text without a word.
LONGEST = 32_767
A4 = 9
INK, PAPER, RULE, TO_FILL = "#35165C", "#F3EEF9", "#B79BD9", "#FFFBE6"
# A file says when it was made: always the same day, so that the same content is the same file.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - written into the file as it is, without a time zone


@dataclass(frozen=True)
class Column:
    """A column: its heading, how wide it is in letters, and whether the reader is to fill it in.

    With ``scores``, the lowest and the highest, it takes nothing but whole numbers from one to the other.
    """

    title: Words | str
    width: int
    to_fill: bool = False
    scores: tuple[int, int] | None = None


@dataclass(frozen=True)
class Table:
    """A sheet with a heading for each column, which stays in sight, as do the first ``fixed`` columns."""

    name: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 1
    pages_wide: int = 1


@dataclass(frozen=True)
class Note:
    """A sheet of running text under a title."""

    name: Words
    title: Words | str
    paragraphs: tuple[Words | str, ...]


@dataclass(frozen=True)
class Book:
    """A workbook: what it is called, and its sheets."""

    title: Words | str
    sheets: tuple[Note | Table, ...]


def workbook(book: Book, say: Say = str) -> bytes:
    """The workbook as an XLSX file. The same book gives the same bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as made:
        made.set_properties(
            {"title": say(book.title), "author": say(words("Social Media Friendly Mark")), "created": MADE}
        )
        looks = _Looks(made)
        for part in book.sheets:
            sheet = made.add_worksheet(say(part.name))
            _set_up_print(sheet, say(book.title), say)
            if isinstance(part, Note):
                _write_note(sheet, part, looks, say)
            else:
                _write_table(sheet, part, looks, say)
    return target.getvalue()


class _Looks:
    """How cells look."""

    def __init__(self, made: xlsxwriter.Workbook) -> None:
        common = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
        ruled = {**common, "border": 1, "border_color": RULE}
        self.heading: Format = made.add_format({**ruled, "bold": True, "font_color": "#FFFFFF", "bg_color": INK})
        self.first: Format = made.add_format({**ruled, "bold": True, "bg_color": PAPER})
        self.plain: Format = made.add_format(ruled)
        self.to_fill: Format = made.add_format({**ruled, "bg_color": TO_FILL})
        self.day: Format = made.add_format({**ruled, "num_format": "d mmmm yyyy", "align": "left"})
        self.title: Format = made.add_format({**common, "bold": True, "font_size": 16, "font_color": INK})
        self.text: Format = made.add_format({**common, "font_size": 11})


def _set_up_print(sheet: Worksheet, title: str, say: Say) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    # In a footer, & begins a command.
    sheet.set_footer(f"&L{title[:100].replace('&', '&&')}&R{say(words('Page'))} &P / &N")


def _write_note(sheet: Worksheet, note: Note, looks: _Looks, say: Say) -> None:
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, say(note.title), looks.title)
    for row, paragraph in enumerate(note.paragraphs, 1):
        sheet.write_string(row, 0, _cut(say(paragraph)), looks.text)


def _write_table(sheet: Worksheet, table: Table, looks: _Looks, say: Say) -> None:
    last = max(1, len(table.rows))
    sheet.freeze_panes(1, table.fixed)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, max(0, table.fixed - 1))
    sheet.fit_to_pages(table.pages_wide, 0)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, say(column.title), looks.heading)
        if column.scores:
            low, high = column.scores
            sheet.data_validation(1, number, last, number, _only_scores(low, high, say))
    for row, cells in enumerate(table.rows, 1):
        for number, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            look = looks.to_fill if column.to_fill else looks.first if number < table.fixed else looks.plain
            _write_cell(sheet, row, number, cell, look, looks, say)


def _write_cell(sheet: Worksheet, row: int, number: int, cell: Cell, look: Format, looks: _Looks, say: Say) -> None:
    match cell:
        case None | "":
            sheet.write_blank(row, number, None, look)
        case int() | Decimal():
            sheet.write_number(row, number, cell, look)
        case date():
            sheet.write_datetime(row, number, cell, looks.day)
        case _:
            sheet.write_string(row, number, _cut(say(cell)), look)


def _only_scores(low: int, high: int, say: Say) -> dict[str, object]:
    return {
        "validate": "list",
        "source": [str(score) for score in range(low, high + 1)],
        "error_title": say(words("Not a score")),
        "error_message": say(words("Type a whole number from %(low)s to %(high)s.", low=low, high=high)),
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
