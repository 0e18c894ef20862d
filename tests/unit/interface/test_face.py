"""What the Mark looks like: colours that can be read, letters that exist, addresses that answer."""

import re

import pytest
from fontTools.ttLib import TTFont

from config import ROOT

COLOURS = dict(re.findall(r"^\$(\w+): (#\w{6});", (ROOT / "assets/styles/_palette.scss").read_text(), re.MULTILINE))
COLOURS["white"] = "#ffffff"
READABLE = 4.5  # WCAG 1.4.3
DISTINCT = 3.0  # WCAG 1.4.11


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, from 0 for black to 1 for white."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 for the same colour to 21 for black on white."""
    darker, lighter = sorted((luminance(COLOURS[one]), luminance(COLOURS[other])))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("ink", "white"),
        ("ink", "lilac"),
        ("ink", "mist"),
        ("ink", "focus"),
        ("quiet", "white"),
        ("quiet", "lilac"),
        ("purple", "white"),
        ("purple", "lilac"),
        ("white", "purple"),
        ("white", "deep"),
        ("white", "echo"),
        ("mist", "purple"),
        ("mist", "echo"),
        ("deep", "white"),
        ("deep", "mist"),
    ],
)
def test_words_on_their_ground_can_be_read(words: str, ground: str) -> None:
    assert contrast(words, ground) >= READABLE


def test_a_bar_stands_out_from_its_ground() -> None:
    assert contrast("purple", "line") >= DISTINCT


@pytest.mark.parametrize("drawing", ["mark.svg", "favicon.svg"])
def test_the_mark_is_drawn_in_the_purple_of_the_palette(drawing: str) -> None:
    assert set(re.findall(r"#[0-9a-f]{6}", (ROOT / "static/img" / drawing).read_text())) == {COLOURS["purple"]}


@pytest.mark.parametrize("weight", ["400", "700"])
def test_fonts_together_hold_every_letter_of_english_and_welsh(weight: str) -> None:
    held: set[int] = set()
    for script in ("latin", "latin-ext"):
        with TTFont(ROOT / f"static/fonts/inter-{script}-{weight}.woff2") as font:
            held |= set(font.getBestCmap())
    letters = "abcdefghijklmnopqrstuvwxyzâêîôûŵŷáéíóúẃýàèìòùẁỳäëïöüẅÿ"
    assert {letter for letter in letters + letters.upper() + "0123456789‘’“”–£%" if ord(letter) not in held} == set()


def test_a_file_named_in_the_style_sheet_or_the_script_exists() -> None:
    named = [ROOT / "static/css" / address for address in re.findall(r'url\("([^"]+)"\)', style_sheet())]
    named += [ROOT / "static/js" / address for address in re.findall(r'from "([^"]+)"', script())]
    assert [path.name for path in named if not path.resolve().is_file()] == []
    assert len(named) == 5


def style_sheet() -> str:
    return (ROOT / "static/css/mark.css").read_text()


def script() -> str:
    return (ROOT / "static/js/start.js").read_text()
