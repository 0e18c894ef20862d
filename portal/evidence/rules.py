"""How much evidence there may be, and how a file's name is kept (evidence_rules of the edition)."""

import re
import unicodedata
from collections.abc import Iterator
from zlib import crc32

from portal.applications.addresses import address_problem
from portal.criteria.terms import EvidenceRules
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

MEGABYTE = 1024 * 1024
NOTE_MAX_CHARACTERS = 300
LOOK_AT_MAX_CHARACTERS = 150
# How many items a reply to a reviewer's question may add to a criterion (C5, row 17).
REPLY_ITEMS = 2
NAME_MAX_CHARACTERS = 120
UNNAMED = "file"

# What would make a name look like another one, or like a path: controls, what cannot be seen, marks that turn the
# reading direction, and halves of characters, which no database keeps.
_NOT_IN_NAMES = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff\U000e0000-\U000e007f]"
)


def kept_name(typed: str) -> str:
    """The name under which a file is shown: the last part of what the browser sent, without what could deceive."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", typed))[-1]
    name = " ".join(_NOT_IN_NAMES.sub("", " ".join(last.split())).split()).strip(". ")
    if len(name) > NAME_MAX_CHARACTERS:
        stem, dot, suffix = name.rpartition(".")
        ending = f"{dot}{suffix[:10]}" if stem else ""
        name = (stem or name)[: NAME_MAX_CHARACTERS - len(ending)] + ending
    return name or UNNAMED


def version_of(note: str, look_at: str) -> int:
    """A number for what is said of an item: the same for the same words, so that a page knows what it showed."""
    return crc32(f"{note}\n{look_at}".encode())


def says(typed: str, text: str) -> bool:
    """Whether a text has every word that somebody searches for, in any order and whatever the case."""
    said = text.casefold()
    return all(word in said for word in typed.casefold().split())


def reply_room_problem(terms: EvidenceRules, name: str, added: int, total_bytes: int, new_bytes: int) -> Words | None:
    """What keeps one more item out of a reply, if anything: ``added`` have been since the question was asked.

    What was there before does not count: a criterion that is full can still be answered.
    """
    if added < REPLY_ITEMS:
        return room_problem(terms, name, 0, total_bytes, new_bytes)
    if not name:
        return words("A reply may add %(most)s items for a criterion. Remove one that you added.", most=REPLY_ITEMS)
    return words(
        "“%(name)s” was not added: a reply may add %(most)s items for a criterion. Remove one that you added.",
        name=name,
        most=REPLY_ITEMS,
    )


def room_problem(terms: EvidenceRules, name: str, count: int, total_bytes: int, new_bytes: int) -> Words | None:
    """What keeps one more item out, if anything: ``count`` for this criterion, ``total_bytes`` of files in all.

    ``name`` is the file's; empty for a link.
    """
    if count >= terms.max_items_per_criterion:
        if not name:
            return words(
                "There are already %(most)s items for this criterion. Remove one first.",
                most=terms.max_items_per_criterion,
            )
        return words(
            "“%(name)s” was not added: there are already %(most)s items for this criterion. Remove one first.",
            name=name,
            most=terms.max_items_per_criterion,
        )
    if new_bytes and total_bytes + new_bytes > terms.max_total_mb * MEGABYTE:
        return words(
            "“%(name)s” was not added: with it there would be more than %(most)s MB in all. Remove a file, or give a"
            " link instead.",
            name=name,
            most=terms.max_total_mb,
        )
    return None


def link_problems(address: str, note: str, look_at: str) -> Iterator[Problem]:
    """What is wrong with a link."""
    if not address:
        yield Problem("link", words("Paste the web address of the page."))
    elif problem := address_problem(address):
        yield Problem("link", problem)
    yield from said_problems("link_", note, look_at)


def said_problems(prefix: str, note: str, look_at: str) -> Iterator[Problem]:
    """What is wrong with what somebody says of an item; ``prefix`` begins the names of the form's fields."""
    if not note:
        yield Problem(f"{prefix}note", words("Say what this shows."))
    elif len(note) > NOTE_MAX_CHARACTERS:
        yield Problem(f"{prefix}note", words("Write at most %(most)s characters.", most=NOTE_MAX_CHARACTERS))
    if len(look_at) > LOOK_AT_MAX_CHARACTERS:
        yield Problem(f"{prefix}look_at", words("Write at most %(most)s characters.", most=LOOK_AT_MAX_CHARACTERS))
