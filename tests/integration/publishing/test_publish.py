import json
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.criteria.loading import EDITIONS
from portal.kernel.permissions import SYSTEM
from tests.factories.awards import AWKWARD_COUNCIL, make_award, make_council

LINK = re.compile(r'(?:href|src)="([^"]+)"')
# They lead to the portal, which a copy cannot stand in for.
BEHIND = re.compile(r"/(cy/)?(council/|sign-in|account/|report)")


@pytest.fixture
def number(app: Flask) -> str:
    done = app.test_cli_runner().invoke(args=["criteria", "publish", str(EDITIONS / "2026.yaml")])
    assert done.exit_code == 0
    running = app.extensions["portal"]
    with running.database.writing() as session:
        # With everything that follows from an award: certificate, credential, log.
        work = Work(session, SYSTEM, running.clock, running.reactions)
        make_council(work, slug="never-held")
        return make_award(work, make_council(work, AWKWARD_COUNCIL, "example")).number


def _publish(app: Flask, folder: Path) -> str:
    done = app.test_cli_runner().invoke(args=["publish", str(folder)])
    return done.output if done.exit_code == 0 else f"exit {done.exit_code}: {done.output}"


def _file_behind(folder: Path, address: str) -> Path | None:
    path = unquote(urlsplit(address).path).strip("/")
    return next((place for place in (folder / path, folder / path / "index.html") if place.is_file()), None)


def test_the_whole_public_face_is_written_with_its_hashes_and_no_link_is_dead(
    app: Flask, number: str, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    assert re.fullmatch(r"\d+ files, \d+\.\d MB, in .*copy\.\n", _publish(app, folder))
    for path in (f"verify/{number}", f"cy/verify/{number}", "register/never-held", "register", "", "cy", "criteria"):
        assert (folder / path / "index.html").is_file(), path
    for path in (f"verify/{number}.json", f"badge/{number}.svg", "register.csv", "404.html", "static/css/mark.css"):
        assert (folder / path).is_file(), path
    # Verification outlives the portal: what is signed, with what, what is withdrawn, and what checks it.
    machines = (f"credential/{number}.{form}" for form in ("json", "jwt", "svg", "png"))
    for path in (
        *machines,
        "status/revocation-1",
        "status/suspension-1",
        ".well-known/did.json",
        "verify/offline.html",
    ):
        assert (folder / path).is_file(), path
    for path in ("log.jsonl", "log/heads.jsonl", "register.atom", "openapi.json", "register/map/index.html"):
        assert (folder / path).is_file(), path
    dead = {
        (page.relative_to(folder).as_posix(), address)
        for page in folder.rglob("*.html")
        for address in LINK.findall(page.read_text(encoding="utf-8"))
        if address.startswith("/") and not BEHIND.match(address) and _file_behind(folder, address) is None
    }
    assert sorted(dead) == []
    said = "This is a copy of the public pages as they stood on 18 November 2026."
    assert said in (folder / f"verify/{number}/index.html").read_text(encoding="utf-8")
    assert said not in app.test_client().get(f"/verify/{number}").text
    listed = json.loads((folder / "published.json").read_text(encoding="utf-8"))
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert (listed["as_of"], set(listed["sha256"])) == ("2026-11-18", set(found) - {"published.json"})
    assert all(sha256(found[name].read_bytes()).hexdigest() == said for name, said in listed["sha256"].items())
    assert f"/badge/{number}.svg\n  Content-Type: image/svg+xml" in (folder / "_headers").read_text(encoding="utf-8")


@pytest.mark.usefixtures("number")
def test_a_copy_takes_the_place_of_the_last_and_never_of_anything_else(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    _publish(app, folder)
    (folder / "left-over.txt").write_text("from before")
    _publish(app, folder)
    assert not (folder / "left-over.txt").exists()
    own = tmp_path / "own"
    own.mkdir()
    (own / "letter.txt").write_text("mine")
    assert "exit 1: Error: " in _publish(app, own)
    assert [path.name for path in own.iterdir()] == ["letter.txt"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
