"""What a badge says on a day to a page that asks for it: C9 of docs/process.md, as pure functions.

A picture cannot be bound to a website: a page that sends no referrer looks the same whether it is careful or copied.
So the picture says whose it is, and where a page does name itself and is not one of the council's own, the badge asks
to be checked. It never says more than that a council, whose site is named, holds the Mark.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from urllib.parse import urlsplit

from portal.awards.rules import Standing, holds_the_mark
from portal.badges.drawing import DRAWING_VERSION, STANDING_WORDS, BadgeFace, Tone


@dataclass(frozen=True)
class Badge:
    """What one badge says, and the tag by which a browser asks whether it has changed.

    ``known`` says whether there is an award with its number. What is ``for_this_page_only`` must not be kept by a cache
    that may give it to another page: the council's own would be asked to prove itself.
    """

    face: BadgeFace
    known: bool
    for_this_page_only: bool

    @property
    def etag(self) -> str:
        """Different whenever the picture is: by award, standing, day, page and the version of the drawing."""
        return sha256(f"{DRAWING_VERSION} {self.face!r}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Bearer:
    """Whose badge it is: the council, its own websites, the first of which is shown, and how its award stands."""

    number: str
    council: str
    domains: tuple[str, ...]
    standing: Standing
    commendation: bool


def badge_of(bearer: Bearer, day: date, *, elsewhere: bool) -> Badge:
    """The badge of an award; ``elsewhere`` for a page that is known to be none of the council's own."""
    held = holds_the_mark(bearer.standing)
    # A badge that is not current says so everywhere: that is the stronger warning.
    warned = elsewhere and held
    if warned:
        tone = Tone.CHECK
    elif held:
        tone = Tone.COMMENDED if bearer.commendation else Tone.VALID
    else:
        tone = Tone.NEUTRAL
    domain = bearer.domains[0] if bearer.domains else ""
    return Badge(_face(tone, day, bearer.council, domain, bearer.number), known=True, for_this_page_only=warned)


def unknown_badge(day: date) -> Badge:
    """The badge for a number that no award has: a picture all the same, so that no page looks broken."""
    return Badge(_face(Tone.NEUTRAL, day), known=False, for_this_page_only=False)


def is_elsewhere(referrer: str, domains: Collection[str], own_host: str) -> bool:
    """Whether the page that asks names itself and is neither one of these domains, with or without www, nor ours.

    ``referrer`` is what the browser sent, which may be empty or anything at all.
    """
    if not referrer:
        return False
    try:
        host = (urlsplit(referrer).hostname or "").rstrip(".")
    except ValueError:
        return True
    return host != own_host and host.removeprefix("www.") not in {_written(domain) for domain in domains}


def _written(domain: str) -> str:
    """A domain as it travels in a header: ŵyn.cymru is xn--yn-jla.cymru there."""
    return domain.encode("idna").decode() if not domain.isascii() else domain


def _face(tone: Tone, day: date, council: str = "", domain: str = "", number: str = "") -> BadgeFace:
    return BadgeFace(council, domain, str(STANDING_WORDS[tone]), tone, number, day)
