"""What the events of a case are called on the page that shows its trail. An event without words here fails a test."""

from collections.abc import Mapping

from portal.appeals.states import STATE_WORDS as APPEAL_WORDS
from portal.applications.states import STATE_WORDS as APPLICATION_WORDS
from portal.applications.states import ApplicationState
from portal.assignments.states import STATE_WORDS as ASSIGNMENT_WORDS
from portal.awards.states import AwardState
from portal.kernel.words import Words, words
from portal.standing.states import GIVING_UP_WORDS, SUSPENSION_WORDS, WITHDRAWING_WORDS

HAPPENED: dict[str, Words] = {
    "application:started": words("Application started"),
    "application:resubmission_started": words("Resubmission started: the named criteria are being improved"),
    "answers:handed_on": words("Answers taken over by the council that replaces it"),
    "application:sent": words("Sent to be signed"),
    "application:recalled": words("Taken back before it was signed"),
    "application:handed_back": words("Handed back by the approver"),
    "application:submitted": words("Signed and sent to the LGA"),
    "application:withdrawn": words("Withdrawn by the council"),
    "application:lapsed": words("Lapsed for want of an answer"),
    "application:reopened": words("Taken up again by the council"),
    "clarification:requested": words("Questions sent to the council"),
    "clarification:answered": words("Questions answered by the council"),
    "clarification:timed_out": words("Time for answers ended"),
    "completeness:opened": words("Completeness check begun"),
    "completeness:returned": words("Returned to the council: something is missing"),
    "completeness:passed": words("Found complete"),
    "application:proposed": words("Reviewer chosen"),
    "assignment:proposed": words("Invitation to review sent"),
    "assignment:declined": words("Invitation to review declined"),
    "assignment:taken_back": words("Invitation to review taken back"),
    "application:reviewer_lost": words("Waiting for a reviewer again"),
    "assignment:accepted": words("Invitation to review accepted"),
    "application:in_review": words("Review begun"),
    "assignment:locked": words("Scores locked"),
    "assignment:link_declared": words("A reviewer declared a minor link"),
    "assignment:set_aside": words("Review set aside after an appeal"),
    "application:second_review": words("Second review needed"),
    "application:held": words("Put on hold"),
    "application:resumed": words("Taken off hold"),
    "deadline:extended": words("More time given to put right what was missing"),
    "answers:extended": words("More time given to answer the questions"),
    "review:extended": words("More time given to a reviewer"),
    "application:scored": words("Review finished, ready for moderation"),
    "assignment:reopened": words("Scores opened again"),
    "application:sent_back": words("Sent back to the reviewer"),
    "conversation:recorded": words("Conversation between the reviewers recorded"),
    "decision:made": words("Decided"),
    "feedback:released": words("Result and feedback sent to the council"),
    "decision:corrected": words("Decision corrected by the appeal panel"),
    "application:review_afresh": words("To be reviewed afresh after an appeal"),
    "application:closed": words("Closed"),
    "appeal:written": words("Appeal written, to be confirmed by the approver"),
    "appeal:lodged": words("Appeal received"),
    "appeal:refused": words("Appeal handed back by the approver"),
    "appeal:withdrawn": words("Appeal withdrawn"),
    "appeal:not_admitted": words("Appeal not admitted"),
    "appeal:admitted": words("Appeal admitted, with the panel"),
    "appeal:corrected": words("Appeal upheld: scores put right"),
    "appeal:fresh_review": words("Appeal upheld: to be reviewed afresh"),
    "appeal:not_upheld": words("Appeal not upheld"),
    "award:granted": words("Award granted"),
    "award:corrected": words("Certificate and credential issued anew"),
    "award:reissued": words("Certificate and credential issued again"),
    "award:extended": words("Award holds while its renewal is reviewed"),
    "award:shortened": words("Award holds no longer for its renewal"),
    "award:suspended": words("Award suspended"),
    "award:restored": words("Award restored"),
    "award:withdrawn": words("Award withdrawn"),
    "award:given_up": words("Award given up by the council"),
    "award:replaced": words("Award replaced by a newer one"),
    "award:ended": words("Award ended"),
    "places:changed": words("Official websites or accounts changed"),
    "suspension:proposed": words("Suspension proposed"),
    "suspension:noticed": words("Council given notice of suspension"),
    "suspension:decided": words("Suspension decided without notice"),
    "suspension:rejected": words("Proposal to suspend not followed"),
    "suspension:carried_out": words("Notice ended"),
    "suspension:dropped": words("Suspension dropped"),
    "suspension:lapsed": words("Suspension came to nothing: the award had ended"),
    "suspension:put_right": words("Put right: suspension ended"),
    "suspension:answered": words("Council answered its suspension"),
    "withdrawing:proposed": words("Withdrawal proposed to the appeal panel"),
    "withdrawing:confirmed": words("Withdrawal confirmed by the appeal panel"),
    "withdrawing:refused": words("Withdrawal not confirmed by the appeal panel"),
    "withdrawing:taken_back": words("Proposal to withdraw taken back"),
    "giving_up:asked": words("Owner asked to give the award up"),
    "giving_up:confirmed": words("Approver confirmed giving the award up"),
    "giving_up:refused": words("Approver did not confirm giving the award up"),
    "giving_up:taken_back": words("Owner took the wish to give the award up back"),
}

# How an application stands, for those who work for the scheme: where the words for councils would speak to another.
STANDS: Mapping[ApplicationState, Words] = {
    **APPLICATION_WORDS,
    ApplicationState.AWAITING_DECLARATION: words("Waiting for the council’s approver to sign"),
    ApplicationState.SUBMITTED: words("Received: to be checked for completeness"),
    ApplicationState.RETURNED_INCOMPLETE: words("Returned to the council: something is missing"),
    ApplicationState.CLARIFICATION_REQUESTED: words("Waiting for the council’s answers"),
    ApplicationState.RESUBMISSION_DRAFT: words("Being improved by the council, to be sent again"),
    ApplicationState.DECIDED: words("Decided: to be released"),
    ApplicationState.FEEDBACK_RELEASED: words("Decided, and the council has the feedback"),
}
AWARD_WORDS: dict[AwardState, Words] = {
    AwardState.VALID: words("Valid"),
    AwardState.SUSPENDED: words("Suspended"),
    AwardState.WITHDRAWN: words("Withdrawn"),
    AwardState.GIVEN_UP: words("Given up"),
    AwardState.REPLACED: words("Replaced"),
    AwardState.ENDED: words("Ended"),
}
# Every kind of record that belongs to the case of an application, and under which part of its trail it stands.
SUBJECTS: Mapping[str, str] = {
    "application": "application",
    "assignment": "assignment",
    "appeal": "appeal",
    "award": "award",
    "suspension": "award",
    "withdrawing": "award",
    "giving_up": "award",
}
_STATES: Mapping[str, Mapping[str, Words]] = {
    "application": {state.value: said for state, said in STANDS.items()},
    "assignment": {state.value: said for state, said in ASSIGNMENT_WORDS.items()},
    "appeal": {state.value: said for state, said in APPEAL_WORDS.items()},
    "award": {state.value: said for state, said in AWARD_WORDS.items()},
    "suspension": {state.value: said for state, said in SUSPENSION_WORDS.items()},
    "withdrawing": {state.value: said for state, said in WITHDRAWING_WORDS.items()},
    "giving_up": {state.value: said for state, said in GIVING_UP_WORDS.items()},
}


def state_words(subject_type: str, state: str) -> Words:
    """What a state of such a record is called. Raises KeyError for one that no lifecycle has."""
    return _STATES[subject_type][state]
