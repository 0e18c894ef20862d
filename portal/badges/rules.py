"""What a badge says on a day to a page that asks for it: C9 of docs/process.md, as pure functions.

A picture cannot be bound to a website: a page that sends no referrer looks the same whether it is careful or copied.
So the picture says whose it is, and where a page does name itself and is not one of the council's own, the badge asks
to be checked. It never says more than that a council, whose site is named, holds the Mark. A frame can be bound:
``frame_ancestors`` says to which websites.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeVar
from urllib.parse import urlsplit

from portal.awards.rules import Standing, holds_the_mark
from portal.badges.colours import Look
from portal.badges.drawing import DRAWING_VERSION, STANDING_WORDS, BadgeFace, Tone, Translate
from portal.badges.layouts import Size

# A host that may stand in a header: anything else in the place of one is left out.
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_Choice = TypeVar("_Choice", bound=StrEnum)


class Form(StrEnum):
    """The kinds of file that the badge is drawn as."""

    SVG = "svg"
    PNG = "png"


@dataclass(frozen=True)
class Manner:
    """How a page wants its badge drawn. ``lang`` is "en" or "cy"."""

    form: Form = Form.SVG
    size: Size = Size.STANDARD
    look: Look = Look.AUTO
    lang: str = "en"


@dataclass(frozen=True)
class Badge:
    """What one badge says, and the tag by which a browser asks whether it has changed.

    ``known`` says whether there is an award with its number, ``own_hosts`` on which websites it is the ordinary one.
    What is ``for_this_page_only`` must not be kept by a cache that may give it to another page: the council's own would
    be asked to prove itself.
    """

    face: BadgeFace
    known: bool
    for_this_page_only: bool
    own_hosts: tuple[str, ...] = ()

    def etag(self, manner: Manner) -> str:
        """Different whenever the picture is: by award, standing, day, page, manner and the version of the drawing."""
        return sha256(f"{DRAWING_VERSION} {self.face!r} {manner!r}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Bearer:
    """Whose badge it is: the council in both languages, its own websites, the first of which is shown, its standing."""

    number: str
    council: str
    domains: tuple[str, ...]
    standing: Standing
    commendation: bool
    council_cy: str = ""

    def named(self, lang: str) -> str:
        """The council's name in the language; the English one where it has no other."""
        return (self.council_cy if lang == "cy" else "") or self.council


def manner_asked_for(form: Form, asked: Mapping[str, str], lang: str) -> Manner:
    """How the badge is to be drawn by what an address asks for: ``size``, ``look`` and ``lang``.

    What it does not ask for, or asks for in words that mean nothing, is as usual: a slip must not leave a hole in a
    page. ``lang`` is the language of the page itself.
    """
    return Manner(
        form,
        _choice(Size, asked.get("size"), Size.STANDARD),
        _choice(Look, asked.get("look"), Look.AUTO),
        asked["lang"] if asked.get("lang") in ("en", "cy") else lang,
    )


def _choice(kind: type[_Choice], asked: str | None, usual: _Choice) -> _Choice:
    return kind(asked) if asked in set(kind) else usual


def badge_of(bearer: Bearer, day: date, *, elsewhere: bool, lang: str = "en", translate: Translate = str) -> Badge:
    """The badge of an award; ``elsewhere`` for a page that is known to be none of the council's own.

    ``translate`` gives the words of ``lang`` for the English ones.
    """
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
    standing = translate(STANDING_WORDS[tone].text)
    face = BadgeFace(bearer.named(lang), domain, standing, tone, bearer.number, day, lang)
    return Badge(face, known=True, for_this_page_only=warned, own_hosts=tuple(sorted(hosts_of(bearer.domains))))


def unknown_badge(day: date, lang: str = "en", translate: Translate = str) -> Badge:
    """The badge for a number that no award has: a picture all the same, so that no page looks broken."""
    standing = translate(STANDING_WORDS[Tone.NEUTRAL].text)
    return Badge(BadgeFace("", "", standing, Tone.NEUTRAL, "", day, lang), known=False, for_this_page_only=False)


def hosts_of(domains: Iterable[str]) -> frozenset[str]:
    """These domains as they travel in a header, without www: ŵyn.cymru is xn--yn-jla.cymru there."""
    written = (_written(domain.lower()).removeprefix("www.") for domain in domains)
    return frozenset(host for host in written if _HOST.fullmatch(host))


def is_elsewhere(referrer: str, hosts: Collection[str], own_host: str) -> bool:
    """Whether the page that asks names itself and is neither one of these hosts, with or without www, nor ours.

    ``referrer`` is what the browser sent, which may be empty or anything at all; ``hosts`` are those of ``hosts_of``.
    This alone decides which of its two pictures a badge shows.
    """
    if not referrer:
        return False
    try:
        host = (urlsplit(referrer).hostname or "").rstrip(".")
    except ValueError:
        return True
    return host != own_host and host.removeprefix("www.") not in hosts


def frame_ancestors(hosts: Collection[str]) -> str:
    """Who may frame the badge, as the directive of a content security policy: each host and its www, or nobody.

    Browsers hold every page around the frame to it, however deep the frame lies.
    """
    named = [name for host in sorted(hosts) for name in (host, f"www.{host}")]
    return f"frame-ancestors {' '.join(named) or chr(39) + 'none' + chr(39)}"


def _written(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
