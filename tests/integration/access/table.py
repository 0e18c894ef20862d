"""The table as it is read: one line for each route and method, one word for each knocker."""

from collections.abc import Mapping
from pathlib import Path

from tests.integration.access.columns import Answer, Knocker

TABLE = Path(__file__).with_name("table.txt")
COLUMNS = tuple(Knocker)
Row = tuple[str, str]
Answers = tuple[Answer, ...]


def read_table(text: str) -> Mapping[Row, Answers]:
    """The answers by method and rule. Lines that begin with # are for the reader. Raises ValueError on a bad line."""
    rows: dict[Row, Answers] = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        method, rule, *words = line.split()
        if (method, rule) in rows or len(words) != len(COLUMNS):
            raise ValueError(f"twice, or not {len(COLUMNS)} answers: {line}")
        rows[method, rule] = tuple(Answer(word) for word in words)
    return rows


def shown(row: Row, answers: Answers) -> dict[str, str]:
    """A row as a test compares it, so that its failure names the column."""
    return {"route": " ".join(row), **dict(zip(COLUMNS, answers, strict=True))}
