"""The source files that the architecture tests walk."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"


def python_files(*folders: str) -> list[str]:
    """Return every Python file under these folders, as paths from the root, in order."""
    return sorted(str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.py"))


def portal_packages() -> list[str]:
    """Return every folder under portal that holds Python, as paths from the root, in order."""
    return sorted({str(Path(path).parent) for path in python_files("portal")})


def read(path: str) -> str:
    """Return the text of a file given by its path from the root."""
    return (ROOT / path).read_text(encoding="utf-8")


PORTAL_FILES = python_files("portal")
RUNNING_FILES = [*PORTAL_FILES, *python_files("migrations"), *(path.name for path in sorted(ROOT.glob("*.py")))]
ALL_FILES = [*RUNNING_FILES, *python_files("docs", "tests")]
