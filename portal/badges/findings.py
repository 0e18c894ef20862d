"""What the self-test says: one finding after the other, and what each page is held against. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from portal.badges.finding import Place
from portal.badges.kit import Snippets
from portal.kernel.words import Words, words


class Rating(StrEnum):
    """How a finding is meant."""

    WRONG = "wrong"
    NOTE = "note"
    GOOD = "good"


RATING_WORDS: dict[Rating, Words] = {
    Rating.WRONG: words("To put right"),
    Rating.NOTE: words("Worth knowing"),
    Rating.GOOD: words("As it should be"),
}


@dataclass(frozen=True)
class Finding:
    """One sentence about the page, why it matters, what to do, and the exact line to paste; any but the first empty."""

    rating: Rating
    what: Words
    why: Words | None = None
    do: Words | None = None
    line: str = ""

    @property
    def rating_words(self) -> Words:
        """How it is meant."""
        return RATING_WORDS[self.rating]


@dataclass(frozen=True)
class Looked:
    """A page as it was answered: where redirects led, its policies, how it speaks of itself to others, its scripts."""

    address: str
    policies: tuple[str, ...]
    referrer: str
    scripts: int
    is_whole: bool


@dataclass(frozen=True)
class Kit:
    """What the page should have: the place of the award's badge, the lines to paste, the alternatives that are true."""

    place: Place
    to_copy: Snippets
    alternatives: frozenset[str]
    measures: frozenset[tuple[str, str]]


def short(text: str) -> str:
    """What somebody else has written, no longer than a sentence can bear."""
    return text if len(text) <= 120 else f"{text[:119]}…"
