"""How an award stands on a day, and the dates it gets: C9 and C10 of docs/process.md, as pure functions.

``standing_on`` is the one answer. The badge, the verify page, the register, the open data and the certificate's page
all ask it, so that they cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from portal.applications.addresses import host_from
from portal.awards.states import RUNNING, AwardState, ReasonType
from portal.criteria.terms import Validity
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

LONGEST_NOTE = 300
ONE_DAY = timedelta(days=1)


class Standing(StrEnum):
    """How an award stands, in the words that machines read; they are permanent."""

    CURRENT = "current"
    RENEWAL_OPEN = "renewal_open"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
    REPLACED = "replaced"
    COUNCIL_REPLACED = "council_replaced"


# What the public reads. That a council may renew is between the council and the scheme.
STANDING_WORDS: dict[Standing, Words] = {
    Standing.CURRENT: words("Current"),
    Standing.RENEWAL_OPEN: words("Current"),
    Standing.EXPIRED: words("Expired"),
    Standing.SUSPENDED: words("Suspended"),
    Standing.WITHDRAWN: words("Withdrawn"),
    Standing.GIVEN_UP: words("Given up by the council"),
    Standing.REPLACED: words("Replaced by a newer award"),
    Standing.COUNCIL_REPLACED: words("Ended: council replaced"),
}

HOLDING = frozenset({Standing.CURRENT, Standing.RENEWAL_OPEN})

_BY_STATE = {
    AwardState.WITHDRAWN: Standing.WITHDRAWN,
    AwardState.GIVEN_UP: Standing.GIVEN_UP,
    AwardState.REPLACED: Standing.REPLACED,
    AwardState.ENDED: Standing.COUNCIL_REPLACED,
}


@dataclass(frozen=True)
class StateChange:
    """A state that an award has been in from ``from_on``, until the next one, and what the public is told of it.

    ``reason_type`` is given where it was withdrawn, ``replaced_by``, the number of the newer award, where it was
    replaced.
    """

    state: AwardState
    from_on: date
    public_note: str = ""
    reason_type: ReasonType | None = None
    replaced_by: str | None = None


@dataclass(frozen=True)
class Extension:
    """From ``from_on`` on, an award is known to hold until ``until``: beyond its end while its renewal is reviewed.

    A later one takes the place of an earlier: when the result is there, the award ends on that day, or on its end date
    where that is later.
    """

    from_on: date
    until: date


@dataclass(frozen=True)
class AwardFacts:
    """Everything that the standing of an award depends on, on whatever day.

    ``ends_on`` is the last day on which the council may hold the Mark, if no renewal is reviewed beyond it;
    ``council_last_day`` the last day of the council itself, None while none is known. ``changes`` and ``extensions``
    are in the order in which they were made, so that they never go back in time; the first change is from
    ``starts_on``.
    """

    starts_on: date
    ends_on: date
    renewal_opens_on: date | None
    council_last_day: date | None
    changes: tuple[StateChange, ...]
    extensions: tuple[Extension, ...] = ()

    @property
    def grace_until(self) -> date | None:
        """The day until which the award holds because its renewal is reviewed; None where none was, or is, in time."""
        return self.extensions[-1].until if self.extensions else None


@dataclass(frozen=True)
class Position:
    """How an award stands on a day, since when, and what the public is told of it: see StateChange."""

    standing: Standing
    since_on: date
    public_note: str = ""
    reason_type: ReasonType | None = None
    replaced_by: str | None = None


@dataclass(frozen=True)
class AwardDates:
    """From when until when, both included. No renewal opens where the council itself ends first."""

    starts_on: date
    ends_on: date
    renewal_opens_on: date | None


def standing_on(facts: AwardFacts, day: date) -> Standing:
    """How the award stands on the day, in London. Raises ValueError for a day before it began."""
    return position_on(facts, day).standing


def position_on(facts: AwardFacts, day: date) -> Position:
    """How the award stands on the day, and since when it has. Raises ValueError for a day before it began."""
    if day < facts.starts_on:
        raise ValueError(f"asked about {day}, but the award began on {facts.starts_on}")
    change = [change for change in facts.changes if change.from_on <= day][-1]
    if change.state not in RUNNING:
        return _told(_BY_STATE[change.state], change)
    if day > last_day(facts):
        return Position(_run_out(facts), last_day(facts) + ONE_DAY)
    if change.state is AwardState.SUSPENDED:
        return _told(Standing.SUSPENDED, change)
    if facts.renewal_opens_on is not None and day >= facts.renewal_opens_on:
        return Position(Standing.RENEWAL_OPEN, max(facts.renewal_opens_on, change.from_on))
    return Position(Standing.CURRENT, change.from_on)


def _told(standing: Standing, change: StateChange) -> Position:
    return Position(standing, change.from_on, change.public_note, change.reason_type, change.replaced_by)


def last_day(facts: AwardFacts, known_on: date | None = None) -> date:
    """The last day on which the award can be held: no later than the council's own last day (C10).

    As it is known now; or as it was known on a day, before a renewal was signed or its result was there.
    """
    until = [one.until for one in facts.extensions if known_on is None or one.from_on <= known_on]
    ends_on = max(facts.ends_on, until[-1]) if until else facts.ends_on
    return min(ends_on, facts.council_last_day) if facts.council_last_day else ends_on


def is_running(facts: AwardFacts, day: date) -> bool:
    """Whether, as it is known now, anything can still become of the award on the day: nothing has ended it."""
    return facts.changes[-1].state in RUNNING and day <= last_day(facts)


def is_extended(facts: AwardFacts, day: date) -> bool:
    """Whether, on the day, the award is known to hold beyond its end date, because its renewal is being reviewed."""
    return facts.ends_on < last_day(facts, day) and day <= last_day(facts, day)


def review_until(ends_on: date, validity: Validity) -> date:
    """The last day of an award whose renewal was signed in time and has no result yet, by the edition's terms (C9)."""
    return ends_on + relativedelta(months=validity.grace_when_renewal_submitted_in_time_months)


