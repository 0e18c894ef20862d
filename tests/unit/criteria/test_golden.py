"""The edition of 2026 and what it made of some applications, kept for ever.

``tests/golden/edition-2026.json`` is never edited: a council must be able to recompute its result years from now. If
this fails, the change that broke it would have rewritten the past.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.criteria.canonical import canonical, edition_hash, from_canonical
from portal.criteria.results import Result
from portal.criteria.rules import result
from tests.unit.criteria.sample import EDITION

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[2] / "golden" / "edition-2026.json").read_text("utf-8"))


def recorded(found: Result) -> dict[str, object]:
    named = found.named_criteria
    return {
        "outcome": found.outcome.value,
        "total_percent": str(found.total_percent),
        "shown_total": str(found.shown_total),
        "theme_percents": {theme.theme_id: str(theme.percent) for theme in found.theme_percents},
        "essentials_short": list(found.essentials_short),
        "unanswered": list(found.unanswered),
        "suggested": list(named.suggested) if named else None,
        "steps": {step.id: [str(step.measured), str(step.threshold), step.holds] for step in found.trace},
    }


def test_hash_of_the_edition_of_2026_is_the_one_it_was_published_with() -> None:
    assert edition_hash(EDITION) == GOLDEN["hash"]
    assert len(canonical(EDITION)) == GOLDEN["bytes"]


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=[case["name"] for case in GOLDEN["cases"]])
def test_recorded_scores_give_the_recorded_result(case: dict[str, Any]) -> None:
    published = from_canonical(canonical(EDITION))
    found = result(published, case["scores"], case["kind"], frozenset(case["not_applicable"]))
    assert recorded(found) == case["result"]
