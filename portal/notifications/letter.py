"""A letter: what one email says, as plain words. One action at most, and what happens if the reader does nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from portal.kernel.words import Words

Json = dict[str, object]


@dataclass(frozen=True)
class Item:
    """One line of a summary, and the address on this portal that it leads to."""

    said: Words
    path: str = ""


@dataclass(frozen=True)
class Letter:
    """``path`` is the address of the action on this portal, beginning with a slash. ``secret``: holds a code.

    ``items`` are the lines of a daily summary; every other letter has none. ``language`` is the reader's, as ``lang``
    names it.
    """

    code: str
    subject: Words
    paragraphs: tuple[Words, ...]
    action: Words | None = None
    path: str = ""
    otherwise: Words | None = None
    secret: bool = False
    items: tuple[Item, ...] = ()
    language: str = "en"

    def to_document(self) -> Json:
        """The letter as JSON, for the outbox; ``from_document`` gives it back."""
        return {
            "subject": _put(self.subject),
            "paragraphs": [_put(paragraph) for paragraph in self.paragraphs],
            "action": _put(self.action) if self.action else None,
            "path": self.path,
            "otherwise": _put(self.otherwise) if self.otherwise else None,
            "items": [{"said": _put(item.said), "path": item.path} for item in self.items],
            "language": self.language,
        }


def _put(said: Words) -> Json:
    return {"text": said.text, "values": {name: _put_value(value) for name, value in said.values.items()}}


def _put_value(value: object) -> object:
    # Dates stay dates, so that each reader's language writes them.
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return _put(value) if isinstance(value, Words) else str(value)


def _take(kept: object) -> Words:
    document = cast(Mapping[str, object], kept)
    values = cast(Mapping[str, object], document["values"])
    return Words(str(document["text"]), {name: _take_value(value) for name, value in values.items()})


def _take_value(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["date"]) if "date" in value else _take(value)


def from_document(code: str, kept: Mapping[str, object]) -> Letter:
    """The letter that ``to_document`` put away."""
    return Letter(
        code=code,
        subject=_take(kept["subject"]),
        paragraphs=tuple(_take(paragraph) for paragraph in cast(list[object], kept["paragraphs"])),
        action=_take(kept["action"]) if kept["action"] else None,
        path=str(kept["path"]),
        otherwise=_take(kept["otherwise"]) if kept["otherwise"] else None,
        # Letters from before there were summaries have no such entry.
        items=tuple(_take_item(item) for item in cast(list[object], kept.get("items", []))),
        # Nor have those from before there were Welsh ones.
        language=str(kept.get("language", "en")),
    )


def _take_item(kept: object) -> Item:
    document = cast(Mapping[str, object], kept)
    return Item(_take(document["said"]), str(document["path"]))


FORGOTTEN: Json = {"subject": _put(Words("")), "paragraphs": [], "action": None, "path": "", "otherwise": None}
