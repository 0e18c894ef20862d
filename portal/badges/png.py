"""An SVG of the portal's own as a PNG: the one file that knows resvg.

The letters are drawn from Arimo (SIL Open Font License), which is as wide as Arial, Helvetica and Liberation Sans to
the unit, so that the words stand where they stand in the SVG. The machine's own fonts are never looked at: the same
picture comes out everywhere. Scripts, style rules for dark screens and animations are not for a still picture and have
no effect; nothing is fetched.
"""

from pathlib import Path
from typing import Final

import resvg_py

FONTS: Final = tuple(Path(__file__).parent / f"fonts/arimo-{weight}.ttf" for weight in (400, 700))
FAMILY: Final = "Arimo"


class FontMissing(RuntimeError):
    """A font that comes with the portal is not there: without it the picture would have no words, so none is made."""


def svg_to_png(svg: str, zoom: float = 1) -> bytes:
    """The picture as a PNG, ``zoom`` times as wide and high as the SVG says in pixels.

    Raises FontMissing, and ValueError where the SVG is not one.
    """
    for font in FONTS:
        if not font.is_file():
            raise FontMissing(f"{font.name} is missing from portal/badges/fonts: install the portal again")
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(font) for font in FONTS],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
