import hashlib
import json

import pytest

from config import ROOT

BUILT = json.loads((ROOT / "static/built.json").read_text())
FILES = {**BUILT["from"], **BUILT["to"]}


@pytest.mark.parametrize("path", sorted(FILES))
def test_an_asset_is_what_was_built_from_these_sources(path: str) -> None:
    found = hashlib.sha256((ROOT / path).read_bytes()).hexdigest()
    assert found == FILES[path], f"{path} has changed: run make assets"


@pytest.mark.parametrize("forbidden", ["GDS Transport", "crest", "crown", "@import", "url(http", 'url("http', "url(//"])
def test_the_style_sheet_has_nothing_of_another_identity_and_fetches_nothing(forbidden: str) -> None:
    assert forbidden not in (ROOT / "static/css/mark.css").read_text()
