import json
from pathlib import Path

import pytest
from flask import Flask

from portal.criteria.loading import EDITIONS
from tests.integration.visiting import Visitor

FILE = EDITIONS / "2026.yaml"


def publish(app: Flask, file: Path) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["criteria", "publish", str(file)])
    return done.exit_code, done.output


def test_an_edition_is_published_once_and_everybody_can_read_it(app: Flask, visitor: Visitor) -> None:
    visitor.visit("/criteria", 404)
    first = publish(app, FILE)
    assert first[0] == 0
    assert "Edition 2026 is published: 28 criteria" in first[1]
    assert "was published already" in publish(app, FILE)[1]
    for address in ("/criteria", "/criteria/2026"):
        page = visitor.visit(address)
        assert page.text.count("How it is scored") == 28
        assert "Cookie" not in visitor.response.headers.get("Vary", "")
        assert "s-maxage" in visitor.response.headers["Cache-Control"]


def test_the_json_is_what_the_hash_is_the_hash_of(app: Flask, visitor: Visitor) -> None:
    import hashlib

    publish(app, FILE)
    visitor.visit("/criteria/2026.json")
    assert hashlib.sha256(visitor.response.data).hexdigest() == visitor.response.headers["ETag"].strip('"')
    assert len(json.loads(visitor.response.data)["criteria"]) == 28


def test_a_published_edition_never_changes(app: Flask, visitor: Visitor, tmp_path: Path) -> None:
    publish(app, FILE)
    before = visitor.client.get("/criteria/2026.json").data
    changed = tmp_path / "changed.yaml"
    changed.write_text(FILE.read_text().replace("title: Day-to-day service updates", "title: Something else"))
    code, said = publish(app, changed)
    assert code == 1
    assert "never changes" in said
    assert visitor.client.get("/criteria/2026.json").data == before


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("      0: We do not measure our social media.\n", "", "IMP-1"),
        ("total_weight: 59", "total_weight: 60", "total_weight"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_and_the_fault_named(
    app: Flask, visitor: Visitor, tmp_path: Path, old: str, new: str, named: str
) -> None:
    text = FILE.read_text()
    assert old in text
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(text.replace(old, new))
    code, said = publish(app, faulty)
    assert code == 1
    assert "Line " in said
    assert named in said
    visitor.visit("/criteria", 404)


def test_an_unknown_edition_is_not_found(app: Flask, visitor: Visitor) -> None:
    publish(app, FILE)
    visitor.visit("/criteria/2031", 404)
    assert visitor.client.get("/criteria/2031.json").status_code == 404
