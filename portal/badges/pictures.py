"""The badge as bytes, in the manner in which a page wants it."""

from datetime import date
from functools import lru_cache
from typing import Final

from portal.badges.drawing import BadgeFace, Translate, badge_svg, trial_badge_svg
from portal.badges.png import svg_to_png
from portal.badges.rules import Form, Manner

MIMETYPES: Final = {Form.SVG: "image/svg+xml", Form.PNG: "image/png"}
# A PNG has twice as many points as its size says, so that it is sharp on screens that have them.
SHARPNESS: Final = 2
# To draw a PNG takes 15 milliseconds: the last ones are kept, 25 kilobytes each.
_REMEMBERED: Final = 200


def picture(face: BadgeFace, manner: Manner, translate: Translate) -> bytes:
    """The badge; ``translate`` gives the words of the manner's language for the English ones."""
    return _as(manner.form, badge_svg(face, translate, manner.size, manner.look))


def trial_picture(drawn_on: date, manner: Manner, translate: Translate) -> bytes:
    """The badge for trying out a page."""
    return _as(manner.form, trial_badge_svg(drawn_on, manner.lang, translate, manner.size, manner.look))


def _as(form: Form, svg: str) -> bytes:
    return _png(svg) if form is Form.PNG else svg.encode()


@lru_cache(_REMEMBERED)
def _png(svg: str) -> bytes:
    return svg_to_png(svg, SHARPNESS)
