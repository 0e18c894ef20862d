"""The steps of an application in words for its council. Scores, notes and other reviewers are not told here."""

from collections.abc import Mapping

from portal.appeals.states import AppealState
from portal.applications.states import UNDER_WAY, ApplicationState, WithdrawalAnswer, resume
from portal.kernel.words import Words, words

_S = ApplicationState

# Who is told as having done it: by name where it is the council's own, by role where it is the LGA's.
ADMINISTRATOR = words("a scheme administrator")
LEAD = words("a lead reviewer")
REVIEWER = words("the reviewer")
PORTAL = words("the portal")
PANEL = words("the appeal panel")
SCHEME = words("the LGA")

# By the command of the move and not by its event: "handed back" is one event of several moves.
HAPPENED: Mapping[str, Words] = {
    "begin": words("Application started"),
    "send": words("Sent to your approver to be signed"),
    "recall": words("Taken back before it was signed"),
    "recall_to_mend": words("Taken back before it was signed"),
    "recall_to_resubmit": words("Taken back before it was signed"),
    "hand_back": words("Handed back by your approver"),
    "hand_back_to_mend": words("Handed back by your approver"),
    "hand_back_to_resubmit": words("Handed back by your approver"),
    "sign": words("Signed and sent to the LGA"),
    "withdraw": words("Withdrawn"),
    "confirm_withdrawal": words("Withdrawn: your approver confirmed it"),
    "lapse": words("Lapsed: nothing happened in time"),
    "reopen": words("Taken up again"),
    "open_check": words("We began to check that nothing is missing"),
    "return_incomplete": words("Returned to you: something was missing"),
    "pass_check": words("Nothing is missing: we look for a reviewer"),
    "propose_reviewer": words("A reviewer was asked"),
    "decline_review": words("We look for another reviewer"),
    "take_back_proposal": words("We look for another reviewer"),
    "accept_review": words("The review began"),
    "ask_questions": words("The reviewer asked you questions"),
    "answer_questions": words("You answered the questions"),
    "close_questions": words("The time to answer ended; the review went on with what you had saved"),
    "lock_scores": words("The review was finished; a lead reviewer checks it"),
    "ask_second_review": words("A second reviewer is to look, without seeing the first scores"),
    "hold": words("Put on hold"),
    **{resume(state): words("Taken off hold") for state in UNDER_WAY},
    "send_back": words("The lead reviewer asked the reviewer to look again"),
    "decide": words("The decision was made"),
    "release": words("You got the decision with the feedback"),
    "close": words("Closed: the time to appeal is over"),
    "correct": words("The appeal was upheld: scores were put right"),
    "review_afresh": words("The appeal was upheld: new reviewers are to look"),
}

# A resubmission begins otherwise, and only what was named is scored.
RESUBMISSION_BEGUN = words("You began to improve the named criteria")
SCORES_NAMED = words("The reviewer scores the named criteria; all other scores stand")

# What is no move of the application and yet a step on its way.
ANSWERS_HANDED_ON = words("The council that replaces yours began an application of its own with these answers")
WITHDRAWAL_ASKED = words("An owner asked to withdraw")
WITHDRAWAL_ANSWERED: Mapping[WithdrawalAnswer, Words] = {
    WithdrawalAnswer.REFUSED: words("Your approver refused to withdraw: the application goes on"),
    WithdrawalAnswer.TAKEN_BACK: words("The request to withdraw was taken back"),
}
EXTENDED = words("You got more time to put it right")
LONGER_TO_ANSWER = words("You got more time to answer the questions")

# Who in the scheme makes these moves; every other move is the council's own.
DONE_BY: Mapping[str, Words] = {
    "lapse": PORTAL,
    "close_questions": PORTAL,
    "open_check": ADMINISTRATOR,
    "return_incomplete": ADMINISTRATOR,
    "pass_check": ADMINISTRATOR,
    "propose_reviewer": LEAD,
    "take_back_proposal": LEAD,
    "decline_review": LEAD,
    "send_back": LEAD,
    "decide": LEAD,
    "release": LEAD,
    "hold": LEAD,
    **dict.fromkeys(map(resume, UNDER_WAY), LEAD),
    "close": PORTAL,
    "correct": PANEL,
    "review_afresh": PANEL,
    "accept_review": PORTAL,
    "ask_second_review": REVIEWER,
    "ask_questions": REVIEWER,
    "lock_scores": REVIEWER,
}

# What is still to come on the ordinary way, each once the application stands in one of the states before it.
TO_COME: tuple[tuple[frozenset[ApplicationState], Words], ...] = (
    (frozenset({_S.DRAFT}), words("You answer, and an owner sends it to be signed")),
    (
        frozenset({_S.RESUBMISSION_DRAFT}),
        words("You improve the named criteria, and an owner sends them to be signed"),
    ),
    (frozenset({_S.RETURNED_INCOMPLETE}), words("You put right what is listed, and an owner sends it to be signed")),
    (frozenset({_S.AWAITING_DECLARATION}), words("Your approver signs, and it goes to the LGA")),
    (frozenset({_S.SUBMITTED, _S.COMPLETENESS_CHECK}), words("We check that nothing is missing")),
    (frozenset({_S.READY_TO_ASSIGN}), words("We ask a reviewer and tell you who it is")),
    (frozenset({_S.REVIEWER_PROPOSED}), words("The reviewer declares any interest and accepts")),
    (frozenset({_S.CLARIFICATION_REQUESTED}), words("You answer the reviewer’s questions")),
    (frozenset({_S.IN_REVIEW}), words("The reviewer scores every criterion")),
    (frozenset({_S.SECOND_REVIEW}), words("A second reviewer scores without seeing the first scores")),
    (frozenset({_S.ON_HOLD}), words("We look into what put it on hold, then go on where it was")),
    (frozenset({_S.MODERATION}), words("A lead reviewer checks the scores and decides")),
    (frozenset({_S.DECIDED}), words("You get the decision with the feedback")),
)

APPEALED = words("You lodged an appeal")
# What came of it and who is told as having done it, where that is no move of the application.
APPEAL_ENDED: Mapping[AppealState, tuple[Words, Words]] = {
    AppealState.NOT_ADMITTED: (words("The appeal could not be heard: the result stands"), PANEL),
    AppealState.NOT_UPHELD: (words("The appeal was not upheld: the result stands"), PANEL),
    AppealState.WITHDRAWN: (words("The appeal was withdrawn: the result stands"), words("your council")),
}
