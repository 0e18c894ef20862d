"""What the figures are called, and what each means: the data dictionary of the downloads."""

from collections.abc import Mapping

from portal.appeals.states import AppealState
from portal.applications.states import STATE_WORDS, ApplicationState
from portal.criteria.terms import Outcome
from portal.kernel.words import Words, words
from portal.reviews.second import TRIGGER_WORDS

_S = ApplicationState
OUTCOMES: Mapping[Outcome, Words] = {
    Outcome.AWARDED_WITH_COMMENDATION: words("Awarded with commendation"),
    Outcome.AWARDED: words("Awarded"),
    Outcome.NOT_YET_MINOR: words("Not yet: small changes"),
    Outcome.NOT_YET_MAJOR: words("Not yet: more work"),
}
# Only what has been signed is counted: a draft is the council's own affair.
STATES: Mapping[ApplicationState, Words] = {
    **{state: said for state, said in STATE_WORDS.items() if state not in (_S.DRAFT, _S.RESUBMISSION_DRAFT)},
    _S.AWAITING_DECLARATION: words("Waiting for an approver to sign again"),
    _S.SUBMITTED: words("Received: to be checked"),
    _S.RETURNED_INCOMPLETE: words("Returned: something is missing"),
    _S.CLARIFICATION_REQUESTED: words("Waiting for answers"),
    _S.DECIDED: words("Decided, not released"),
    _S.FEEDBACK_RELEASED: words("Result released"),
    _S.CLOSED: words("Closed"),
}
APPEALS: Mapping[AppealState, Words] = {
    AppealState.NOT_ADMITTED: words("Not admitted"),
    AppealState.NOT_UPHELD: words("Not upheld"),
    AppealState.CORRECTED: words("Upheld: scores put right"),
    AppealState.FRESH_REVIEW: words("Upheld: reviewed afresh"),
}
MEANING: tuple[Words, ...] = (
    words("Days are working days; weekends and bank holidays in England and Wales are not counted."),
    words("Half of all cases took the median or less. Nine in ten took the 90th percentile or less."),
    words("In time is the share, in per cent, that took no longer than the standard. n is how many have ended."),
    words(
        "From signing to the decision: from the first signature to the first decision, without the days on which it "
        "was the council’s turn. Days on hold count: the hold is the LGA’s choice."
    ),
    words("Scoring leaves out the days of questions and of holds; every other step leaves out the days of holds."),
    words("What was withdrawn or lapsed within a step is not counted in the times of that step."),
    words("Outcomes, appeals and second reviews are counted once the council has its result, by its newest decision."),
    words("A second review can have several reasons, so that the reasons add up to more than the second reviews."),
    words("A quarter is that in which the application was signed first; for a claim, that in which it was made."),
    words("Figures of a few councils tell about single councils. Do not publish counts below ten."),
)


def trigger_words(name: str) -> Words:
    """What a reason for a second review is called; by its own name where nobody has given it words."""
    known = {str(trigger): said for trigger, said in TRIGGER_WORDS.items()}
    return known.get(name) or words("%(name)s", name=name.replace("_", " ").capitalize())
