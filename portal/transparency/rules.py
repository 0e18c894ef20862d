"""The lines of the log and how they hang together: each names the hash of the one before, as pure functions.

A line is JSON in one fixed form (names in order, no blanks, UTF-8), so that its SHA-256 can be worked out again by
anybody, from the file as it is downloaded.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from portal.awards.states import AwardState
from portal.kernel.words import Words, words

# What the first line has for the hash of the one before.
BEGINNING = "0" * 64


class Decided(StrEnum):
    """What a line tells, as machines read it. Permanent: add, never rename."""

    AWARDED = "awarded"
    COMMENDED = "commended"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
    REPLACED = "replaced"
    ENDED = "ended"


DECIDED_WORDS: Mapping[Decided, Words] = {
    Decided.AWARDED: words("The Mark was awarded"),
    Decided.COMMENDED: words("A commendation was added"),
    Decided.EXTENDED: words("The award holds while its renewal is reviewed"),
    Decided.SHORTENED: words("The review of the renewal ended without an award"),
    Decided.SUSPENDED: words("The award was suspended"),
    Decided.RESTORED: words("The award was restored"),
    Decided.WITHDRAWN: words("The award was withdrawn"),
    Decided.GIVEN_UP: words("The council gave up the award"),
    Decided.REPLACED: words("The award was replaced by a newer one"),
    Decided.ENDED: words("The award ended: the council is replaced"),
}

# What each change of an award's state is called in the log; the first is the award itself.
OF_STATE: Mapping[AwardState, Decided] = {
    AwardState.VALID: Decided.RESTORED,
    AwardState.SUSPENDED: Decided.SUSPENDED,
    AwardState.WITHDRAWN: Decided.WITHDRAWN,
    AwardState.GIVEN_UP: Decided.GIVEN_UP,
    AwardState.REPLACED: Decided.REPLACED,
    AwardState.ENDED: Decided.ENDED,
}


@dataclass(frozen=True)
class Fact:
    """What one line tells, all of it public. ``until`` is the last day of the award as it was known then."""

    decided: Decided
    award: str
    council: str
    council_slug: str
    on: date
    until: date
    commendation: bool
    note: str = ""
    reason_type: str | None = None
    replaced_by: str | None = None


def line_of(fact: Fact, at: datetime, place: int, previous: str) -> str:
    """The line about a fact: ``previous`` is the hash of the line before, BEGINNING for the first."""
    return canonical(
        {
            "place": place,
            "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "event": fact.decided.value,
            "award": fact.award,
            "council": fact.council,
            "council_slug": fact.council_slug,
            "on": fact.on.isoformat(),
            "until": fact.until.isoformat(),
            "commendation": fact.commendation,
            "note": fact.note or None,
            "reason_type": fact.reason_type,
            "replaced_by": fact.replaced_by,
            "previous": previous,
        }
    )


def canonical(values: Mapping[str, object]) -> str:
    """Values as JSON in the one form that is hashed and signed."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(line: str) -> str:
    """The SHA-256 of a line without its end, in hexadecimal."""
    return sha256(line.encode()).hexdigest()


def read_line(line: str) -> dict[str, object] | None:
    """What a line says; None where it is not JSON in the one form."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and canonical(said) == line else None


def chain_problems(lines: Iterable[str]) -> Iterator[Words]:
    """Yield what is wrong with the lines, from the first: one that is no line, out of its place, or not tied on."""
    previous = BEGINNING
    for place, line in enumerate(lines, 1):
        said = read_line(line)
        if said is None:
            yield words("Line %(place)s is not as the log writes lines.", place=place)
        elif said.get("place") != place:
            yield words("Line %(place)s says that it is line %(said)s.", place=place, said=str(said.get("place")))
        elif said.get("previous") != previous:
            yield words("Line %(place)s does not follow from the line before it: one was changed.", place=place)
        previous = hash_of(line)


def head_problems(day: str, entries: int, head: str, hashes: Mapping[int, str]) -> Iterator[Words]:
    """Yield what is wrong between a signed head and the log; ``hashes`` are those of its lines by place."""
    if entries not in hashes:
        yield words(
            "The head of %(day)s counts %(entries)s lines, of which some are gone from the log.",
            day=day,
            entries=entries,
        )
    elif hashes[entries] != head:
        yield words("The log is no longer what was signed on %(day)s: a line was changed since.", day=day)
