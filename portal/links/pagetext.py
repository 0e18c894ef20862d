"""What can be read on a page, as plain text. The only file that takes somebody else's HTML apart; nothing keeps it.

Whoever wrote the page may want it to take hours: it is taken apart in a process of its own, which may not, so that the
worker goes on to the letters that wait behind it. A page that takes too long has nothing that can be read.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from portal.uploads import confined

SECONDS = 5
HTML = frozenset({"text/html", "application/xhtml+xml"})
MOST_HTML_BYTES = 1024 * 1024
MOST_CHARACTERS = 100_000
MOST_ANCHORS = 1_000
LONGEST_ANCHOR = 300
LONGEST_ADDRESS = 2_000
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head")
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass(frozen=True)
class Anchor:
    """A link on a page: where it leads and its words."""

    address: str
    text: str


def plain(text: str) -> str:
    """The text without what cannot be seen, without empty lines, and not too long."""
    lines = (" ".join(_UNPRINTABLE.sub(" ", line).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:MOST_CHARACTERS]


def readable(content: bytes, media_type: str) -> str:
    """What can be read on a page of this type; empty for what is no text."""
    if media_type == "text/plain":
        return plain(content.decode("utf-8", "replace"))
    return _apart(content, "").text if media_type in HTML else ""


def anchors(content: bytes, media_type: str, base: str) -> tuple[Anchor, ...]:
    """The links on a page that stands at ``base``."""
    return _apart(content, base).anchors if media_type in HTML else ()


@dataclass(frozen=True)
class _Apart:
    text: str = ""
    anchors: tuple[Anchor, ...] = ()


def _apart(content: bytes, base: str) -> _Apart:
    written = confined.run(__name__, base, content[:MOST_HTML_BYTES], SECONDS)
    if written is None:
        return _Apart()
    text, found = json.loads(written)
    return _Apart(text, tuple(Anchor(address, said) for address, said in found))


def main() -> None:
    """Read a page from the standard input, and write what is on it to the standard output.

    With an address where the page stands: its links; without one, its text.
    """
    confined.bound(SECONDS)
    soup, base = _soup(sys.stdin.buffer.read()), sys.argv[1]
    text = plain(soup.get_text("\n")) if soup and not base else ""
    json.dump((text, list(_links(soup, base)) if soup and base else []), sys.stdout)


def _links(soup: BeautifulSoup, base: str) -> Iterator[tuple[str, str]]:
    for tag in soup.find_all("a", href=True, limit=MOST_ANCHORS):
        address = _joined(base, str(tag["href"]))
        if address and len(address) <= LONGEST_ADDRESS:
            yield address, plain(tag.get_text(" ")).replace("\n", " ")[:LONGEST_ANCHOR]


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip()).split("#")[0]
    except ValueError:
        return None


def _soup(content: bytes) -> BeautifulSoup | None:
    try:
        soup = BeautifulSoup(content[:MOST_HTML_BYTES], "html.parser")
    except ParserRejectedMarkup:
        return None
    for tag in soup.find_all(_UNSEEN):
        tag.extract()
    return soup


if __name__ == "__main__":
    main()
