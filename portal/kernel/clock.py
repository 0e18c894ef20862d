"""The time, passed in wherever it matters, so that a rule can be asked about any moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time: aware, in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set, for demonstrations of the past and for tests."""

    at: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.at


def day_of(moment: datetime) -> date:
    """The day of a moment in London: the day that councils and residents mean."""
    return moment.astimezone(LONDON).date()


def today(clock: Clock) -> date:
    """The date in London: the day that councils and residents mean, also at half past midnight in summer."""
    return day_of(clock.now())
