"""What a credential says and how its bits follow from the standing of its award, as pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from portal.awards.rules import HOLDING, Standing
from portal.kernel.clock import LONDON

# As many places as the specification wants at least, so that a list says nothing about who is looked up in it.
LIST_LENGTH = 131_072
INDEX_BITS = 17
# Beyond this a new list is begun: an unused place is then found at the second draw, as a rule.
MOST_IN_A_LIST = LIST_LENGTH // 2
LIST_DAYS = 7


class StatusPurpose(StrEnum):
    """What a status list tells, in the words of the specification. A list has one: verifiers understand no other."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class Earlier(StrEnum):
    """What a new issue makes of those before it.

    REVOKED: all, because what they say is wrong. CUT_SHORT: the last one, which says too late a day. KEPT: none,
    because what they say stays true; the new one says more.
    """

    REVOKED = "revoked"
    CUT_SHORT = "cut_short"
    KEPT = "kept"


@dataclass(frozen=True)
class Entry:
    """The place of a credential in a pair of lists, how its award stands, and whether a newer issue revoked it."""

    index: int
    standing: Standing
    revoked: bool


def is_set(purpose: StatusPurpose, entry: Entry) -> bool:
    """Whether the bit of a credential is set: it must not be relied on, for good or for the time being."""
    suspended = entry.standing is Standing.SUSPENDED
    if purpose is StatusPurpose.SUSPENSION:
        return suspended and not entry.revoked
    return entry.revoked or not (suspended or entry.standing in HOLDING)


def bits_of(purpose: StatusPurpose, entries: Iterable[Entry], known: bytes = b"") -> bytes:
    """The bits of a list, the first one leftmost: those ``known`` already, with the ones of these entries put right."""
    bits = bytearray(known or bytes(LIST_LENGTH // 8))
    for entry in entries:
        place, mask = entry.index // 8, 0x80 >> entry.index % 8
        bits[place] = bits[place] | mask if is_set(purpose, entry) else bits[place] & ~mask
    return bytes(bits)


def list_name(purpose: StatusPurpose, number: int) -> str:
    """What a list is called in its address: revocation-1."""
    return f"{purpose}-{number}"


def first_moment(day: date) -> datetime:
    """When a day begins in London, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def last_moment(day: date) -> datetime:
    """The last second of a day in London, in UTC."""
    return first_moment(day + timedelta(days=1)) - timedelta(seconds=1)


def written(moment: datetime) -> str:
    """A moment as credentials write it: in UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def plain(text: str) -> str:
    """A name on one line and without control characters, which verifiers write in more than one way."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
