"""Until when a council may object to a reviewer, and when a review begins (C3 and C5, rows 13 to 15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.assignments.states import AssignmentState
from portal.kernel.errors import Problem
from portal.kernel.words import words

SHORTEST_REASON = 20
LONGEST_REASON = 2000


class Standing(StrEnum):
    """How it stands between a council and a reviewer who was named to it."""

    OPEN = "open"
    WAIVED = "waived"
    OBJECTED = "objected"
    NOT_UPHELD = "not_upheld"
    UPHELD = "upheld"
    TOO_LATE = "too_late"
    BEGUN = "begun"
    GONE = "gone"


@dataclass(frozen=True)
class Named:
    """What bears on it: ``upheld`` is the lead reviewer's answer to an objection, None where there is none yet."""

    state: AssignmentState
    object_by: date
    begun: bool
    waived: bool
    objected: bool
    upheld: bool | None


_WAITS = frozenset({AssignmentState.PROPOSED, AssignmentState.LINK_DECLARED, AssignmentState.ACCEPTED})


def standing(named: Named, today: date) -> Standing:
    """How it stands on this day."""
    if named.upheld:
        return Standing.UPHELD
    if named.begun:
        return Standing.BEGUN
    if named.state not in _WAITS:
        return Standing.GONE
    if named.objected:
        return Standing.OBJECTED if named.upheld is None else Standing.NOT_UPHELD
    if named.waived:
        return Standing.WAIVED
    return Standing.OPEN if today <= named.object_by else Standing.TOO_LATE


def begins(named: Named, today: date) -> bool:
    """Whether the review begins: it is accepted, and the council can no longer object or has its answer."""
    settled = (Standing.WAIVED, Standing.NOT_UPHELD, Standing.TOO_LATE)
    return named.state is AssignmentState.ACCEPTED and standing(named, today) in settled


def reason_problems(why: str) -> Iterator[Problem]:
    """What is wrong with a council's reason for objecting."""
    if len(why) < SHORTEST_REASON:
        yield Problem("why", words("Say in a sentence or two why this person should not review you."))
    elif len(why) > LONGEST_REASON:
        yield Problem("why", words("Write at most %(most)s characters.", most=LONGEST_REASON))


def answer_problems(upheld: bool | None, answer: str) -> Iterator[Problem]:
    """What is wrong with a lead reviewer's answer to an objection."""
    if upheld is None:
        yield Problem("upheld", words("Choose whether somebody else is to review the council."))
    if len(answer) < SHORTEST_REASON:
        yield Problem("answer", words("Give your reason in a sentence or two. The council reads it."))
    elif len(answer) > LONGEST_REASON:
        yield Problem("answer", words("Write at most %(most)s characters.", most=LONGEST_REASON))
