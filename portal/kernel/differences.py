"""What has changed between two texts, word by word: an answer and the one of last time, or two editions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKEN = re.compile(r"\s+|\S+")


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words in a row that are the same in both texts, only in the later one, or only in the earlier one."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what was taken out of the earlier one at its place; pieces that follow are of another kind.

    Without the removed pieces it is ``after`` to the letter, without the added ones ``before``.
    """
    return tuple(_joined(_pieces(_TOKEN.findall(before), _TOKEN.findall(after))))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(after[start:end]))
            continue
        if last > first:
            yield Piece(Change.REMOVED, "".join(before[first:last]))
        if end > start:
            yield Piece(Change.ADDED, "".join(after[start:end]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Fewer and longer pieces: a space alone between two changes is part of both, or every word would stand alone."""
    removed = added = ""
    for piece in pieces:
        if piece.change is Change.SAME and (piece.text.strip() or not (removed or added)):
            yield from _changed(removed, added)
            removed = added = ""
            yield piece
        elif piece.change is Change.SAME:
            removed, added = removed + piece.text, added + piece.text
        elif piece.change is Change.REMOVED:
            removed += piece.text
        else:
            added += piece.text
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Piece]:
    if removed == added:
        if removed:
            yield Piece(Change.SAME, removed)
        return
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)
