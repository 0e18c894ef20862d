"""The picture of a council's page for sharing: its name, yes or no in words, and the day it was drawn."""

from datetime import date
from textwrap import wrap
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1200, 630
NAME_LINE, MOST_NAME_LINES = 30, 4
SAID_LINE, MOST_SAID_LINES = 58, 3
PURPLE, QUIET = "#5b2d8e", "#4a4a4a"


def card_svg(council: str, said: str, day: date, *, holds_the_mark: bool) -> str:
    """The picture as SVG; a name that is too long ends in dots. A copy grows old: it says its day."""
    colour = PURPLE if holds_the_mark else QUIET
    name = _lines(council, NAME_LINE, MOST_NAME_LINES)
    lines = _lines(said, SAID_LINE, MOST_SAID_LINES)
    top = 190
    after = top + 72 * len(name)
    texts = [
        _text(80, 96, 34, "#ffffff", "Social Media Friendly Mark", bold=True),
        *(_text(80, top + 72 * place + 40, 60, "#1a1a1a", line, bold=True) for place, line in enumerate(name)),
        *(_text(80, after + 44 * place + 50, 34, colour, line) for place, line in enumerate(lines)),
        _text(80, HEIGHT - 32, 26, QUIET, f"As it stood on {day:%d %B %Y}. Check the register for today."),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/><rect width="{WIDTH}" height="150" fill="{colour}"/>'
        f"{''.join(texts)}</svg>"
    )


def _lines(text: str, width: int, most: int) -> list[str]:
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return wrap(plain, width, max_lines=most, placeholder=" …")


def _text(x: int, y: int, size: int, colour: str, text: str, *, bold: bool = False) -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<text x="{x}" y="{y}" font-family="Arimo, sans-serif" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{escape(text)}</text>'
    )
