"""Who is drawn for a second review: it follows from a seed and a reference, and anybody can work it out (C6).

Nothing here is secret but the seed. The recipe stands on the page /second-reviews, in plain English and for a shell.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, date, datetime

from portal.kernel.clock import LONDON, day_of

SEED_BYTES = 32
# How many criteria beside the essential and the low ones a second reviewer scores.
RANDOM_CRITERIA = 5
# A seed that comes after a signature draws nobody: nobody could check that it was not chosen for that.
NOBODY = 2**31 - 1
_MONTHS = 3


def period_of(day: date) -> str:
    """The quarter in which the day lies, such as 2026-Q4."""
    return f"{day.year}-Q{(day.month - 1) // _MONTHS + 1}"


def period_at(moment: datetime) -> str:
    """The quarter in which the moment lies, in London."""
    return period_of(day_of(moment))


def bounds(period: str) -> tuple[datetime, datetime]:
    """The moment at which a period begins, in London, and the one at which the next does."""
    year, quarter = (int(part) for part in period.split("-Q"))
    begins = date(year, (quarter - 1) * _MONTHS + 1, 1)
    ends = date(year + quarter // 4, quarter % 4 * _MONTHS + 1, 1)
    return _midnight(begins), _midnight(ends)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LONDON).astimezone(UTC)


def following(period: str) -> str:
    """The period after this one."""
    return period_at(bounds(period)[1])


def canonical(period: str, one_in: int, seed: bytes) -> str:
    """The text whose SHA-256 is the commitment: the period, how many to one, and the seed in hexadecimal."""
    return f"{period}/{one_in}/{seed.hex()}"


def commitment(period: str, one_in: int, seed: bytes) -> str:
    """What is published before the draw, in hexadecimal: it fixes the seed without telling it."""
    return hashlib.sha256(canonical(period, one_in, seed).encode()).hexdigest()


def number(seed: bytes, text: str) -> int:
    """The number that the seed gives to a text: its HMAC-SHA256."""
    return int.from_bytes(hmac.digest(seed, text.encode(), "sha256"), "big")


def is_drawn(seed: bytes, one_in: int, reference: str) -> bool:
    """Whether the application with this reference is drawn."""
    return number(seed, reference) % one_in == 0


def ranked(seed: bytes, reference: str, criteria: Iterable[str]) -> tuple[str, ...]:
    """The criteria, by id, in the order in which this application’s draw takes them: lowest number first."""
    return tuple(sorted(criteria, key=lambda criterion: number(seed, f"{reference}/{criterion}")))


def some_of(seed: bytes, reference: str, criteria: Iterable[str]) -> frozenset[str]:
    """The criteria that are drawn out of these; all of them where they are few."""
    return frozenset(ranked(seed, reference, criteria)[:RANDOM_CRITERIA])
