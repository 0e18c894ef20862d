"""How much evidence there may be, and how a file's name is kept (evidence_rules of the edition)."""

import re
import unicodedata
from collections.abc import Iterator

from portal.applications.addresses import address_problem
from portal.criteria.terms import EvidenceRules
from portal.kernel.errors import Problem
from portal.kernel.words import words

MEGABYTE = 1024 * 1024
NOTE_MAX_CHARACTERS = 300
NAME_MAX_CHARACTERS = 120
UNNAMED = "file"

# What would make a name look like another one, or like a path: controls, and marks that turn the reading direction.
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def kept_name(typed: str) -> str:
    """The name under which a file is shown: the last part of what the browser sent, without what could deceive."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", typed))[-1]
    name = " ".join(_NOT_IN_NAMES.sub("", last).split()).strip(". ")
    if len(name) > NAME_MAX_CHARACTERS:
        stem, dot, suffix = name.rpartition(".")
        ending = f"{dot}{suffix[:10]}" if stem else ""
        name = (stem or name)[: NAME_MAX_CHARACTERS - len(ending)] + ending
    return name or UNNAMED


def room_problems(terms: EvidenceRules, field: str, count: int, total_bytes: int, new_bytes: int) -> Iterator[Problem]:
    """What keeps one more item out: ``count`` for this criterion, ``total_bytes`` of files in the whole application."""
    if count >= terms.max_items_per_criterion:
        said = words(
            "There are already %(most)s items for this criterion. Remove one first.", most=terms.max_items_per_criterion
        )
        yield Problem(field, said)
    if new_bytes and total_bytes + new_bytes > terms.max_total_mb * MEGABYTE:
        said = words(
            "With this file there would be more than %(most)s MB in all. Remove a file, or give a link instead.",
            most=terms.max_total_mb,
        )
        yield Problem(field, said)


def link_problems(address: str, note: str) -> Iterator[Problem]:
    """What is wrong with a link."""
    if not address:
        yield Problem("link", words("Paste the web address of the page."))
    elif problem := address_problem(address):
        yield Problem("link", problem)
    yield from note_problems("link_note", note)


def note_problems(field: str, note: str) -> Iterator[Problem]:
    """What is wrong with what somebody says of an item."""
    if not note:
        yield Problem(field, words("Say what this shows and where to look."))
    elif len(note) > NOTE_MAX_CHARACTERS:
        yield Problem(field, words("Write at most %(most)s characters.", most=NOTE_MAX_CHARACTERS))
