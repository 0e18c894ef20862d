"""The badge as a picture: plain values in, SVG text out. No request, no database, no clock.

An image cannot be bound to one website, so the picture itself says who holds the Mark, on which site it belongs, how
the award stands and on which day it was drawn: a copy contradicts itself and grows old (C9 of docs/process.md).

The picture is ``WIDTH`` by ``HEIGHT`` CSS pixels for every council and every standing, so that a page never jumps,
and under ``MOST_BYTES``. It refers to nothing outside itself. Served with a policy of its own it needs
``style-src 'unsafe-inline'`` to follow dark and forced colours; without the style it is complete in light colours.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from babel.dates import format_date

from portal.badges.lettering import Lettering, Weight, fit, plain
from portal.kernel.words import Words, words

DRAWING_VERSION: Final = 1  # part of the ETag: raise it when the same face would be drawn differently
WIDTH: Final = 320
HEIGHT: Final = 120
MOST_BYTES: Final = 5 * 1024

# The longest texts taken, in characters: what keeps the worst names under ``MOST_BYTES``.
MOST_COUNCIL: Final = 160
MOST_DOMAIN: Final = 100
MOST_STANDING: Final = 80
MOST_NUMBER: Final = 20

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


@dataclass(frozen=True)
class _Palette:
    """Colours by what they colour. Words stand out from what is behind them by 4.5 to 1 or more."""

    card: str
    words: str
    quiet: str
    edge: str
    panel: str
    sign: str


_LIGHT: Final = _Palette("#fff", "#1d1533", "#4f4763", "#8d7fb0", "#5b2d8e", "#fff")
_LIGHT_GREY: Final = _Palette("#fff", "#22252a", "#4c5157", "#8b9198", "#5b6067", "#fff")
_DARK: Final = _Palette("#17112a", "#fff", "#cfc6e6", "#8d7fb0", "#5b2d8e", "#fff")
_DARK_GREY: Final = _Palette("#1b1d20", "#fff", "#cbd0d6", "#8b9198", "#5b6067", "#fff")
_FORCED: Final = _Palette("Canvas", "CanvasText", "CanvasText", "CanvasText", "CanvasText", "Canvas")

_PANEL: Final = 96
_LEFT: Final = _PANEL + 14
_ROOM: Final = WIDTH - _LEFT - 12
_LEADING: Final = 1.2

# Where the Mark is not held there is no tick to be mistaken for it: a bar, or a question, in a box of 48 by 48.
_SIGNS: Final[dict[Tone, str]] = {
    Tone.NEUTRAL: "M10 24H38",
    Tone.CHECK: "M15 17a9.5 9.5 0 1 1 13.5 8.6c-3 1.4-4.5 3-4.5 6.4M24 41v.5",
}
_STAR: Final = "m82 10 2.1 4.9 5.3.5-4 3.5 1.2 5.2-4.6-2.8-4.6 2.8 1.2-5.2-4-3.5 5.3-.5z"


def badge_svg(face: BadgeFace, translate: Translate = str) -> str:
    """Return the badge as an SVG document. ``translate`` gives the words of ``face.lang`` for the English ones."""
    return _picture(face, translate)


def trial_badge_svg(drawn_on: date, lang: str = "en", translate: Translate = str) -> str:
    """Return a badge for trying out a page: the same size, and nobody could take it for an award.

    It is grey, names no council, has no tick, and "TEST" stands across it.
    """
    stamp = escape(plain(translate(TEST_STAMP.text), 12))
    face = BadgeFace("", "", translate(TEST_STANDING.text), Tone.NEUTRAL, "", drawn_on, lang)
    across = (
        f'<text x="160" y="92" text-anchor="middle" font-size="92" font-weight="700" fill="{_LIGHT_GREY.edge}"'
        f' opacity=".4" textLength="290" lengthAdjust="spacingAndGlyphs" transform="rotate(-14 160 60)">{stamp}</text>'
    )
    return _picture(face, translate, across)


def _picture(face: BadgeFace, translate: Translate, across: str = "") -> str:
    light, dark = (_LIGHT_GREY, _DARK_GREY) if face.tone in _SIGNS else (_LIGHT, _DARK)
    lang = quoteattr(plain(face.lang, 8))
    outline = f'x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="7.5"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' role="img" lang={lang} xml:lang={lang} font-family="Arial,Helvetica,Liberation Sans,sans-serif">'
        f"<title>{escape(_description(face, translate))}</title>"
        f"<style>@media screen and (prefers-color-scheme:dark){{{_rules(dark)}}}"
        f"@media (forced-colors:active){{{_rules(_FORCED)}}}</style>"
        f'<clipPath id="inside"><rect {outline}/></clipPath><g clip-path="url(#inside)">'
        f'<path class="card" d="M0 0H{WIDTH}V{HEIGHT}H0z" fill="{light.card}"/>'
        f'<path class="panel" d="M0 0H{_PANEL}V{HEIGHT}H0z" fill="{light.panel}"/>'
        f"{across}{_lockup(face.tone, light, translate)}{_says(face, light, translate)}</g>"
        f'<rect class="edge" {outline} fill="none" stroke="{light.edge}"/></svg>'
    )


def _rules(palette: _Palette) -> str:
    """Return the style rules that repaint every part; a class bears the name of its colour."""
    paints = {field.name: str(getattr(palette, field.name)) for field in fields(palette)}
    fills = "".join(f".{name}{{fill:{colour}}}" for name, colour in paints.items() if name != "edge")
    return f"{fills}.edge{{stroke:{paints['edge']}}}.stroke{{stroke:{palette.sign}}}"


def _lockup(tone: Tone, palette: _Palette, translate: Translate) -> str:
    """Draw the panel on the left: the sign above the name of the Mark."""
    name = fit(plain(translate(MARK_NAME.text), 60), Weight.BOLD, _PANEL - 20, ((12, 3), (11, 3), (10, 4), (9, 4)))
    if tone in _SIGNS:
        sign = (
            f'<path class="stroke" d="{_SIGNS[tone]}" transform="translate(24 11)" fill="none" stroke="{palette.sign}"'
            f' stroke-width="6.5" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    else:
        sign = f'<path class="sign" d="{MARK}" transform="translate(25 10) scale(.72)" fill="{palette.sign}"/>'
    star = f'<path class="sign" d="{_STAR}" fill="{palette.sign}"/>' if tone is Tone.COMMENDED else ""
    return sign + star + _lines(name, "sign", palette, Weight.BOLD, left=10, top=64)


@dataclass(frozen=True)
class _Row:
    """Words of one kind: their colour by class, their weight, the sizes to try and the space above, in pixels."""

    text: str
    paint: str
    weight: Weight
    steps: tuple[tuple[float, int], ...]
    gap: float


def _says(face: BadgeFace, palette: _Palette, translate: Translate) -> str:
    """Draw the words on the right, standing first, as one block in the middle of the height."""
    council = plain(face.council, MOST_COUNCIL) or _number(face, translate)
    rows = [
        _Row(plain(face.standing, MOST_STANDING), "words", Weight.BOLD, ((22, 1), (17, 1), (15, 2), (13, 2)), 0),
        _Row(council, "words", Weight.BOLD, ((14, 1), (13, 1), (12, 2), (10, 2)), 7),
        _Row(plain(face.domain, MOST_DOMAIN), "words", Weight.REGULAR, ((12, 1), (11, 1), (9.5, 1)), 2),
        _Row(_position(face, translate), "quiet", Weight.REGULAR, ((11, 1), (10, 1)), 5),
    ]
    fitted = [(row, fit(row.text, row.weight, _ROOM, row.steps)) for row in rows if row.text]
    top = (HEIGHT - sum(row.gap + _height(lettering) for row, lettering in fitted)) / 2
    drawn = []
    for row, lettering in fitted:
        top += row.gap
        drawn.append(_lines(lettering, row.paint, palette, row.weight, left=_LEFT, top=top))
        top += _height(lettering)
    return "".join(drawn)


def _height(lettering: Lettering) -> float:
    return lettering.size * _LEADING * len(lettering.lines)


def _lines(lettering: Lettering, paint: str, palette: _Palette, weight: Weight, *, left: float, top: float) -> str:
    """Draw lines of words downwards from ``top``; a known width is stated, so that a wide font stays on the card."""
    drawn = []
    for line_number, line in enumerate(lettering.lines):
        baseline = top + lettering.size * (_LEADING * line_number + 0.94)
        stated = f' textLength="{line.width:g}" lengthAdjust="spacingAndGlyphs"' if line.width else ""
        drawn.append(f'<text x="{left:g}" y="{baseline:.1f}"{stated}>{escape(line.text)}</text>')
    colour = getattr(palette, paint)
    opening = f'<g class="{paint}" fill="{colour}" font-size="{lettering.size:g}" font-weight="{weight}">'
    return f"{opening}{''.join(drawn)}</g>"


def _description(face: BadgeFace, translate: Translate) -> str:
    """Return in sentences what the picture says, with the number; names too long to be drawn are whole here."""
    sentences = [
        f"{translate(MARK_NAME.text)}: {plain(face.standing, MOST_STANDING)}",
        ", ".join(part for part in (plain(face.council, MOST_COUNCIL), plain(face.domain, MOST_DOMAIN)) if part),
        _number(face, translate),
        _position(face, translate),
    ]
    return ". ".join(sentence for sentence in sentences if sentence)


def _number(face: BadgeFace, translate: Translate) -> str:
    number = plain(face.number, MOST_NUMBER)
    return translate(CERTIFICATE_NUMBER.text) % {"number": number} if number else ""


def _position(face: BadgeFace, translate: Translate) -> str:
    day = format_date(face.drawn_on, "d MMMM y", locale="cy" if face.lang == "cy" else "en_GB")
    return translate(POSITION_ON.text) % {"date": day}
