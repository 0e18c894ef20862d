"""Who may be asked to review, and by when each step is due (C3 and C6 of docs/process.md)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.applications.reckoning import Entered, days_nobody_scored, days_on_hold
from portal.assignments.states import AssignmentState, Interest, Place
from portal.kernel.calendar import add_working_days, working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# The service standards of C3, in working days.
ANSWER_WITHIN = 3
OBJECT_WITHIN = 3
SCORE_WITHIN = {Place.FIRST: 20, Place.SECOND: 10}

# For how long somebody who has worked for a council must not review it (C6).
BARRED_YEARS = 2
SHORTEST_REASON = 10
# Whoever has reviewed fewer applications than this is new: a second reviewer looks too (C6).
NEW_BELOW = 3
# Where somebody stands among the others whose reviews have not shown yet how quick they are.
UNKNOWN_DAYS = 20


class Bar(StrEnum):
    """Why somebody must not review a council's application (C6)."""

    EMPLOYED = "employed"
    LEFT = "left"
    CONFLICT = "conflict"
    TOOK_PART = "took_part"
    MUTUAL = "mutual"
    NEIGHBOUR = "neighbour"
    LINK = "link"
    NOT_DECLARED = "not_declared"


# In a sentence about one person, and as the end of one that counts them.
BAR_WORDS: Mapping[Bar, tuple[Words, Words]] = {
    Bar.EMPLOYED: (
        words("%(name)s works for %(council)s and cannot review it."),
        words("working for the council"),
    ),
    Bar.LEFT: (
        words("%(name)s worked with %(council)s less than two years ago and cannot review it."),
        words("worked with the council less than two years ago"),
    ),
    Bar.CONFLICT: (
        words("%(name)s has a conflict of interest with %(council)s."),
        words("declared a conflict of interest with the council"),
    ),
    Bar.TOOK_PART: (
        words("%(name)s has already taken part in this application."),
        words("already taken part in this application"),
    ),
    Bar.MUTUAL: (
        words(
            "Somebody from %(council)s is reviewing the council of %(name)s. Two councils cannot review each other at"
            " the same time."
        ),
        words("from a council that somebody from this one is reviewing"),
    ),
    Bar.NEIGHBOUR: (
        words("The employer of %(name)s is a neighbour of %(council)s."),
        words("employed by a neighbour of the council"),
    ),
    Bar.LINK: (
        words("%(name)s declared a minor link when asked to review this application."),
        words("declared a minor link when asked before"),
    ),
    Bar.NOT_DECLARED: (
        words("%(name)s has not declared any interests this year yet."),
        words("not declared their interests this year yet"),
    ),
}


@dataclass(frozen=True)
class Ties:
    """What the portal knows of a person that bears on reviewing one council's application.

    ``left_on`` is the last day on which the person belonged to the council. ``mutual``: somebody from this council is
    reviewing a council to which the person belongs. ``neighbour``: the person's employer is a neighbour of the council.
    ``declared`` is what the person declared when asked before; ``this_year`` says whether the person's yearly
    declaration of interests is there.
    """

    employer: str
    member: bool = False
    left_on: date | None = None
    conflict: bool = False
    took_part: bool = False
    mutual: bool = False
    neighbour: bool = False
    declared: Interest | None = None
    this_year: bool = True


def bar(ties: Ties, council_name: str, today: date) -> Bar | None:
    """Why this person must not review this council; None where nothing speaks against it."""
    works_there = ties.member or ties.employer.strip().casefold() == council_name.strip().casefold()
    left = ties.left_on is not None and ties.left_on > _years_before(today, BARRED_YEARS)
    found = {
        Bar.EMPLOYED: works_there,
        Bar.LEFT: left,
        Bar.CONFLICT: ties.conflict or ties.declared is Interest.DISQUALIFYING,
        Bar.TOOK_PART: ties.took_part,
        Bar.MUTUAL: ties.mutual,
        Bar.NEIGHBOUR: ties.neighbour,
        Bar.LINK: ties.declared is Interest.MINOR,
        Bar.NOT_DECLARED: not ties.this_year,
    }
    return next((why for why, holds in found.items() if holds), None)


def bar_words(why: Bar, name: str, council_name: str) -> Words:
    """The bar in a sentence about this person and this council."""
    return Words(BAR_WORDS[why][0].text, {"name": name, "council": council_name})


def suggestion(open_reviews: int, usual: int | None, *, reviewed_before: bool) -> Words:
    """Why the first of the candidates is suggested, in words."""
    if reviewed_before:
        return words("Reviewed it before, and nothing speaks against doing so again.")
    if open_reviews:
        return words("Has the least to do of all: %(count)s open.", count=open_reviews)
    if usual is None:
        return words("Has no open reviews.")
    return words("Has no open reviews, and usually takes %(days)s working days.", days=max(usual, 1))


def reason_problems(field: str, reason: str, said: Words) -> Iterator[Problem]:
    """The problem ``said`` for the field where the reason is not even a short sentence."""
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem(field, said)


def due_on(
    state: AssignmentState,
    proposed_at: datetime,
    begun_at: datetime | None,
    entered: Sequence[Entered] = (),
    today: date | None = None,
    extended_to: date | None = None,
    place: Place = Place.FIRST,
) -> date | None:
    """The day by which the reviewer's next step is due; None where it is not the reviewer's turn.

    Scores are due so long after the review began, not after accepting: until then the reviewer sees no answer.

    ``entered`` are the states of the application, up to ``today`` or else to the last of them: while the council
    answers questions, and on hold, the reviewer's time does not run (C3). ``extended_to`` is a later day for the
    scores that was set with a reason.
    """
    if state is AssignmentState.PROPOSED:
        asked = day_of(proposed_at)
        until = today or (entered[-1].on if entered else asked)
        return add_working_days(asked, ANSWER_WITHIN + days_on_hold(entered, asked, until))
    if state is AssignmentState.ACCEPTED and begun_at is not None:
        begun = day_of(begun_at)
        until = today or (entered[-1].on if entered else begun)
        usual = add_working_days(begun, SCORE_WITHIN[place] + days_nobody_scored(entered, begun, until))
        return max(usual, extended_to) if extended_to else usual
    return None


def object_by(proposed_at: datetime) -> date:
    """The last day on which the council may object to the reviewer who was named to it."""
    return add_working_days(day_of(proposed_at), OBJECT_WITHIN)


def begins_on(proposed_at: datetime) -> date:
    """The first day on which the council can no longer object: an accepted review begins then (C5, row 14)."""
    return object_by(proposed_at) + timedelta(days=1)


def working_days_since(moment: datetime, today: date) -> int:
    """How many working days ago, in London, something happened."""
    return working_days_between(day_of(moment), today)


def usual_days(reviews: Iterable[tuple[datetime, datetime]]) -> int | None:
    """How many working days a reviewer has taken to score, on average, from begun to locked; None without a review."""
    taken = [working_days_between(day_of(begun), day_of(locked)) for begun, locked in reviews]
    return round(sum(taken) / len(taken)) if taken else None


def _years_before(day: date, years: int) -> date:
    # 29 February has no day two years before: the 28th then.
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
