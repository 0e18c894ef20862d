"""Addresses that are made to be taken for a council's: which one they imitate, and how. Nothing is looked up.

An address that no council has registered is held against those that councils have. A likeness is no proof: a council
may have an address that it has not told us. So the page says what is alike, and where to go instead.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portal.kernel.words import Words, words
from portal.register.pasted import Pasted, plain, registered_part

MOST_SHOWN = 3
# A slip is found in a name of four letters or more, two slips in one of eight or more: shorter ones are all alike.
SHORTEST_SLIPPED = 4
SHORTEST_SLIPPED_TWICE = 8
SHORTEST_CONTAINED = 7
# What people are made to read as something else.
_READ_AS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("3", "e"), ("5", "s"))
# What may be put around the name of a place without anybody being surprised.
_AROUND = re.compile(
    r"borough|bwrdeistref|city|council|county|cyngor|district|gov|llyw|metropolitan|official|online|royal|sir|uk|wales|www"
)


class Trick(StrEnum):
    """In what an address is like a registered one, the surest first."""

    NEIGHBOUR = "neighbour"
    LETTERS = "letters"
    BEGINS = "begins"
    CONTAINS = "contains"
    SLIP = "slip"
    ENDING = "ending"


TRICK_WORDS: dict[Trick, Words] = {
    Trick.LETTERS: words(
        "It is written to be read as %(known)s, an official website of %(council)s, but it is another address: some of "
        "its letters only look the same."
    ),
    Trick.BEGINS: words(
        "It has %(known)s in it, an official website of %(council)s, but what counts in an address is how it ends. "
        "This one belongs to whoever has registered %(domain)s."
    ),
    Trick.CONTAINS: words(
        "It has the letters of %(known)s in it, an official website of %(council)s, but it is another address."
    ),
    Trick.SLIP: words(
        "It differs by a letter or two from %(known)s, an official website of %(council)s. It is another address."
    ),
    Trick.ENDING: words(
        "It has the same name in it as %(known)s, an official website of %(council)s, but it is another address, "
        "which anybody may have registered."
    ),
    Trick.NEIGHBOUR: words(
        "%(council)s has registered %(known)s, another address under %(domain)s. Whether this one is the council’s "
        "own, we do not know."
    ),
}


@dataclass(frozen=True)
class Likeness:
    """A registered host that an address is like, and in what."""

    trick: Trick
    known: str

    def words_for(self, pasted: Pasted, council: str) -> Words:
        """The likeness in a sentence; ``council`` is whose website the registered host is."""
        return words(TRICK_WORDS[self.trick].text, known=self.known, council=council, domain=pasted.domain)


def likenesses(pasted: Pasted, known: Iterable[str]) -> tuple[Likeness, ...]:
    """The registered hosts that an unregistered address is like, in the surest of the ways; empty where none is.

    ``known`` are hosts of councils without ``www.``. What is like in one way is not asked about the less sure ones.
    """
    hosts = sorted(set(known))
    for trick, is_like in _TRICKS.items():
        found = tuple(Likeness(trick, host) for host in hosts if host != pasted.host and is_like(pasted, host))
        if found:
            return found[:MOST_SHOWN]
    return ()


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """The text as it may be taken for at a glance: two texts with one skeleton look alike."""
    glance = "".join(plain(char) or char for char in text.lower())
    for disguise, letter in _READ_AS:
        glance = glance.replace(disguise, letter)
    return glance


def slips(one: str, other: str, most: int) -> int:
    """How many letters were added, left out, changed or swapped; ``most`` + 1 where more than that."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, before, row = before, row, [i]
        for j, facing in enumerate(other, 1):
            cost = min(row[-1] + 1, before[j] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _same_letters(pasted: Pasted, known: str) -> bool:
    glance = skeleton(known)
    return glance in (skeleton(pasted.reads), skeleton(registered_part(pasted.reads)))


def _begins(pasted: Pasted, known: str) -> bool:
    return f".{known}." in f".{pasted.reads}"


def _contains(pasted: Pasted, known: str) -> bool:
    bare = _bare(skeleton(known))
    return len(bare) >= SHORTEST_CONTAINED and bare in _bare(skeleton(pasted.reads))


def _slips(pasted: Pasted, known: str) -> bool:
    (name, ending), (known_name, known_ending) = _name_and_ending(pasted.host), _name_and_ending(known)
    if ending != known_ending or len(known_name) < SHORTEST_SLIPPED:
        return False
    most = 2 if len(known_name) >= SHORTEST_SLIPPED_TWICE else 1
    return slips(name, known_name, most) <= most


def _ending(pasted: Pasted, known: str) -> bool:
    name = _core(_name_and_ending(pasted.reads)[0])
    return len(name) >= SHORTEST_SLIPPED and name == _core(_name_and_ending(known)[0])


def _neighbour(pasted: Pasted, known: str) -> bool:
    return registered_part(known) == pasted.domain


_TRICKS = {
    Trick.NEIGHBOUR: _neighbour,
    Trick.LETTERS: _same_letters,
    Trick.BEGINS: _begins,
    Trick.CONTAINS: _contains,
    Trick.SLIP: _slips,
    Trick.ENDING: _ending,
}


def _name_and_ending(host: str) -> tuple[str, str]:
    name, _dot, ending = registered_part(host).partition(".")
    return name, ending


def _core(name: str) -> str:
    return _bare(skeleton(_AROUND.sub("", name)))


def _bare(text: str) -> str:
    return text.replace(".", "").replace("-", "")
