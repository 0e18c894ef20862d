"""How reports are sorted, what they must say, how many are too many, and by when each step is due: C12, C3."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.concerns.states import ABOUT_A_HOLDER, ENDED_STATES, Aside, ConcernKind, ConcernState, Finding, Outcome
from portal.kernel.calendar import add_months, add_working_days
from portal.kernel.clock import day_of
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# The service standards of C3 and C12, in working days.
LOOK_WITHIN = 5
RESULT_WITHIN = 20
ANSWER_WITHIN = 10
REMINDED_AFTER = 7
KEPT_MONTHS = 12

SHORTEST_WHAT = 15
LONGEST_WHAT = 3000
LONGEST_WHERE = 500
LONGEST_EMAIL = 254
SHORTEST_WORDS = 10
LONGEST_WORDS = 3000

# Beyond these a report is put aside for a look; a person who reports comes nowhere near.
FROM_ONE_PLACE = 5
ABOUT_ONE_COUNCIL = 20
SAME_TEXT_DAYS = 30
QUICKEST = timedelta(seconds=4)
# Beyond this nothing more is taken from one connection that day, and the page says so.
MOST_FROM_ONE_PLACE = 30


class About(StrEnum):
    """The first answer on the form: a type of concern, or one of the things that belong elsewhere."""

    NOT_A_HOLDER = ConcernKind.NOT_A_HOLDER
    OLD_BADGE = ConcernKind.OLD_BADGE
    FAKE = ConcernKind.FAKE
    PROMISE = ConcernKind.PROMISE
    FALSE_STATEMENT = ConcernKind.FALSE_STATEMENT
    ONE_REPLY = "one-reply"
    SERVICE = "service"

    @property
    def kind(self) -> ConcernKind | None:
        """The type of concern; None for what belongs elsewhere."""
        return ConcernKind(self.value) if self.value in set(ConcernKind) else None


class Step(StrEnum):
    """The page of the form that comes next."""

    ABOUT = "about"
    ELSEWHERE = "elsewhere"
    COUNCIL = "council"
    NO_HOLDER = "no_holder"
    CRITERION = "criterion"
    DETAILS = "details"


def step_for(
    about: About | None, *, council_settled: bool, had_the_mark: bool, holds_the_mark: bool, criterion_settled: bool
) -> Step:
    """The page that comes next, by what has been answered so far: only what is needed is asked."""
    if about is None:
        return Step.ABOUT
    if about.kind is None:
        return Step.ELSEWHERE
    if not council_settled:
        return Step.COUNCIL
    if (about is About.PROMISE and not holds_the_mark) or (about is About.FALSE_STATEMENT and not had_the_mark):
        return Step.NO_HOLDER
    if about is About.PROMISE and not criterion_settled:
        return Step.CRITERION
    return Step.DETAILS


def needs_council(about: About | None) -> bool:
    """Whether the report is about a council that has the Mark, so that one must be chosen."""
    return about is not None and about.kind in ABOUT_A_HOLDER


def report_problems(where: str, what: str) -> Iterator[Problem]:
    """Yield what is wrong with what somebody reports."""
    if not where.strip():
        said = words("Say where: a web address, the name of an account, or a place. If you do not know, say so.")
        yield Problem("where", said)
    elif len(where) > LONGEST_WHERE:
        yield Problem("where", words("Write at most %(most)s characters.", most=LONGEST_WHERE))
    if len(what.strip()) < SHORTEST_WHAT:
        yield Problem("what", words("Say in a sentence or two what is wrong, so that we know what to look for."))
    elif len(what) > LONGEST_WHAT:
        yield Problem("what", words("Write at most %(most)s characters.", most=LONGEST_WHAT))


def words_problems(field: str, typed: str, said: Words) -> Iterator[Problem]:
    """The problem ``said`` for a field that is not even a short sentence."""
    if len(typed.strip()) < SHORTEST_WORDS:
        yield Problem(field, said)
    elif len(typed) > LONGEST_WORDS:
        yield Problem(field, words("Write at most %(most)s characters.", most=LONGEST_WORDS))


def fingerprint(what: str) -> str:
    """The same for texts with the same letters and figures, whatever stands between them."""
    letters = "".join(char for char in what.casefold() if char.isalnum())
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Rush:
    """What is known of how a report came: never of whom. Counts are of reports before this one.

    ``place`` and ``reader`` are those of today from the same connection and for the same email address, ``council``
    those of today about the same council; ``same_text``: another one lately has the same words.
    """

    place: int = 0
    reader: int = 0
    council: int = 0
    same_text: bool = False
    hidden_field: bool = False
    took: timedelta | None = None


def aside_for(rush: Rush) -> Aside | None:
    """Why a report is put aside for a look; None for one that joins the list at once. None is ever thrown away."""
    if rush.hidden_field or (rush.took is not None and rush.took < QUICKEST):
        return Aside.NOT_BY_HAND
    if rush.place >= FROM_ONE_PLACE or rush.reader >= FROM_ONE_PLACE:
        return Aside.ONE_PLACE
    if rush.same_text:
        return Aside.SAME_TEXT
    return Aside.ONE_COUNCIL if rush.council >= ABOUT_ONE_COUNCIL else None


def look_by(received_at: datetime) -> date:
    """The day by which somebody has looked at a report (C3)."""
    return add_working_days(day_of(received_at), LOOK_WITHIN)


def result_by(received_at: datetime) -> date:
    """The day by which there is a result (C3)."""
    return add_working_days(day_of(received_at), RESULT_WITHIN)


def answer_by(asked_at: datetime) -> date:
    """The day by which a council answers (C12)."""
    return add_working_days(day_of(asked_at), ANSWER_WITHIN)


def forget_on(ended_at: datetime) -> date:
    """The day on which everything that came from the reporter is erased (needs.md, D4)."""
    return add_months(day_of(ended_at), KEPT_MONTHS)


class Turn(StrEnum):
    """Who has to do something about a concern."""

    ADMINISTRATOR = "administrator"
    LEAD = "lead"
    CHAIR = "chair"
    COUNCIL = "council"
    NOBODY = "nobody"


def turn_of(state: ConcernState, *, answered: bool, found: bool, confirmed: bool) -> Turn:
    """Whose turn it is: ``answered`` by the council, ``found`` by a lead reviewer, ``confirmed`` by the chair."""
    if state in ENDED_STATES or state is ConcernState.MERGED:
        return Turn.NOBODY
    if state is ConcernState.WITH_COUNCIL and not answered:
        return Turn.COUNCIL
    if state is ConcernState.INVESTIGATION and not confirmed:
        return Turn.CHAIR if found else Turn.LEAD
    return Turn.ADMINISTRATOR


def due_on(state: ConcernState, received_at: datetime, asked_until: date | None, *, answered: bool) -> date | None:
    """The day by which the step under way is to be done; None where nothing is."""
    if state in ENDED_STATES or state is ConcernState.MERGED:
        return None
    if state is ConcernState.RECEIVED:
        return look_by(received_at)
    if state is ConcernState.WITH_COUNCIL and not answered and asked_until is not None:
        return asked_until
    return result_by(received_at)


_OUTCOMES: dict[ConcernState, tuple[Outcome, ...]] = {
    ConcernState.TRIAGED: (Outcome.NO_MISUSE, Outcome.TOO_LITTLE),
    ConcernState.PUT_RIGHT: (Outcome.PUT_RIGHT, Outcome.NO_MISUSE),
    ConcernState.ESCALATED: (Outcome.TAKEN_FURTHER, Outcome.PUT_RIGHT, Outcome.NO_MISUSE, Outcome.TOO_LITTLE),
}
_OF_FINDING = {Finding.FALSE: Outcome.PROVEN, Finding.NOT_FALSE: Outcome.NOT_PROVEN}


def outcomes_open_to(state: ConcernState, confirmed: Finding | None) -> tuple[Outcome, ...]:
    """How a concern in this state can be closed; an investigation only as the chair of the panel has confirmed."""
    if state is ConcernState.INVESTIGATION:
        return (_OF_FINDING[confirmed],) if confirmed else ()
    return _OUTCOMES.get(state, ())


# Fewer than this in a year could point at one council or one reporter.
FEWEST_TOLD = 5


def told_number(count: int) -> int | None:
    """A number of a year as it is published; None for a few, of which the page says “fewer than 5”."""
    return count if count == 0 or count >= FEWEST_TOLD else None
