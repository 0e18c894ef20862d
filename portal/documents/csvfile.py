"""Tables as CSV, for spreadsheet programs and for scripts; no cell of ours is run as a formula."""

import csv
import io

from portal.documents.workbook import Say, Table
from portal.kernel.words import Words

# A cell that begins with one of these is run as a formula by spreadsheets.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(table: Table, say: Say = str) -> str:
    """The table under the titles of its columns. What is empty is an empty cell; a number below 0 stays a number."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(say(column.title) for column in table.columns)
    for row in table.rows:
        writer.writerow(_written(cell, say) for cell in row)
    return text.getvalue()


def _written(cell: object, say: Say) -> str:
    if cell is None:
        return ""
    return safe_cell(say(cell)) if isinstance(cell, Words | str) else str(cell)
