"""The table as it is read: one line for each route and method, one word for each knocker.

The last word, a panel member's, may be left out: then they get through wherever anybody does who has signed in, and
are told elsewhere that the page is not for them.
"""

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
        answers = [Answer(word) for word in words]
        if len(answers) == len(COLUMNS) - 1:
            signed_in = answers[COLUMNS.index(Knocker.NO_ROLE)]
            answers.append(Answer.OPEN if signed_in is Answer.OPEN else Answer.FORBIDDEN)
        if (method, rule) in rows or len(answers) != len(COLUMNS):
            raise ValueError(f"twice, or not {len(COLUMNS)} answers: {line}")
        rows[method, rule] = tuple(answers)
    return rows


def shown(row: Row, answers: Answers) -> dict[str, str]:
    """A row as a test compares it, so that its failure names the column."""
    return {"route": " ".join(row), **dict(zip(COLUMNS, answers, strict=True))}
