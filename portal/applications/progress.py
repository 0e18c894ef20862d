"""Whose turn an application is, and by when: the service standards of C3 (docs/process.md), counted in working days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.applications.states import OPEN_STATES, ApplicationState
from portal.kernel.calendar import add_months, add_working_days
from portal.kernel.words import Words, words

WARN_MONTHS_BEFORE_REPLACEMENT = 9
# C5, row 6: what was withdrawn before it was signed is kept as long as this, then deleted.
KEPT_AFTER_WITHDRAWAL_MONTHS = 12
_S = ApplicationState


class Turn(StrEnum):
    """Who has to do something now."""

    COUNCIL = "council"
    SCHEME = "scheme"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Standard:
    """How many working days a step may take from the day it began, and what is to have happened by then."""

    days: int
    words: Words


@dataclass(frozen=True)
class StateLine:
    """What a council is told of where its application stands. ``by`` is None where no day is set."""

    turn: Turn
    turn_words: Words
    by: date | None
    by_words: Words | None


STANDARDS: dict[ApplicationState, Standard] = {
    _S.SUBMITTED: Standard(5, words("We will have checked that it is complete by")),
    _S.COMPLETENESS_CHECK: Standard(5, words("We will have checked that it is complete by")),
    _S.RETURNED_INCOMPLETE: Standard(20, words("Send it again by")),
    _S.REVIEWER_PROPOSED: Standard(3, words("You can object to the reviewer until")),
    _S.IN_REVIEW: Standard(20, words("The review will be finished by")),
    _S.CLARIFICATION_REQUESTED: Standard(10, words("Answer the questions by")),
    _S.SECOND_REVIEW: Standard(10, words("The second review will be finished by")),
    _S.MODERATION: Standard(5, words("The decision will be made by")),
}

TURN_WORDS: dict[ApplicationState, Words] = {
    _S.DRAFT: words("It is your turn: answer the criteria, then send the application for declaration."),
    _S.AWAITING_DECLARATION: words("It is your approver’s turn: they read it and sign the declaration."),
    _S.SUBMITTED: words("It is our turn: we check that nothing is missing. There is nothing you need to do."),
    _S.COMPLETENESS_CHECK: words("It is our turn: we check that nothing is missing. There is nothing you need to do."),
    _S.RETURNED_INCOMPLETE: words("It is your turn: put right what is listed. This is no judgement on quality."),
    _S.READY_TO_ASSIGN: words("It is our turn: we find you a reviewer. There is nothing you need to do."),
    _S.REVIEWER_PROPOSED: words(
        "It is our turn: we have asked a reviewer. You can see who it is, and object or say that you do not."
    ),
    _S.IN_REVIEW: words("It is our turn: the reviewer reads and scores. There is nothing you need to do."),
    _S.MODERATION: words("It is our turn: a lead reviewer checks the scores. There is nothing you need to do."),
    _S.DECIDED: words("It is our turn: we send you the decision with the feedback."),
    _S.FEEDBACK_RELEASED: words("The decision and the feedback are with you."),
    _S.SECOND_REVIEW: words("It is our turn: a second reviewer scores without seeing what the first one gave."),
    _S.ON_HOLD: words("Your application is on hold: nobody needs to do anything until we go on with it."),
    _S.CLOSED: words("The decision and the feedback are with you."),
    _S.WITHDRAWN: words("You withdrew this application. You can start another."),
    _S.LAPSED: words("Nothing happened for so long that this application has lapsed. Its answers are kept."),
    _S.CLARIFICATION_REQUESTED: words(
        "It is your turn: answer the reviewer’s questions. The days until you answer do not count towards our time."
    ),
    _S.RESUBMISSION_DRAFT: words("It is your turn: improve the criteria named in the decision, and send them again."),
}

# What somebody is told who can sign what waits to be signed.
WAITS_FOR_YOU = words("Waiting for you to sign")
SIGN_NOW = words("It is your turn: read the declaration, then sign it or hand it back with a comment.")

_COUNCILS_TURN = frozenset(
    {
        _S.DRAFT,
        _S.AWAITING_DECLARATION,
        _S.RETURNED_INCOMPLETE,
        _S.CLARIFICATION_REQUESTED,
        _S.RESUBMISSION_DRAFT,
    }
)
_OVER = frozenset(_S) - OPEN_STATES


def turn(state: ApplicationState) -> Turn:
    """Who has to do something in this state."""
    if state in _OVER:
        return Turn.NOBODY
    return Turn.COUNCIL if state in _COUNCILS_TURN else Turn.SCHEME


def state_line(state: ApplicationState, since: date, until: date | None = None) -> StateLine:
    """Whose turn it is and the next date, for an application that is in this state since that day.

    ``until`` is the day that was set for this step; without one the standard counts from ``since``.
    """
    standard = STANDARDS.get(state)
    by = until or (add_working_days(since, standard.days) if standard else None)
    by_words = standard.words if standard else words("Send it by") if until else None
    return StateLine(turn(state), TURN_WORDS[state], by, by_words)


def whole_months_between(start: date, end: date) -> int:
    """How many whole months there are from one day to a later one."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def replaced_soon(last_day: date | None, today: date) -> bool:
    """Whether the council has less than nine months left: it is advised not to apply (C10)."""
    return last_day is not None and whole_months_between(today, last_day) < WARN_MONTHS_BEFORE_REPLACEMENT


def erased_on(withdrawn_on: date) -> date:
    """The day on which what was said in an application that was withdrawn, unsigned, on that day is deleted."""
    return add_months(withdrawn_on, KEPT_AFTER_WITHDRAWAL_MONTHS)
