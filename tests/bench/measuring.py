"""How two things are compared: asked in turn, many times, and the median of the ratios."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 15


@dataclass(frozen=True)
class Line:
    """One line of the report: what was measured, as a share of what, and what one of it costs."""

    what: str
    ratio: float
    cost: str
    beside: str


def cost(act: Callable[[], object], times: int) -> float:
    """Seconds of CPU for doing it so many times."""
    begun = time.process_time()
    for _ in range(times):
        act()
    return time.process_time() - begun


def ratio(act: Callable[[], object], reference: Callable[[], object], times: int) -> tuple[float, float]:
    """The median ratio, and the median milliseconds of one ``act``; once each before anything counts."""
    act(), reference()
    pairs = [(cost(act, times), cost(reference, times)) for _ in range(ROUNDS)]
    return median(a / b for a, b in pairs), median(a for a, _b in pairs) / times * 1000
