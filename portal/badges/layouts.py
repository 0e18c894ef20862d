"""Where things stand in a badge of each size, in CSS pixels.

A size is the same for every council and every standing, so that no page jumps. The standard and the compact one fit
beside the margins of a screen of 320 pixels, which is what zoom of 400 % leaves of a common one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Steps = tuple[tuple[float, int], ...]
"""Font sizes to try, each with the most lines."""


class Size(StrEnum):
    """The sizes that a page can ask for."""

    COMPACT = "compact"
    STANDARD = "standard"
    LARGE = "large"


@dataclass(frozen=True)
class Layout:
    """One arrangement. ``name`` is the room and the steps for the name of the Mark: in the panel or above the standing.

    ``sign`` and ``star`` are transformations of the drawing in its own box; ``gaps`` are the spaces above council,
    website and day.
    """

    width: int
    height: int
    panel: int
    left: int
    right: int
    sign: str
    other_sign: str
    star: str
    name_in_panel: bool
    name: Steps
    standing: Steps
    council: Steps
    domain: Steps
    day: Steps
    gaps: tuple[float, float, float]

    @property
    def room(self) -> int:
        """How wide a line of words may be."""
        return self.width - self.left - self.right


_STANDARD: Final = Layout(
    width=288,
    height=120,
    panel=88,
    left=99,
    right=9,
    sign="translate(21 10) scale(.72)",
    other_sign="translate(20 11)",
    star="translate(61 8)",
    name_in_panel=True,
    name=((12, 3), (11, 3), (10, 4), (9, 4)),
    standing=((22, 1), (17, 1), (15, 2), (13, 2), (11.5, 3)),
    council=((14, 1), (13, 1), (12, 2), (10, 2)),
    domain=((12, 1), (11, 1), (9.5, 1), (9, 1)),
    day=((11, 1), (10, 1)),
    gaps=(7, 2, 5),
)
_COMPACT: Final = Layout(
    width=256,
    height=88,
    panel=54,
    left=63,
    right=7,
    sign="translate(8 25) scale(.6)",
    other_sign="translate(9 26) scale(.75)",
    star="translate(34 5) scale(.9)",
    name_in_panel=False,
    name=((10, 1), (9, 1)),
    standing=((16, 1), (14, 1), (12, 1), (11, 2), (10.5, 1), (9.5, 2)),
    council=((12, 1), (11, 1), (9.5, 2)),
    domain=((10.5, 1), (9.5, 1)),
    day=((9.5, 1), (9, 1)),
    gaps=(2, 1, 1),
)
LAYOUTS: Final = {Size.COMPACT: _COMPACT, Size.STANDARD: _STANDARD, Size.LARGE: _STANDARD}
# A large badge is a standard one half as large again: only its outer measures differ.
_TIMES: Final = {Size.COMPACT: (1, 1), Size.STANDARD: (1, 1), Size.LARGE: (3, 2)}
MEASURES: Final = {
    size: (layout.width * _TIMES[size][0] // _TIMES[size][1], layout.height * _TIMES[size][0] // _TIMES[size][1])
    for size, layout in LAYOUTS.items()
}
