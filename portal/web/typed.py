"""What browsers send, made fit to be kept and compared: filters for the text of forms and the numbers of addresses."""

import re
import unicodedata

# Everything that no keyboard types and no page shows; PostgreSQL would refuse the first of them.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Of pages, issues and rounds there are never so many.
MOST = 1_000_000


def seen(typed: str) -> str:
    """The text without control characters; tabs and line ends stay."""
    return _UNSEEN.sub("", typed)


def text_block(typed: str | None) -> str:
    """Text of many lines: line ends as a line feed, no control characters, nothing blank at the end."""
    text = (typed or "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", seen(text)).rstrip()


def one_line(typed: str | None) -> str:
    """Text of one line, without spaces at either end."""
    return " ".join(text_block(typed).split())


def whole_number(typed: str) -> int:
    """The number in an address; one that is larger than a database can count is the largest that we count with.

    Raises ValueError where it is none.
    """
    return max(-MOST, min(int(typed), MOST))
