"""Which reminder of a series is due on a day: plain dates in, at most one reminder out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.kernel.calendar import add_working_days, is_working_day
from portal.notifications.letter import Letter


@dataclass(frozen=True)
class Reminder:
    """A reminder that is due: ``key`` names it among all reminders, and each address gets it once under it."""

    key: str
    letter: Letter
    addresses: tuple[str, ...]
    case_id: UUID | None = None

    @property
    def keys(self) -> frozenset[str]:
        """What the outbox keeps for each address."""
        return frozenset(f"{self.key}:{address}" for address in self.addresses)


@dataclass(frozen=True)
class Point:
    """One point of a series: what D2 calls it, such as 10 for day 10, and the day on which it falls."""

    name: str
    on: date


def newest_due(points: Sequence[Point], today: date) -> Point | None:
    """The newest point that has come: after an outage one reminder makes up for all that were missed."""
    return max((point for point in points if point.on <= today), key=lambda point: point.on, default=None)


def working_days_after(begun: date, *counts: int) -> tuple[Point, ...]:
    """A series counted in working days from the day on which something began."""
    return tuple(Point(str(count), add_working_days(begun, count)) for count in counts)


def working_days_before(end: date, count: int) -> date:
    """The working day from which there are ``count`` working days to the end, not counting itself."""
    while count > 0 or not is_working_day(end):
        count -= is_working_day(end)
        end -= timedelta(days=1)
    return end


def working_day_by(day: date) -> date:
    """The day itself, or the last working day before it: for what would come too late on the next one."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
