"""The migrations are one chain: two that were written side by side are told apart before they meet a database."""

import re

from tests.architecture.sources import ROOT

NAMES = sorted(path.name for path in (ROOT / "migrations/versions").glob("*.py"))


def test_each_migration_has_the_next_number_and_follows_the_one_before() -> None:
    said = []
    for name in NAMES:
        text = (ROOT / "migrations/versions" / name).read_text(encoding="utf-8")
        found = re.findall(r'^(?:down_)?revision: .*= (?:"(\d+)"|None)$', text, re.MULTILINE)
        said.append((name[:4], *found))
    numbers = [f"{number:04}" for number in range(1, len(NAMES) + 1)]
    assert said == [(number, number, before) for number, before in zip(numbers, ["", *numbers], strict=False)]
