"""The table of letters says what D2 of docs/needs.md says."""

import re
from pathlib import Path

import pytest

from portal.notifications.kinds import KINDS, Pace

ROOT = Path(__file__).parents[3]
# What this portal writes today: the annual check (E28, E29) and the five questions (E39) come with those steps.
PROMISED = {f"E{number}" for number in (*range(1, 28), *range(30, 39))}


def rows() -> dict[str, tuple[bool, str]]:
    """Of each number in D2: whether it cannot be turned off, and when it comes."""
    part = (ROOT / "docs/needs.md").read_text(encoding="utf-8").split("## D2.")[1].split("## D3.")[0]
    found = re.findall(r"^\| (E\d+[a-z]?)(\*?)(?: \(ours\))? \|.*\| ([^|]*) \|$", part, re.MULTILINE)
    return {number: (star == "*", when) for number, star, when in found}


def test_every_letter_that_is_promised_is_in_the_table_and_every_one_in_the_table_is_in_d2() -> None:
    assert PROMISED <= KINDS.keys() <= rows().keys()


@pytest.mark.parametrize("number", sorted(KINDS))
def test_letter_comes_when_d2_says(number: str) -> None:
    starred, when = rows()[number]
    expected = Pace.DAY if when == "daily digest" else Pace.AT_ONCE if starred else Pace.CHOICE
    assert KINDS[number].pace is expected


def test_every_letter_is_written_somewhere_and_no_other() -> None:
    letters = (*(ROOT / "portal/notifications").rglob("*.py"), ROOT / "portal/oversight/weekly.py")
    written = {
        number
        for path in letters
        if path.name != "kinds.py"
        for number in re.findall(r'"(E\d+[a-z]?)"', path.read_text(encoding="utf-8"))
    }
    assert written == KINDS.keys()
