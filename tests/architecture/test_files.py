"""The files of the house: their length, their names, what stands at their head."""

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.checks import imports
from tests.architecture.sources import ALL_FILES, PORTAL_FILES, ROOT, portal_packages, read

LONGEST = 299
SAY_NOTHING = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})

# What runs before anything is installed, and what of ours it may import.
BARE_FILES = [
    "portal/__init__.py",
    "portal/__main__.py",
    "portal/bootstrap.py",
    "tests/__init__.py",
    "tests/__main__.py",
    "tests/ready.py",
]
BARE_MODULES = frozenset({"portal.bootstrap", "tests.ready"})


def test_walk_over_the_house_finds_the_house() -> None:
    assert {"portal/kernel/errors.py", "portal/audit/work.py", "tests/architecture/test_files.py"} <= set(ALL_FILES)


# A migration is written by the generator and read table by table.
@pytest.mark.parametrize("path", [path for path in ALL_FILES if not path.startswith("migrations/versions/")])
def test_file_is_short_enough_to_be_read_at_once(path: str) -> None:
    assert len(read(path).splitlines()) <= LONGEST


@pytest.mark.parametrize("path", PORTAL_FILES)
def test_file_name_says_what_is_in_it(path: str) -> None:
    parts = {part for piece in Path(path).with_suffix("").parts for part in piece.split("_")}
    assert parts & SAY_NOTHING == set()


@pytest.mark.parametrize("folder", portal_packages())
def test_package_says_what_it_is_for(folder: str) -> None:
    assert ast.get_docstring(ast.parse(read(f"{folder}/__init__.py")))


@pytest.mark.parametrize("path", ["portal/__init__.py", "tests/__init__.py"])
def test_root_package_imports_nothing(path: str) -> None:
    assert imports(read(path)) == []


@pytest.mark.parametrize("path", BARE_FILES)
def test_file_that_starts_on_a_bare_machine_imports_the_standard_library_only(path: str) -> None:
    beyond = {name for name in imports(read(path)) if name.partition(".")[0] not in sys.stdlib_module_names}
    assert beyond - BARE_MODULES == set()


def wildcards() -> list[str]:
    """Return every wildcard that the import contracts put in place of modules."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    fields = ("source_modules", "forbidden_modules", "protected_modules", "allowed_importers")
    return sorted(
        {name for contract in contracts for field in fields for name in contract.get(field, ()) if "*" in name}
    )


@pytest.mark.parametrize("wildcard", wildcards())
def test_wildcard_in_an_import_contract_matches_a_module(wildcard: str) -> None:
    # import-linter passes a wildcard that matches nothing without a word.
    assert list(ROOT.glob(wildcard.replace(".", "/") + ".py")) != []
