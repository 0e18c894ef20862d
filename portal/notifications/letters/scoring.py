"""The letters about a review that is due (E18). Letters never speak of scores (D2)."""

from datetime import date

from portal.kernel.words import words
from portal.notifications.letter import Letter
from portal.notifications.people import Case


def scores_due_letter(found: Case, due_on: date) -> Letter:
    """E18 before the day: by when the review is due, and what helps where that is not possible."""
    return Letter(
        "E18",
        words("Your review of %(council)s is due by %(day)s", council=found.council, day=due_on),
        (
            words(
                "You are reviewing %(reference)s. What you have saved is there, and you can go on where you were.",
                reference=found.reference,
            ),
            words("Days on which the council answers your questions do not count: this date has them in it already."),
        ),
        words("Go on with the review"),
        f"/reviews/{found.reference}/",
        words("If you cannot finish in time, reply to this email. If you do nothing, the council waits longer."),
    )


def scores_overdue_letter(found: Case, due_on: date) -> Letter:
    """E18 once the day is past, to the reviewer."""
    return Letter(
        "E18",
        words("Your review of %(council)s is overdue", council=found.council),
        (
            words("It was due by %(day)s. The lead reviewers are told of this too.", day=due_on),
            words("If something keeps you from finishing, reply to this email: somebody else can be asked."),
        ),
        words("Go on with the review"),
        f"/reviews/{found.reference}/",
        words("If you do nothing, the council waits longer than we promise."),
    )


def overdue_copy_letter(found: Case, reviewer: str, due_on: date) -> Letter:
    """E18 once the day is past, to the lead reviewers: whose review it is."""
    return Letter(
        "E18",
        words("A review of %(council)s is overdue", council=found.council),
        (
            words(
                "%(name)s was to finish %(reference)s by %(day)s and has had reminders.",
                name=reviewer,
                reference=found.reference,
                day=due_on,
            ),
        ),
        words("See all reviews"),
        "/reviews/",
        words("If you do nothing, the council waits longer than we promise."),
    )
