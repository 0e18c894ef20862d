import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.cell import Cell as ReadCell
from openpyxl.workbook import Workbook

from portal.documents.workbook import LONGEST, Book, Cell, Column, Note, Table, workbook
from portal.kernel.words import words

HOSTILE = [
    "=1+1",
    '=HYPERLINK("https://example.org")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "{=1}",
    "https://example.org/",
    "mailto:a@example.org",
    "12",
    'a, "b"\nc',
    "ŵ 🙂 שלום",
    "x" * 90,
]


def book(*cells: Cell, title: str = "The book") -> Book:
    columns = (Column("Name", 10), *(Column("Said", 30) for _ in cells[1:]))
    return Book(title, (Table(words("Sheet"), columns, (cells,)),))


def read(made: Book) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(made)))


def first_cell(made: Book) -> ReadCell:
    cell = read(made)["Sheet"]["A2"]
    assert isinstance(cell, ReadCell)
    return cell


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_was_typed_is_text_and_neither_a_formula_nor_a_link(typed: str) -> None:
    cell = first_cell(book(typed))
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)


def test_too_long_a_text_is_cut_and_says_so() -> None:
    assert first_cell(book("x" * (LONGEST + 5))).value == "x" * (LONGEST - 1) + "…"


def test_numbers_and_days_are_values_to_reckon_with() -> None:
    row = read(book("a", 3, Decimal("54.2"), date(2026, 11, 18), None))["Sheet"][2]
    found = [cell.value for cell in row]
    assert found[:3] == ["a", 3, 54.2]
    assert str(found[3]).startswith("2026-11-18")
    assert found[4] is None


def test_heading_stays_in_sight_and_is_repeated_on_paper() -> None:
    sheet = read(book("a", "b"))["Sheet"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols) == ("B2", "$1:$1", "$A:$A")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert [sheet.column_dimensions[name].width for name in "AB"] == pytest.approx([10.7, 30.7], abs=0.1)
    assert sheet["B2"].alignment.wrap_text is True


def test_column_of_scores_takes_nothing_else() -> None:
    table = Table(
        words("Sheet"), (Column("Id", 5), Column("Score", 5, to_fill=True, scores=(0, 3))), (("a", None),) * 4
    )
    rules = read(Book("x", (table,)))["Sheet"].data_validations.dataValidation
    assert [(rule.type, str(rule.sqref), rule.formula1) for rule in rules] == [("list", "B2:B5", '"0,1,2,3"')]
    assert rules[0].error == "Type a whole number from 0 to 3."


def test_note_is_a_title_and_a_line_for_each_paragraph() -> None:
    sheet = read(Book("x", (Note(words("How"), "=Title", ("One", words("Two %(n)s", n=2))),)))["How"]
    assert [row[0].value for row in sheet.rows] == ["=Title", "One", "Two 2"]
    assert sheet["A1"].data_type == "s"


def test_title_is_a_property_of_the_file_and_cannot_break_the_footer() -> None:
    made = read(book("a", title="Salt & pepper &D =x"))
    assert made.properties.title == "Salt & pepper &D =x"
    footer = made["Sheet"].oddFooter
    assert footer is not None
    assert footer.left.text == "Salt && pepper &&D =x"


def test_same_book_gives_the_same_bytes() -> None:
    assert workbook(book("a", 1)) == workbook(book("a", 1))
