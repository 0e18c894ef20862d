"""The badge as a picture: plain values in, SVG text out. No request, no database, no clock.

An image cannot be bound to one website, so the picture itself says who holds the Mark, on which site it belongs, how
the award stands and on which day it was drawn: a copy contradicts itself and grows old (C9 of docs/process.md).

Each size has one width and height for every council and every standing, so that a page never jumps, and every picture
is under ``MOST_BYTES``. It refers to nothing outside itself. Served with a policy of its own it needs
``style-src 'unsafe-inline'`` to follow dark and forced colours; without the style it is complete in light colours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from babel.dates import format_date

from portal.badges.colours import Look, Palette, palette, style
from portal.badges.layouts import LAYOUTS, MEASURES, Layout, Size, Steps
from portal.badges.lettering import ELLIPSIS, Lettering, Weight, fit, plain
from portal.kernel.words import Words, words

DRAWING_VERSION: Final = 3  # part of the ETag: raise it when the same face would be drawn differently
WIDTH, HEIGHT = MEASURES[Size.STANDARD]
MOST_BYTES: Final = 5 * 1024

# The longest texts taken, in characters: what keeps the worst names under ``MOST_BYTES``.
MOST_COUNCIL: Final = 160
MOST_DOMAIN: Final = 100
MOST_STANDING: Final = 80
MOST_NUMBER: Final = 20
LONGEST_HOST: Final = 253

# The Mark, a tick that opens a speech bubble, in a box of 64 by 64: the path of static/img/mark.svg.
MARK: Final = (
    "M32 3A29 29 0 0 1 48.85 8.4L27.58 35.14L21.44 28.61A5.26 5.26 0 0 0 13.78 35.82L24.09 46.78"
    "A5.26 5.26 0 0 0 31.73 46.79L57.99 19.13A29 29 0 0 1 32 61H8.5a5.5 5.5 0 0 1-5.5-5.5V32A29 29 0 0 1 32 3z"
)

MARK_NAME: Final = words("Social Media Friendly Mark")
POSITION_ON: Final = words("Position on %(date)s")
CERTIFICATE_NUMBER: Final = words("Certificate number %(number)s")
TEST_STANDING: Final = words("Test badge, not an award")
TEST_STAMP: Final = words("TEST")

Translate = Callable[[str], str]


class Tone(StrEnum):
    """How the picture looks. What it says is in its words: no meaning rests on colour alone."""

    VALID = "valid"
    COMMENDED = "commended"
    NEUTRAL = "neutral"
    CHECK = "check"


STANDING_WORDS: Final[dict[Tone, Words]] = {
    Tone.VALID: words("Valid"),
    Tone.COMMENDED: words("Valid with commendation"),
    Tone.NEUTRAL: words("Not currently valid, check register"),
    Tone.CHECK: words("Check this badge"),
}


@dataclass(frozen=True)
class BadgeFace:
    """What one badge says. ``council``, ``domain`` and ``number`` may be empty: nobody holds an unknown number.

    ``standing`` is already in the language ``lang`` ("en" or "cy"); ``STANDING_WORDS`` has the words of C9.
    """

    council: str
    domain: str
    standing: str
    tone: Tone
    number: str
    drawn_on: date
    lang: str = "en"


_LEADING: Final = 1.2
_MARGIN: Final = 8  # of the words in the panel
_EDGE: Final = 2  # above and below all words

# Where the Mark is not held there is no tick to be mistaken for it: a bar, or a question, in a box of 48 by 48.
_SIGNS: Final[dict[Tone, str]] = {
    Tone.NEUTRAL: "M10 24H38",
    Tone.CHECK: "M15 17a9.5 9.5 0 1 1 13.5 8.6c-3 1.4-4.5 3-4.5 6.4M24 41v.5",
}
_STAR: Final = "m7 0 2.1 4.9 5.3.5-4 3.5 1.2 5.2-4.6-2.8-4.6 2.8 1.2-5.2-4-3.5 5.3-.5z"


def badge_svg(face: BadgeFace, translate: Translate = str, size: Size = Size.STANDARD, look: Look = Look.AUTO) -> str:
    """Return the badge as an SVG document. ``translate`` gives the words of ``face.lang`` for the English ones."""
    return _picture(face, translate, size, look)


def trial_badge_svg(
    drawn_on: date,
    lang: str = "en",
    translate: Translate = str,
    size: Size = Size.STANDARD,
    look: Look = Look.AUTO,
) -> str:
    """Return a badge for trying out a page: the same size, and nobody could take it for an award.

    It is grey, names no council, has no tick, and "TEST" stands across it.
    """
    layout = LAYOUTS[size]
    middle, half = layout.width // 2, layout.height // 2
    stamp = escape(plain(translate(TEST_STAMP.text), 12))
    face = BadgeFace("", "", translate(TEST_STANDING.text), Tone.NEUTRAL, "", drawn_on, lang)
    across = (
        f'<text class="quiet" x="{middle}" y="{half + layout.height * 0.27:.0f}" text-anchor="middle"'
        f' font-size="{layout.height * 0.77:.0f}" font-weight="700" fill="{palette(look, held=False).quiet}"'
        f' opacity=".25" textLength="{layout.width * 0.9:.0f}" lengthAdjust="spacingAndGlyphs"'
        f' transform="rotate(-12 {middle} {half})">{stamp}</text>'
    )
    return _picture(face, translate, size, look, across)


def _picture(face: BadgeFace, translate: Translate, size: Size, look: Look, across: str = "") -> str:
    held, layout = face.tone not in _SIGNS, LAYOUTS[size]
    paints = palette(look, held=held)
    lang = quoteattr(plain(face.lang, 8))
    outline = f'x=".5" y=".5" width="{layout.width - 1}" height="{layout.height - 1}" rx="7.5"'
    width, height = MEASURES[size]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {layout.width} {layout.height}" role="img" lang={lang} xml:lang={lang}'
        f' font-family="Arial,Helvetica,Liberation Sans,sans-serif">'
        f"<title>{escape(_description(face, translate))}</title><style>{style(look, held=held)}</style>"
        f'<path class="card" d="{_card(layout)}" fill="{paints.card}"/>'
        f'<path class="panel" d="{_panel(layout)}" fill="{paints.panel}"/>'
        f"{across}{_sign(face.tone, layout, paints)}{_says(face, layout, paints, translate)}"
        f'<rect class="edge" {outline} fill="none" stroke="{paints.edge}"/></svg>'
    )


# Each half has its own round corners: to clip one picture to the card's would take half of the time of a PNG.
def _card(layout: Layout) -> str:
    """The outline of the card on the right of the panel, and a little under it, so that no gap shows between them."""
    right, down = layout.width - 8, layout.height - 8
    return f"M{layout.panel - 1} .5H{right}a7.5 7.5 0 0 1 7.5 7.5V{down}a7.5 7.5 0 0 1-7.5 7.5H{layout.panel - 1}z"


def _panel(layout: Layout) -> str:
    """The outline of the panel on the left."""
    return f"M{layout.panel} .5H8A7.5 7.5 0 0 0 .5 8V{layout.height - 8}a7.5 7.5 0 0 0 7.5 7.5H{layout.panel}z"


def _sign(tone: Tone, layout: Layout, paints: Palette) -> str:
    """Draw the sign in the panel on the left: the Mark where it is held, and a star for a commendation."""
    if tone in _SIGNS:
        return (
            f'<path class="stroke" d="{_SIGNS[tone]}" transform="{layout.other_sign}" fill="none"'
            f' stroke="{paints.sign}" stroke-width="6.5" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    sign = f'<path class="sign" d="{MARK}" transform="{layout.sign}" fill="{paints.sign}"/>'
    star = f'<path class="sign" d="{_STAR}" transform="{layout.star}" fill="{paints.sign}"/>'
    return sign + (star if tone is Tone.COMMENDED else "")


@dataclass(frozen=True)
class _Row:
    """Words of one kind: their colour by class, their weight, the sizes to try and the space above, in pixels.

    Of words too long to be drawn the beginning is left out where they are of a website: its end tells whose it is.
    """

    text: str
    paint: str
    weight: Weight
    steps: Steps
    gap: float
    is_website: bool = False


def _says(face: BadgeFace, layout: Layout, paints: Palette, translate: Translate) -> str:
    """Draw the words: the name of the Mark, then standing, council, website and day, in the middle of the height."""
    name = _Row(plain(translate(MARK_NAME.text), 60), "quiet", Weight.BOLD, layout.name, 0)
    council = plain(face.council, MOST_COUNCIL) or _number(face, translate)
    rows = [
        _Row(plain(face.standing, MOST_STANDING), "words", Weight.BOLD, layout.standing, 0),
        _Row(council, "words", Weight.BOLD, layout.council, layout.gaps[0]),
        _Row(_website(face), "words", Weight.REGULAR, layout.domain, layout.gaps[1], is_website=True),
        _Row(_position(face, translate), "quiet", Weight.REGULAR, layout.day, layout.gaps[2]),
    ]
    drawn = []
    if layout.name_in_panel:
        in_panel = fit(name.text, Weight.BOLD, layout.panel - 2 * _MARGIN, layout.name)
        drawn.append(_lines(in_panel, "sign", paints, Weight.BOLD, left=_MARGIN, top=64))
    else:
        rows.insert(0, name)
    fitted = _fitted([row for row in rows if row.text], layout)
    top = (layout.height - _height_of_all(fitted)) / 2
    for row, lettering in fitted:
        top += row.gap
        drawn.append(_lines(lettering, row.paint, paints, row.weight, left=layout.left, top=top))
        top += _height(lettering)
    return "".join(drawn)


def _fitted(rows: Sequence[_Row], layout: Layout) -> list[tuple[_Row, Lettering]]:
    """Every row in the largest letters for which there is room: where all are too high, the largest give way first."""
    while True:
        fitted = [(row, fit(row.text, row.weight, layout.room, row.steps, keeps_end=row.is_website)) for row in rows]
        smaller = {id(row): tuple(step for step in row.steps if step[0] < lettering.size) for row, lettering in fitted}
        can_give_way = [(lettering.size, place) for place, (row, lettering) in enumerate(fitted) if smaller[id(row)]]
        if not can_give_way or _height_of_all(fitted) <= layout.height - 2 * _EDGE:
            return fitted
        _size, place = max(can_give_way)
        rows = [replace(row, steps=smaller[id(row)]) if at == place else row for at, row in enumerate(rows)]


def _height_of_all(fitted: Sequence[tuple[_Row, Lettering]]) -> float:
    return sum(row.gap + _height(lettering) for row, lettering in fitted)


def _height(lettering: Lettering) -> float:
    return lettering.size * _LEADING * len(lettering.lines)


def _lines(lettering: Lettering, paint: str, paints: Palette, weight: Weight, *, left: float, top: float) -> str:
    """Draw lines of words downwards from ``top``; a known width is stated, so that a wide font stays on the card."""
    drawn = []
    for line_number, line in enumerate(lettering.lines):
        baseline = top + lettering.size * (_LEADING * line_number + 0.94)
        stated = f' textLength="{line.width:g}" lengthAdjust="spacingAndGlyphs"' if line.width else ""
        drawn.append(f'<text x="{left:g}" y="{baseline:.1f}"{stated}>{escape(line.text)}</text>')
    colour = getattr(paints, paint)
    opening = f'<g class="{paint}" fill="{colour}" font-size="{lettering.size:g}" font-weight="{weight}">'
    return f"{opening}{''.join(drawn)}</g>"


def _description(face: BadgeFace, translate: Translate) -> str:
    """Return in sentences what the picture says, with the number; names too long to be drawn are whole here."""
    sentences = [
        f"{translate(MARK_NAME.text)}: {plain(face.standing, MOST_STANDING)}",
        ", ".join(part for part in (plain(face.council, MOST_COUNCIL), _website(face)) if part),
        _number(face, translate),
        _position(face, translate),
    ]
    return ". ".join(sentence for sentence in sentences if sentence)


def _website(face: BadgeFace) -> str:
    whole = plain(face.domain, LONGEST_HOST)
    return whole if len(whole) <= MOST_DOMAIN else ELLIPSIS + whole[1 - MOST_DOMAIN :]


def _number(face: BadgeFace, translate: Translate) -> str:
    number = plain(face.number, MOST_NUMBER)
    return translate(CERTIFICATE_NUMBER.text) % {"number": number} if number else ""


def _position(face: BadgeFace, translate: Translate) -> str:
    day = format_date(face.drawn_on, "d MMMM y", locale="cy" if face.lang == "cy" else "en_GB")
    return translate(POSITION_ON.text) % {"date": day}
