"""Whether a reviewer's time runs, and how much of it is left, in words (C3 of docs/process.md)."""

from dataclasses import dataclass
from datetime import date

from portal.applications.states import ApplicationState
from portal.assignments.states import AssignmentState
from portal.kernel.calendar import working_days_between
from portal.kernel.words import Words, words

# So many working days before its end, a lead reviewer looks at it first.
AT_RISK_BEFORE = 3


@dataclass(frozen=True)
class Timed:
    """What bears on a reviewer's time. ``begins_on``: accepted, and begins then unless the council objects.

    ``answers_until``: the last day on which the council can answer the questions that it was asked.
    """

    state: AssignmentState
    application: ApplicationState
    due_on: date | None
    begins_on: date | None = None
    answers_until: date | None = None


def clock_words(review: Timed, today: date) -> Words:
    """How the reviewer's own clock stands today."""
    if review.application is ApplicationState.ON_HOLD:
        return words("Your time stands still: the application is on hold.")
    if review.state is AssignmentState.LINK_DECLARED:
        return words("Your time stands still: a lead reviewer decides about the link that you declared.")
    if review.begins_on:
        return words("Begins on %(day)s unless the council objects.", day=review.begins_on)
    if review.state is AssignmentState.ACCEPTED and review.application is ApplicationState.CLARIFICATION_REQUESTED:
        if review.answers_until is None:
            return words("Your time stands still: the council answers your questions.")
        return words("Your time stands still: the council answers until %(day)s.", day=review.answers_until)
    if review.due_on is None:
        return words("Nothing to do: your scores are locked.")
    return _left(review.due_on, today)


def _left(due_on: date, today: date) -> Words:
    if due_on < today:
        return words("Your time was over on %(day)s.", day=due_on)
    left = working_days_between(today, due_on)
    if left == 0:
        return words("Your time runs: today is the last day.")
    if left == 1:
        return words("Your time runs: 1 working day left.")
    return words("Your time runs: %(days)s working days left.", days=left)


def at_risk(due_on: date | None, today: date) -> bool:
    """Whether it is due soon and not yet overdue."""
    return due_on is not None and due_on >= today and working_days_between(today, due_on) <= AT_RISK_BEFORE
