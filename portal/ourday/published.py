"""The days of the past as others have written of them: ``published.yaml``, with sources (docs/background.md, A3)."""

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).parent / "published.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(_Frozen):
    """A figure as its source puts it, and the number in it."""

    said: str
    low: int


class Source(_Frozen):
    """Where a figure was found; no address where it is not on the web any more."""

    label: str
    address: str = ""


class PublishedYear(_Frozen):
    """One year's day. A figure that nobody seems to have published is None. ``when`` stands for an unknown day."""

    year: int
    name: str
    held_on: date | None = None
    when: str = ""
    note: str = ""
    posts: Figure | None = None
    accounts: Figure | None = None
    reached: Figure | None = None
    sources: tuple[Source, ...]


@cache
def published_years() -> tuple[PublishedYear, ...]:
    """Every year of the file, the earliest first. Raises pydantic's ValidationError where the file has a fault."""
    entries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(sorted((PublishedYear.model_validate(entry) for entry in entries), key=lambda entry: entry.year))
