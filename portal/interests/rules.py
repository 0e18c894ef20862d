"""What ties a person to a council, and for how long it keeps the person away (C6 of docs/process.md)."""

from collections.abc import Iterator, Mapping
from datetime import date

from portal.accounts.states import InterestKind
from portal.kernel.calendar import add_months
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

_K = InterestKind
# Whoever worked for a council, or advised it, must not review it for so long afterwards.
AFTERWARDS_MONTHS = 24
_STAYS = frozenset({_K.EMPLOYMENT, _K.ADVICE})
SHORTEST_REASON = 10
LONGEST_REASON = 1000

KIND_WORDS: Mapping[InterestKind, Words] = {
    _K.EMPLOYMENT: words("I work for it, or have worked for it, as an employee, councillor or contractor"),
    _K.ADVICE: words("I give or gave it communications support, paid or unpaid; a peer review or health check counts"),
    _K.NEIGHBOUR: words("My own council is its neighbour, or one of the two is part of the other"),
    _K.RELATIVE: words("A close relative of mine works for it or is one of its councillors"),
    _K.DISPUTE: words("My employer or I have a dispute with it, or bid for its work"),
    _K.PARTY: words("I hold an office in a political party that would make a fair observer doubt me"),
    _K.OTHER: words("Something else that would make a fair observer doubt me"),
}
# The same in a list.
KIND_NAMES: Mapping[InterestKind, Words] = {
    _K.EMPLOYMENT: words("Works or worked for it"),
    _K.ADVICE: words("Gives or gave it support"),
    _K.NEIGHBOUR: words("Neighbour"),
    _K.RELATIVE: words("Relative"),
    _K.DISPUTE: words("Dispute or bid"),
    _K.PARTY: words("Party office"),
    _K.OTHER: words("Something else"),
}


def barred_until(kind: InterestKind, last_day: date) -> date:
    """The last day on which a tie that ended on ``last_day`` keeps the person away."""
    return add_months(last_day, AFTERWARDS_MONTHS) if kind in _STAYS else last_day


def holds(until: date | None, today: date) -> bool:
    """Whether a tie keeps the person away on this day; for good where there is no ``until``."""
    return until is None or until >= today


def tie_problems(kind: InterestKind | None, reason: str, last_day: date | None, today: date) -> Iterator[Problem]:
    """What is wrong with a tie that somebody declares, but for its council."""
    if kind is None:
        yield Problem("kind", words("Choose what ties you to the council."))
    if len(reason) < SHORTEST_REASON:
        yield Problem("reason", words("Describe the tie in a sentence."))
    elif len(reason) > LONGEST_REASON:
        yield Problem("reason", words("Write at most %(most)s characters.", most=LONGEST_REASON))
    if last_day is not None:
        yield from ending_problems(last_day, today)
        if kind is not None and last_day <= today and not holds(barred_until(kind, last_day), today):
            yield Problem("last_day", words("This ended so long ago that it keeps you from nothing: leave it out."))


def ending_problems(last_day: date | None, today: date) -> Iterator[Problem]:
    """What is wrong with the last day of a tie."""
    if last_day is None:
        yield Problem("last_day", words("Give the last day, for example 31 3 2026."))
    elif last_day > today:
        yield Problem("last_day", words("This day is still to come. Put it in once it is over."))


def stays(kind: InterestKind) -> bool:
    """Whether a tie of this kind keeps somebody away for 24 months after it has ended."""
    return kind in _STAYS
