"""What the documents say is there is there."""

from pathlib import Path

import click
import pytest

from portal.cli import COMMANDS
from tests.architecture import documents
from tests.architecture.sources import ROOT

DOCUMENTS = documents.documents()
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def is_command(names: tuple[str, ...]) -> bool:
    """Whether the portal has this command: ``("councils", "import")``."""
    known: dict[str, click.Command] = {str(command.name): command for command in COMMANDS}
    for name in names:
        if name not in known:
            return False
        command = known[name]
        known = dict(command.commands) if isinstance(command, click.Group) else {}
    return True


def test_walk_over_the_documents_finds_them() -> None:
    assert {"README.md", "CHANGELOG.md", "docs/process.md", "docs/decisions/0001-one-package-per-step.md"} <= set(NAMES)


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_link_to_a_file_of_ours_leads_there(document: Path) -> None:
    assert documents.broken_links(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_file_that_a_document_names_exists(document: Path) -> None:
    assert documents.missing_files(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_test_that_a_document_names_exists(document: Path) -> None:
    assert documents.missing_tests(document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_command_that_a_document_names_exists(document: Path) -> None:
    named = documents.commands(document.read_text(encoding="utf-8"))
    assert [names for names in named if not is_command(names)] == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](process.md) ![b](../README.md) [c](https://mark.example) [d](mailto:a@b.example)", []),
        ("[a](process.md#c1-who-can-apply) [b](#here)\n\n## Here", ["#here"]),
        ("[a](no-such.md) `[b](example.md)`", ["no-such.md"]),
        ("[a](../../outside.md)", ["../../outside.md"]),
        ("```\n[a](no-such.md)\n```", []),
    ],
)
def test_link_that_leads_nowhere_is_found(text: str, broken: list[str]) -> None:
    stands_in = ROOT / "docs/needs.md"
    assert list(documents.links_to_nowhere(stands_in, text)) == broken


@pytest.mark.parametrize(
    ("names", "known"),
    [
        (("councils", "import"), True),
        (("worker",), True),
        (("councils", "delete"), False),
        (("worker", "now"), False),
        (("guess",), False),
    ],
)
def test_command_is_known_by_all_its_names(names: tuple[str, ...], known: bool) -> None:
    assert is_command(names) is known


def test_test_that_is_not_there_is_found() -> None:
    here = "tests/architecture/test_documents.py"
    text = f"`{here}` `{here}::test_test_that_is_not_there_is_found` `{here}::test_x` `tests/no/test_y.py`"
    assert documents.missing_tests(text) == [f"{here}::test_x", "tests/no/test_y.py"]
