import io
from datetime import date
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from portal.badges import png
from portal.badges.drawing import HEIGHT, WIDTH, BadgeFace, Tone, badge_svg
from portal.badges.lettering import Weight, fit
from portal.badges.png import FONTS, FontMissing, svg_to_png

FACE = BadgeFace("Cyngor Sir Ŵyn", "ŵyn.cymru", "Valid", Tone.VALID, "K7QX-3MWDR", date(2026, 11, 5))
PURPLE, WHITE = (91, 45, 142, 255), (255, 255, 255, 255)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def ink(svg: str) -> int:
    """How many points of the part with the words are darker than the card."""
    return sum(opened(svg_to_png(svg)).convert("L").crop((100, 8, WIDTH - 8, HEIGHT - 8)).histogram()[:128])


def test_png_is_the_picture_of_the_svg_in_light_colours_and_as_many_times_larger() -> None:
    picture = opened(svg_to_png(badge_svg(FACE), 2))
    assert picture.size == (2 * WIDTH, 2 * HEIGHT)
    assert (picture.getpixel((20, 20)), picture.getpixel((540, 200))) == (PURPLE, WHITE)
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_words_are_drawn_with_our_own_letters_whatever_fonts_the_svg_names() -> None:
    named = badge_svg(FACE)
    assert ink(named) > 500
    assert svg_to_png(named) == svg_to_png(
        named.replace("Arial,Helvetica,Liberation Sans,sans-serif", "Nobody Has,sans-serif")
    )


def test_without_its_fonts_no_picture_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "FONTS", (Path("nowhere/arimo-400.ttf"),))
    with pytest.raises(FontMissing, match=r"arimo-400\.ttf is missing"):
        svg_to_png(badge_svg(FACE))


@pytest.mark.parametrize(("weight", "path"), [*zip(Weight, FONTS, strict=True)])
def test_letters_are_as_wide_as_the_drawing_takes_them_to_be(weight: Weight, path: Path) -> None:
    letters = "The quick brown fox jumps over a lazy dog, KVXZÂÊÎÔÛŴŶâêîôûŵŷ îïíì 0123456789·-’"
    with TTFont(path) as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        measured = sum(widths[names[ord(letter)]][0] for letter in letters) / font["head"].unitsPerEm
    (line,) = fit(letters, weight, 10_000, ((100, 1),)).lines
    assert line.width == pytest.approx(measured * 100, abs=1)
