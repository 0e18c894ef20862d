"""From how many scores on a figure is given, and what may be written for reviewers (C6 of docs/process.md)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

SCORES = (0, 1, 2, 3)
# Why these and no others: docs/decisions/0025-agreement.md.
FEWEST_FOR_SHARES = 30
FEWEST_FOR_CHANCE = 50
# So many applications at least, or criteria of one exercise: fewer tell too little of how far a figure may be out.
FEWEST_CLUSTERS = 5
FEWEST_CLUSTERS_FOR_CHANCE = 10
# Nobody is shown by name with fewer applications that somebody else has reviewed too.
FEWEST_FOR_A_PERSON = 10
# With fewer, each could work out what the other has given.
FEWEST_REVIEWERS = 3
# Agreement is between two.
PAIR = 2
IN_AN_EXERCISE = 2
LABELS = ("A", "B")

SHORTEST = 10
LONGEST = 5000
LONGEST_TITLE = 100
# A name of fewer letters is found in too many words to be looked for.
SHORTEST_NAME = 4


@dataclass(frozen=True)
class Unit:
    """One criterion of one application that several people have scored; ``cluster`` is what is drawn with it."""

    cluster: str
    scores: tuple[int, ...]


@dataclass(frozen=True)
class Estimate:
    """A value with the ends of its 95 % interval; no ends where they cannot be told."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """How far those who scored the same agree. ``why`` and ``why_no_chance`` say what is missing where no value is.

    ``identical`` and ``within_one`` are shares of the pairs of scores; ``kappa`` is weighted by squares, ``alpha`` is
    Krippendorff's for ordered scores: 1 is full agreement, 0 what chance alone would bring.
    """

    units: int
    clusters: int
    identical: Estimate | None = None
    within_one: Estimate | None = None
    kappa: Estimate | None = None
    alpha: Estimate | None = None
    why: Words | None = None
    why_no_chance: Words | None = None


def why_no_shares(units: int, clusters: int) -> Words | None:
    """Why the shares are not given; None where they are."""
    if units < FEWEST_FOR_SHARES:
        return words("fewer than %(count)s criteria scored by two people", count=FEWEST_FOR_SHARES)
    if clusters < FEWEST_CLUSTERS:
        return words("fewer than %(count)s applications", count=FEWEST_CLUSTERS)
    return None


def why_no_chance(units: int, clusters: int, values: int) -> Words | None:
    """Why the two statistics that allow for chance are not given; None where they are."""
    if values < PAIR:
        return words("every score is the same, so that nothing can be said about chance")
    if units < FEWEST_FOR_CHANCE:
        return words("fewer than %(count)s criteria scored by two people", count=FEWEST_FOR_CHANCE)
    if clusters < FEWEST_CLUSTERS_FOR_CHANCE:
        return words("fewer than %(count)s applications", count=FEWEST_CLUSTERS_FOR_CHANCE)
    return None


@dataclass(frozen=True)
class Anchoring:
    """What became of first scores once the council's own score was seen; ``towards`` it, ``away`` from it."""

    scores: int
    changed: int
    towards: int
    away: int


def anchoring(scores: Iterable[tuple[int, int, int]]) -> Anchoring:
    """How often reviewers moved: from triples of the first score, the last one and the council's own."""
    gaps = [(abs(first - own), abs(last - own), first != last) for first, last, own in scores]
    return Anchoring(
        scores=len(gaps),
        changed=sum(changed for *_gap, changed in gaps),
        towards=sum(after < before for before, after, _changed in gaps),
        away=sum(after > before for before, after, _changed in gaps),
    )


def quarter_of(day: date) -> str:
    """The quarter of a day: 2026 Q4."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def quarter_begins(day: date) -> date:
    """The first day of the quarter in which the day is."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def spread(scores: Iterable[int | None]) -> tuple[int, ...]:
    """How often 0, 1, 2, 3 was given, and last how often that it does not apply."""
    given = list(scores)
    return tuple(given.count(value) for value in (*SCORES, None))


def middle(scores: Iterable[int | None]) -> int | None:
    """The score in the middle, the lower of two; None where nobody gave one."""
    given = [score for score in scores if score is not None]
    return median_low(given) if given else None


def exercise_problems(
    title: str, finish_by: date, today: date, chosen: Sequence[str], editions: Collection[str]
) -> Iterator[Problem]:
    """Yield what keeps an exercise from being prepared; ``editions`` are those of the chosen applications."""
    if not title:
        yield Problem("title", words("Give the exercise a title, such as “Calibration 2026”."))
    elif len(title) > LONGEST_TITLE:
        yield Problem("title", words("Use %(count)s letters at most.", count=LONGEST_TITLE))
    if finish_by <= today:
        yield Problem("finish_by", words("Choose a day after today."))
    if len(set(chosen)) < IN_AN_EXERCISE:
        yield Problem("application_b", words("Choose two different applications."))
    elif len(editions) > 1:
        yield Problem(
            "application_b",
            words(
                "The two applications are of different editions. Choose two of one edition, so that all score alike."
            ),
        )


def text_problems(field: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with a text for reviewers."""
    if len(text) < SHORTEST:
        yield Problem(field, words("Write at least one sentence."))
    elif len(text) > LONGEST:
        yield Problem(field, words("Keep it to %(count)s letters.", count=LONGEST))


@dataclass(frozen=True)
class Identity:
    """What gives a council away: its name, how people say it for short, and its addresses."""

    name: str
    name_cy: str
    hosts: tuple[str, ...]


# What stands around places in the names of councils, between them, and before what is left.
_KIND = re.compile(
    r"\b(?:fire and rescue|national park|(?:london|royal|metropolitan) borough|cyngor bwrdeistref sirol|county|borough|"
    r"metropolitan|district|city|council|combined|mayoral|strategic|authority|service|cyngor|sir|"
    r"dinas)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:and|a|ac)\b|[,&]")
_BEFORE = re.compile(r"^(?:(?:of|the|y|yr)\b\s*)+", re.IGNORECASE)


def named_in(text: str, own: Identity | None, others: Iterable[Identity]) -> tuple[str, ...]:
    """What in the text tells whose it was: names and addresses of its own council, and of any other, as found.

    The name without “County Council” and the like is looked for only of its own council, and with its capitals: many
    places are ordinary words too.
    """
    lower = text.casefold()
    found = []
    for who in (*([own] if own else []), *others):
        found += [name for name in (who.name, who.name_cy) if name and _says(lower, name.casefold())]
        found += [host for host in who.hosts if _says(lower, host.casefold())]
    if own:
        found += [place for place in _places(own) if _says(text, place)]
    return tuple(dict.fromkeys(found))


def _places(own: Identity) -> Iterator[str]:
    for name in (own.name, own.name_cy):
        for part in _BETWEEN.split(" ".join(_KIND.sub(" ", name).split())):
            place = _BEFORE.sub("", part.strip()).strip(" -")
            if len(place) >= SHORTEST_NAME:
                yield place


def _says(text: str, wanted: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def example_problems(example: str, why: str, given_away: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Yield what keeps a past example from being shown; ``given_away`` is what ``named_in`` found, by field."""
    for field, text in (("example", example), ("why", why)):
        yield from text_problems(field, text)
        if names := given_away.get(field):
            yield Problem(
                field,
                words("Take out what tells whose it was: %(names)s.", names=", ".join(f"“{name}”" for name in names)),
            )