def result_until(ends_on: date, result_on: date) -> date:
    """The last day of an award whose renewal has come to nothing on a day: that day, or its end date if later (C9)."""
    return max(ends_on, result_on)


def _run_out(facts: AwardFacts) -> Standing:
    return Standing.COUNCIL_REPLACED if facts.council_last_day == last_day(facts) else Standing.EXPIRED


# What ends an award before its last day.
ENDED_EARLY = frozenset({Standing.WITHDRAWN, Standing.GIVEN_UP, Standing.REPLACED, Standing.COUNCIL_REPLACED})


def held_until(position: Position, starts_on: date, valid_until: date) -> date:
    """The last day of an award that stands so: its own, or the day before whatever has ended it early."""
    return max(starts_on, position.since_on - ONE_DAY) if position.standing in ENDED_EARLY else valid_until


def holds_the_mark(standing: Standing) -> bool:
    """Yes or no: whether an award that stands so lets the council say that it holds the Mark."""
    return standing in HOLDING


def award_dates(
    granted_on: date, validity: Validity, *, previous_end: date | None = None, council_last_day: date | None = None
) -> AwardDates:
    """The dates of an award granted on a day, by the edition's terms (C9).

    It ends the day before the same date ``award_months`` later: counted from the day after ``previous_end``, the end
    date of the award that it replaces. So renewing early loses nothing, and a long review gains nothing. Never later
    than the council's own last day (C10).
    """
    counted_from = granted_on if previous_end is None else previous_end + ONE_DAY
    full_term = counted_from + relativedelta(months=validity.award_months) - ONE_DAY
    if (
        validity.capped_at_day_before_authority_is_replaced
        and council_last_day is not None
        and council_last_day <= full_term
    ):
        return AwardDates(granted_on, council_last_day, None)
    opens = full_term - relativedelta(months=validity.renewal_window_opens_months_before_expiry)
    return AwardDates(granted_on, full_term, opens)


def grant_problems(
    granted_on: date, previous: Standing | None, council_first_day: date | None, council_last_day: date | None
) -> Iterator[Problem]:
    """Yield what stands against a new award for a council whose newest award stands as ``previous``."""
    if previous is Standing.SUSPENDED:
        yield Problem(
            "", words("This council's award is suspended. Restore or withdraw it before a new one is granted.")
        )
    if council_last_day is not None and council_last_day < granted_on:
        yield Problem("", words("This council has been replaced, so it cannot be given the Mark."))
    if council_first_day is not None and council_first_day > granted_on:
        yield Problem("", words("This council does not exist yet, so it cannot be given the Mark."))


def running_problems(facts: AwardFacts, day: date) -> Iterator[Problem]:
    """Yield what stands against suspending, restoring, withdrawing or giving up an award: that it has run out."""
    if day > last_day(facts):
        yield Problem("", words("This award has already ended, so nothing can be changed about it."))


def note_problems(public_note: str) -> Iterator[Problem]:
    """Yield what is wrong with the sentence that everybody will read beside the standing."""
    if not public_note.strip():
        yield Problem("public_note", words("Enter what the public should read about this."))
    elif len(public_note) > LONGEST_NOTE:
        yield Problem(
            "public_note", words("What the public reads must be %(limit)s characters or fewer.", limit=LONGEST_NOTE)
        )


def lines_from(text: str) -> tuple[str, ...]:
    """The lines that say something, each once, in their order."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def hosts_from(text: str) -> tuple[str, ...]:
    """The hosts in a text with one to a line: in lower case, without ``www.``, each once, in their order."""
    return tuple(dict.fromkeys(host for line in lines_from(text) if (host := host_from(line))))
