"""What stands on a page of somebody else's: its pictures, frames and what it says of itself. Nothing is shown from it.

As in ``pagetext``, the page is taken apart in a process of its own, which may not take long, whatever is on the page.
"""

import codecs
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.exceptions import ParserRejectedMarkup

from portal.links.pagetext import HTML
from portal.uploads import confined

SECONDS = 5
MOST_BYTES = 1024 * 1024
MOST_PARTS = 2_000
LONGEST_VALUE = 2_000
_SHOWS = ("img", "source", "iframe", "object", "embed", "frame")
_KEPT = (
    *("src", "srcset", "data", "alt", "title", "width", "height", "loading", "referrerpolicy", "crossorigin"),
    *("data-src", "data-srcset", "data-original", "data-lazy-src", "aria-label", "aria-hidden", "sandbox", "csp"),
)


@dataclass(frozen=True)
class Shown:
    """Something that a page shows from an address: ``tag`` is img, source, iframe, object, embed or frame.

    ``attributes`` are those of the element; ``link`` is where the link around it leads, None where there is none.
    ``scripts_off`` says that it stands where only browsers without scripts look.
    """

    tag: str
    attributes: Mapping[str, str]
    link: str | None = None
    scripts_off: bool = False

    def said(self, name: str) -> str | None:
        """The value of an attribute; None where there is none."""
        return self.attributes.get(name)


@dataclass(frozen=True)
class PageParts:
    """A page taken apart: ``metas`` are pairs of what a meta element is about and what it says, in lower case and as
    written; ``is_whole`` is False for a page too long to be read to its end.
    """

    shown: tuple[Shown, ...] = ()
    metas: tuple[tuple[str, str], ...] = ()
    base: str = ""
    scripts: int = 0
    is_whole: bool = True


def take_apart(content: bytes, media_type: str, content_type: str = "") -> PageParts | None:
    """What stands on the page; None for what is no HTML, or takes too long. ``content_type`` may name its encoding."""
    if media_type not in HTML:
        return None
    written = confined.run(__name__, _encoding(content_type), content[:MOST_BYTES], SECONDS)
    if written is None:
        return None
    found = json.loads(written)
    return PageParts(
        tuple(Shown(tag, attributes, link, off) for tag, attributes, link, off in found["shown"]),
        tuple((about, said) for about, said in found["metas"]),
        found["base"],
        found["scripts"],
        len(content) <= MOST_BYTES,
    )


def _encoding(content_type: str) -> str:
    name = content_type.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        return codecs.lookup(name).name if name.isascii() and name else ""
    except (LookupError, ValueError):
        return ""


def main() -> None:
    """Read a page from the standard input, and write what stands on it to the standard output."""
    confined.bound(SECONDS)
    content, encoding = sys.stdin.buffer.read(), sys.argv[1]
    try:
        soup = BeautifulSoup(content, "html.parser", from_encoding=encoding or None)
    except (ParserRejectedMarkup, LookupError, UnicodeError):
        soup = BeautifulSoup(b"", "html.parser")
    base = soup.find("base", href=True)
    json.dump(
        {
            "shown": list(_shown(soup)),
            "metas": list(_metas(soup)),
            "base": str(base["href"])[:LONGEST_VALUE] if isinstance(base, Tag) else "",
            "scripts": len(soup.find_all("script")),
        },
        sys.stdout,
    )


def _shown(soup: BeautifulSoup) -> Iterator[tuple[str, dict[str, str], str | None, bool]]:
    for tag in soup.find_all(_SHOWS, limit=MOST_PARTS):
        kept = {name: str(tag[name])[:LONGEST_VALUE] for name in _KEPT if tag.has_attr(name)}
        around = tag.find_parent("a", href=True)
        link = str(around["href"])[:LONGEST_VALUE] if around is not None else None
        yield tag.name, kept, link, tag.find_parent("noscript") is not None


def _metas(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all("meta", content=True, limit=MOST_PARTS):
        about = str(tag.get("http-equiv") or tag.get("name") or "")[:LONGEST_VALUE].strip().lower()
        if about:
            yield about, str(tag["content"])[:LONGEST_VALUE]


if __name__ == "__main__":
    main()
