"""The colours of the badge. Each is bound to what it paints, so that dark and forced colours can repaint every part."""

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final


class Look(StrEnum):
    """Whether the picture follows the reader's own setting, or is always light or always dark."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Palette:
    """Colours by what they colour. Words stand out from what is behind them by 4.5 to 1 or more."""

    card: str
    words: str
    quiet: str
    edge: str
    panel: str
    sign: str


_LIGHT: Final = Palette("#fff", "#1d1533", "#4f4763", "#8d7fb0", "#5b2d8e", "#fff")
_LIGHT_GREY: Final = Palette("#fff", "#22252a", "#4c5157", "#8b9198", "#5b6067", "#fff")
_DARK: Final = Palette("#17112a", "#fff", "#cfc6e6", "#8d7fb0", "#5b2d8e", "#fff")
_DARK_GREY: Final = Palette("#1b1d20", "#fff", "#cbd0d6", "#8b9198", "#5b6067", "#fff")
_FORCED: Final = Palette("Canvas", "CanvasText", "CanvasText", "CanvasText", "CanvasText", "Canvas")


def palette(look: Look, *, held: bool) -> Palette:
    """The colours that the picture has without any style: purple where the Mark is held, grey where it is not."""
    if look is Look.DARK:
        return _DARK if held else _DARK_GREY
    return _LIGHT if held else _LIGHT_GREY


def style(look: Look, *, held: bool) -> str:
    """The style rules that repaint it: for forced colours always, for dark screens where it follows the reader."""
    dark = f"@media screen and (prefers-color-scheme:dark){{{_rules(palette(Look.DARK, held=held))}}}"
    return (dark if look is Look.AUTO else "") + f"@media (forced-colors:active){{{_rules(_FORCED)}}}"


def _rules(paints: Palette) -> str:
    """Rules for every part; a class bears the name of its colour."""
    by_name = {field.name: str(getattr(paints, field.name)) for field in fields(paints)}
    fills = "".join(f".{name}{{fill:{colour}}}" for name, colour in by_name.items() if name != "edge")
    return f"{fills}.edge{{stroke:{by_name['edge']}}}.stroke{{stroke:{by_name['sign']}}}"
