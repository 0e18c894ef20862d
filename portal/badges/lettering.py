"""Words made to fit a box without asking a browser how wide they are.

The badge is an image on other people's sites, so it can load no font: the reader's own sans serif draws it. Widths
are those of Arial, which Helvetica and Liberation Sans share to the unit. The drawing states each width beside the
words (``textLength``), so that a wider fallback font is drawn closer instead of running out of the box.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ELLIPSIS: Final = "…"
JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
SKIN_TONES: Final = "🏻🏼🏽🏾🏿"
UNKNOWN_WIDTH: Final = 1400  # wide enough for an emoji or an ideograph in every font tried


class Weight(StrEnum):
    """The two weights that every sans serif has."""

    REGULAR = "400"
    BOLD = "700"


# Thousandths of the font size, by character. A letter with an accent is as wide as the letter, where it has no row of
# its own: an i without its dot has more above it.
_WIDTHS: Final[dict[Weight, dict[str, int]]] = {
    weight: {character: width for width, characters in groups.items() for character in characters}
    for weight, groups in {
        Weight.REGULAR: {
            191: "'",
            222: "ijl’‘",
            260: "|",
            278: " !,./:;I[\\]ftîíìï",
            333: "()-`r·",
            334: "{}",
            355: '"',
            389: "*",
            469: "^",
            500: "Jcksvxyz",
            556: "#$0123456789?L_abdeghnopqu–",
            584: "+<=>~",
            611: "FTZßø",
            667: "&ABEKPSVXY",
            722: "CDHNRUw",
            778: "GOQ",
            833: "Mm",
            889: "%æ",
            944: "W",
            1000: "—…",
            1015: "@",
        },
        Weight.BOLD: {
            238: "'",
            278: " ,./I\\ijl’‘",
            280: "|",
            333: "!()-:;[]`ft·",
            389: "*r{}",
            474: '"',
            500: "z",
            556: "#$0123456789J_aceksvxy–",
            584: "+<=>^~",
            611: "?FLTZbdghnopqußø",
            667: "EPSVXY",
            722: "&ABCDHKNRU",
            778: "GOQw",
            833: "M",
            889: "%mæ",
            944: "W",
            975: "@",
            1000: "—…",
        },
    }.items()
}


@dataclass(frozen=True)
class Line:
    """One line of words. ``width`` is in pixels, or None when a character is in no table and only a bound is known."""

    text: str
    width: float | None


@dataclass(frozen=True)
class Lettering:
    """Words as they fit: the font size in pixels and the lines from top to bottom."""

    size: float
    lines: tuple[Line, ...]


def plain(text: str, limit: int) -> str:
    """Return the text on one line, at most ``limit`` characters, without anything that steers instead of being read.

    Control characters, direction overrides and characters that XML cannot hold are dropped: a name must not be able
    to turn round the words after it. The two joiners stay, because Persian and emoji are misspelt without them.
    """
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    kept = [c for c in one_line if c in JOINERS or not unicodedata.category(c).startswith("C")]
    return "".join(kept if len(kept) <= limit else [*kept[: limit - 1], ELLIPSIS]).strip()


def fit(
    text: str, weight: Weight, room: float, steps: Sequence[tuple[float, int]], *, keeps_end: bool = False
) -> Lettering:
    """Return the text in the first of ``steps`` (font size, most lines) in which the whole of it fits into ``room``.

    When it fits in none, the last step is used and the end is replaced by an ellipsis; or the beginning where it
    ``keeps_end``, on one line. ``room`` and sizes are pixels.
    """
    lines: list[str] = []
    for size, most in steps:
        lines = list(_wrapped(text, weight, room * 1000 / size))
        if len(lines) <= most:
            return _lettering(_evened(lines, weight, room * 1000 / size), weight, size)
    size, most = steps[-1]
    if keeps_end:
        return _lettering([_shortened(text, weight, room * 1000 / size, keeps_end=True)], weight, size)
    last = _shortened(lines[most - 1], weight, room * 1000 / size)
    return _lettering([*lines[: most - 1], last], weight, size)


def _lettering(lines: Sequence[str], weight: Weight, size: float) -> Lettering:
    return Lettering(size, tuple(Line(line, _exact_width(line, weight, size)) for line in lines if line))


def _exact_width(text: str, weight: Weight, size: float) -> float | None:
    clusters = list(_clusters(text))
    if any(_base(cluster) not in _WIDTHS[weight] for cluster in clusters):
        return None
    return round(sum(_width(cluster, weight) for cluster in clusters) * size / 1000, 1)


def _wrapped(text: str, weight: Weight, room: float) -> Iterator[str]:
    """Yield the lines of the text: broken between words, and inside a word only where the word alone is too long."""
    line: list[str] = []
    used, space = 0, _WIDTHS[weight][" "]
    for word in text.split(" "):
        clusters = list(_clusters(word))
        width = sum(_width(cluster, weight) for cluster in clusters)
        if line and used + space + width > room:
            yield "".join(line)
            line, used = [], 0
        if line:
            line.append(" ")
            used += space
        for cluster in clusters:
            if line and used + _width(cluster, weight) > room:
                yield "".join(line)
                line, used = [], 0
            line.append(cluster)
            used += _width(cluster, weight)
    yield "".join(line)


def _evened(lines: list[str], weight: Weight, room: float) -> list[str]:
    """Return the same words on as many lines, about equally long: no last line of one word."""
    best, text = lines, " ".join(lines)
    if all(" " in line for line in lines[:-1]):
        for share in (0.9, 0.8, 0.7, 0.6):
            narrower = list(_wrapped(text, weight, room * share))
            if len(narrower) > len(lines):
                break
            best = narrower
    return best


def _shortened(line: str, weight: Weight, room: float, *, keeps_end: bool = False) -> str:
    kept = list(_clusters(line))
    while kept and sum(_width(cluster, weight) for cluster in [*kept, ELLIPSIS]) > room:
        kept.pop(0 if keeps_end else -1)
    shown = "".join(kept)
    return ELLIPSIS + shown.lstrip() if keeps_end else shown.rstrip() + ELLIPSIS


def _clusters(text: str) -> Iterator[str]:
    """Yield what a reader takes for one character: a letter with its accents, an emoji with its joined parts."""
    cluster = ""
    for character in text:
        joined = character in JOINERS + SKIN_TONES or unicodedata.category(character) in {"Mn", "Me", "Mc"}
        if cluster and (joined or cluster[-1] == "\N{ZERO WIDTH JOINER}"):
            cluster += character
        else:
            if cluster:
                yield cluster
            cluster = character
    if cluster:
        yield cluster


def _base(cluster: str) -> str:
    return unicodedata.normalize("NFD", cluster[0])[0]


def _width(cluster: str, weight: Weight) -> int:
    widths = _WIDTHS[weight]
    return widths.get(cluster[0]) or widths.get(_base(cluster), UNKNOWN_WIDTH)
