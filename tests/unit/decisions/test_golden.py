"""Records of decisions, kept for ever: they give the same result, the same bytes and the same hash.

``tests/golden/decision-records-2026.json`` is never edited: whoever kept a record must find it confirmed years from
now. If this fails, the change that broke it would have rewritten the past.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from portal.criteria.canonical import canonical, edition_hash, from_canonical
from portal.decisions import rules
from portal.decisions.rules import Final
from tests.unit.criteria.sample import EDITION

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "golden" / "decision-records-2026.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=[case["name"] for case in GOLDEN["cases"]])
def test_kept_record_gives_its_outcome_its_bytes_and_its_hash_again(case: dict[str, Any]) -> None:
    told = json.loads(case["record"])
    published = from_canonical(canonical(EDITION))
    finals = {name: Final(score, "") for name, score in told["scores"].items()}
    found = rules.result_of(published, finals, told["kind"], resubmission="resubmission_of" in told)
    assert found.outcome == told["outcome"] == case["outcome"]
    again = rules.record_of(
        published,
        edition_hash(published),
        finals,
        told["kind"],
        found,
        resubmission_of=told.get("resubmission_of", ""),
        appeal=told.get("appeal", ""),
    )
    assert again == case["record"].encode()
    assert hashlib.sha256(again).hexdigest() == case["sha256"]
