"""Every word for people can be found by whoever translates it."""

import ast
from functools import partial
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from config import ROOT

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "words": None, "_l": None, "lazy_gettext": None}
METHODS = [("portal/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
PYTHON = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "portal").rglob("*.py"))


@pytest.fixture(scope="module")
def found() -> set[str]:
    messages: set[str] = set()
    for part in ("portal", "templates"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT, METHODS, keywords=KEYWORDS, directory_filter=partial(_is_inside, part)
        ):
            messages.update([message] if isinstance(message, str) else message)
    return messages


def _is_inside(part: str, folder: str | Path) -> bool:
    return Path(folder).relative_to(ROOT).parts[:1] == (part,)


@pytest.mark.parametrize(
    "said",
    [
        "Social Media Friendly Mark",  # a template
        "Being written",  # a state, marked with words()
        "Final score",  # a form, marked lazily
        "Please review and sign %(council)s’s application",  # a letter
        "The weighted total is %(percent)s%%. It must be %(threshold)s%% or more.",  # a rule
    ],
)
def test_words_from_every_kind_of_file_are_found(found: set[str], said: str) -> None:
    assert said in found


@pytest.mark.parametrize("path", PYTHON)
def test_words_are_marked_as_they_stand_never_put_together(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text())
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("words", "gettext", "_l", "lazy_gettext")
        and node.args
    ]
    built = [node.lineno for node in calls if not isinstance(node.args[0], ast.Constant | ast.Attribute | ast.Name)]
    assert built == [], f"{path}: a sentence that is put together cannot be translated"
