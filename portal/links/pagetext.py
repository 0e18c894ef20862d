"""What can be read on a page, as plain text. The only file that takes somebody else's HTML apart; nothing keeps it."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

HTML = frozenset({"text/html", "application/xhtml+xml"})
MOST_HTML_BYTES = 1024 * 1024
MOST_CHARACTERS = 100_000
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
    soup = _soup(content) if media_type in HTML else None
    return plain(soup.get_text("\n")) if soup else ""


def anchors(content: bytes, media_type: str, base: str) -> tuple[Anchor, ...]:
    """Every link on a page that stands at ``base``."""
    soup = _soup(content) if media_type in HTML else None
    joined = ((_joined(base, str(tag["href"])), tag) for tag in (soup.find_all("a", href=True) if soup else ()))
    return tuple(Anchor(address, plain(tag.get_text(" ")).replace("\n", " ")) for address, tag in joined if address)


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
