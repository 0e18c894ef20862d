"""The letter about an application that takes longer than we said (E22)."""

from collections.abc import Mapping
from datetime import date

from portal.applications.states import ApplicationState
from portal.kernel.words import Words, words
from portal.notifications.letter import Letter
from portal.notifications.people import Case

_S = ApplicationState
_CHECKING = words("We have not finished checking that everything is there.")
_LOOKING = words("We are still looking for a reviewer who has the time and no interest in your council.")
WHY: Mapping[ApplicationState, Words] = {
    _S.SUBMITTED: _CHECKING,
    _S.COMPLETENESS_CHECK: _CHECKING,
    _S.READY_TO_ASSIGN: _LOOKING,
    _S.REVIEWER_PROPOSED: _LOOKING,
    _S.IN_REVIEW: words("The review takes longer than planned."),
    _S.SECOND_REVIEW: words("A second reviewer scores independently, and that has not finished."),
    _S.MODERATION: words("The lead reviewer has not finished checking the review."),
}


def late_letter(found: Case, state: ApplicationState, promised: date, likely: date) -> Letter:
    """E22: why it takes longer, and the day on which a decision can be expected now."""
    return Letter(
        "E22",
        words("Your application %(reference)s is taking longer than we said", reference=found.reference),
        (
            words("We are sorry: you will not have a decision by %(day)s, as we had promised.", day=promised),
            WHY[state],
            words("We now expect to decide by %(day)s. This says nothing about the result.", day=likely),
        ),
        words("See how things stand"),
        f"/council/{found.slug}/",
        words("You do not need to do anything now."),
    )
