"""The badges on a page that was taken apart: which element shows what, and whether it is ours. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit

from portal.badges.contentpolicy import candidates
from portal.links.pageparts import PageParts, Shown

_OURS = re.compile(r"(?P<cy>/cy)?/badge/(?P<number>[^/]+?)(?P<form>\.svg|\.png|/frame)", re.IGNORECASE)
_SAID = re.compile(r"social[ _-]*media[ _-]*friendly", re.IGNORECASE)
_LATER = ("data-src", "data-srcset", "data-original", "data-lazy-src")
_NOW = ("src", "srcset", "data")
MOST_FOUND = 12


class What(StrEnum):
    """What an element shows. OTHER is an address of ours that is none of a badge; COPY a file of somebody else's."""

    IMAGE = "image"
    FRAME = "frame"
    TEST = "test"
    OTHER = "other"
    COPY = "copy"


@dataclass(frozen=True)
class Place:
    """Where the badge of one award is, and where it leads; ``hosts`` are the council's own, as they travel."""

    number: str
    site: str
    hosts: frozenset[str]

    @property
    def host(self) -> str:
        """The portal's own, with its port."""
        return urlsplit(self.site).netloc

    def is_verify(self, address: str) -> bool:
        """Whether the address is the award's page, in either language and whatever follows."""
        found = _split(address)
        return found is not None and f"{found.scheme}://{found.netloc}{found.path}" in (
            f"{self.site}/verify/{self.number}",
            f"{self.site}/cy/verify/{self.number}",
        )


@dataclass(frozen=True)
class Found:
    """One badge on the page. ``number`` is as it is written; ``later``: a script has to put it there."""

    what: What
    shown: Shown
    address: str
    link: str
    number: str = ""
    later: bool = False


def badges(parts: PageParts, page: str, place: Place) -> tuple[Found, ...]:
    """The badges on the page that stands at this address, in its order."""
    base = _joined(page, parts.base) if parts.base else page
    return tuple(found for shown in parts.shown if (found := _badge(shown, base, place)))[:MOST_FOUND]


def _badge(shown: Shown, base: str, place: Place) -> Found | None:
    link = _joined(base, shown.link) if shown.link is not None else ""
    addresses = list(_addresses(shown, base))
    for address, later in addresses:
        parts = _split(address)
        if parts is not None and (parts.netloc == place.host or parts.hostname == urlsplit(place.site).hostname):
            if "/badge" not in parts.path.lower():
                continue
            match = _OURS.fullmatch(parts.path)
            number = match["number"] if match else ""
            return Found(_kind(match), shown, address, link, number, later)
    # A picture that speaks of the Mark, or leads to its page, stands for a badge wherever it comes from.
    said = " ".join((shown.said("alt") or "", *(address for address, _later in addresses)))
    if shown.tag == "img" and (_SAID.search(said) or place.is_verify(link)):
        address, later = addresses[0] if addresses else ("", False)
        return Found(What.COPY, shown, address, link, later=later)
    return None


def _kind(match: re.Match[str] | None) -> What:
    if match is None:
        return What.OTHER
    if match["number"].lower() == "test":
        return What.TEST
    return What.FRAME if match["form"].lower() == "/frame" else What.IMAGE


def _addresses(shown: Shown, base: str) -> Iterator[tuple[str, bool]]:
    for names, later in ((_NOW, False), (_LATER, True)):
        for name in names:
            written = shown.said(name) or ""
            for one in candidates(written) if "srcset" in name else (written.strip(),):
                if one:
                    yield _joined(base, one), later


def _joined(base: str, written: str) -> str:
    try:
        return urljoin(base, written.strip())
    except ValueError:
        return ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
