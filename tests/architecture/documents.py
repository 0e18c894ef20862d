"""What the documents for people name: files, tests and commands, taken out of the Markdown."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT

# [words](address "title") and ![words](address); what stands between backticks is an example, not a link.
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<address>[^)\s]+)[^)]*\)")
_CODE = re.compile(r"`[^`\n]+`")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ +(?P<words>.+?) *$", re.MULTILINE)
_TEST = re.compile(r"`(?P<path>tests/[\w/.-]+\.py)(?:::(?P<name>test_\w+))?`")
_PATH = re.compile(r"`(?P<path>(?:portal|templates|static|assets|migrations|docs|tests)/[\w/.-]+)`")
_COMMAND = re.compile(r"flask --app wsgi(?P<names>(?: [a-z][a-z-]*(?![^\s`]))+)")
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//")


def documents() -> list[Path]:
    """Every Markdown file of ours, in order."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def _prose(text: str) -> str:
    return _CODE.sub("", _FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The names that the headings of a document can be reached by."""
    found = (match["words"].lower() for match in _HEADING.finditer(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", words).replace(" ", "-") for words in found}


def broken_links(document: Path) -> list[str]:
    """Every relative link of the document that leads to no file of ours, or to no heading of it."""
    return list(links_to_nowhere(document, document.read_text(encoding="utf-8")))


def links_to_nowhere(document: Path, text: str) -> Iterator[str]:
    """The same for a text that stands where the document does."""
    for match in _LINK.finditer(_prose(text)):
        address = match["address"]
        if _ELSEWHERE.match(address):
            continue
        path, _, anchor = address.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.is_relative_to(ROOT) or not target.exists() or (anchor and not _has(target, anchor)):
            yield address


def _has(target: Path, anchor: str) -> bool:
    return target.suffix == ".md" and anchor in anchors(target.read_text(encoding="utf-8"))


def missing_files(text: str) -> list[str]:
    """Every path between backticks that is no file or folder of ours."""
    return [match["path"] for match in _PATH.finditer(text) if not (ROOT / match["path"]).exists()]


def missing_tests(text: str) -> list[str]:
    """Every test between backticks, such as ``tests/a/test_b.py::test_c``, that is not there."""
    return [match[0].strip("`") for match in _TEST.finditer(text) if not _is_test(match["path"], match["name"])]


def _is_test(path: str, name: str | None) -> bool:
    file = ROOT / path
    return file.is_file() and (name is None or f"def {name}(" in file.read_text(encoding="utf-8"))


def commands(text: str) -> list[tuple[str, ...]]:
    """The names that follow ``flask --app wsgi``, for each time it is named."""
    return [tuple(match["names"].split()) for match in _COMMAND.finditer(text)]
