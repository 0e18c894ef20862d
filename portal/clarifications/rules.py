"""What a reviewer may ask, how often, and what it takes to send the replies (C3 and C5, rows 16 and 17)."""

from collections.abc import Collection, Iterator
from datetime import date

from portal.applications.progress import STANDARDS
from portal.applications.states import ApplicationState
from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import words

ROUNDS_AT_MOST = 2
QUESTION_AT_MOST = 1000
REPLY_AT_MOST = 3000


def question_problems(question: str, rounds_asked: int) -> Iterator[Problem]:
    """What keeps a question from being collected; ``rounds_asked`` are those that the council has had already."""
    if rounds_asked >= ROUNDS_AT_MOST:
        yield Problem("question", words("You have asked twice, which is the most. Score on what is there."))
    if not question.strip():
        yield Problem("question", words("Write your question."))
    elif len(question) > QUESTION_AT_MOST:
        yield Problem("question", words("Write at most %(most)s characters.", most=QUESTION_AT_MOST))


def sending_problems(collected: int) -> Iterator[Problem]:
    """What keeps a round of questions from being sent."""
    if not collected:
        yield Problem("", words("There is no question to send. Write one from the page of a criterion."))


def reply_problems(reply: str) -> Iterator[Problem]:
    """What keeps a reply from being saved; an empty one may be saved, and takes back what was there."""
    if len(reply) > REPLY_AT_MOST:
        yield Problem("reply", words("Write at most %(most)s characters.", most=REPLY_AT_MOST))


def answering_problems(unanswered: Collection[str], *, confirmed: bool) -> Iterator[Problem]:
    """What keeps the replies from being sent: a question that was left empty must have been meant to be."""
    if unanswered and not confirmed:
        said = words(
            "Not answered yet: %(criteria)s. Answer, or tick the box to send without.",
            criteria=", ".join(sorted(unanswered)),
        )
        yield Problem("confirmed", said)


def answer_by(asked_on: date) -> date:
    """The last day on which the council can answer."""
    return add_working_days(asked_on, STANDARDS[ApplicationState.CLARIFICATION_REQUESTED].days)
