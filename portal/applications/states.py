"""The lifecycle of an application: C5 of docs/process.md, by the numbers of its rows, and what C8 adds to it."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import Words, words


class ApplicationState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    AWAITING_DECLARATION = "awaiting_declaration"
    SUBMITTED = "submitted"
    COMPLETENESS_CHECK = "completeness_check"
    RETURNED_INCOMPLETE = "returned_incomplete"
    READY_TO_ASSIGN = "ready_to_assign"
    REVIEWER_PROPOSED = "reviewer_proposed"
    IN_REVIEW = "in_review"
    MODERATION = "moderation"
    DECIDED = "decided"
    FEEDBACK_RELEASED = "feedback_released"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLARIFICATION_REQUESTED = "clarification_requested"
    RESUBMISSION_DRAFT = "resubmission_draft"
    SECOND_REVIEW = "second_review"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class WithdrawalAnswer(StrEnum):
    """What became of an owner's wish to withdraw a signed application."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


_S = ApplicationState
_P = Permission

# 24, 25: any state from submitted to moderation.
UNDER_WAY = (
    _S.SUBMITTED,
    _S.COMPLETENESS_CHECK,
    _S.RETURNED_INCOMPLETE,
    _S.READY_TO_ASSIGN,
    _S.REVIEWER_PROPOSED,
    _S.IN_REVIEW,
    _S.CLARIFICATION_REQUESTED,
    _S.SECOND_REVIEW,
    _S.MODERATION,
)


def resume(state: ApplicationState) -> str:
    """The command that takes an application on hold back to the state it came from (row 26)."""
    return f"resume_{state}"


APPLICATION = Lifecycle(
    "application",
    _S.DRAFT,
    (
        # 3, 10: the owner sends; whoever has sent cannot sign.
        move(
            "send",
            [_S.DRAFT, _S.RETURNED_INCOMPLETE, _S.RESUBMISSION_DRAFT],
            _S.AWAITING_DECLARATION,
            _P.APPLICATION_SEND,
            "application:sent",
            Part.SENDER,
        ),
        # 4: back to where it came from, taken back by the owner or handed back by the approver.
        move("recall", [_S.AWAITING_DECLARATION], _S.DRAFT, _P.APPLICATION_SEND, "application:recalled"),
        move("hand_back", [_S.AWAITING_DECLARATION], _S.DRAFT, _P.APPLICATION_SIGN, "application:handed_back"),
        move(
            "recall_to_mend",
            [_S.AWAITING_DECLARATION],
            _S.RETURNED_INCOMPLETE,
            _P.APPLICATION_SEND,
            "application:recalled",
        ),
        move(
            "hand_back_to_mend",
            [_S.AWAITING_DECLARATION],
            _S.RETURNED_INCOMPLETE,
            _P.APPLICATION_SIGN,
            "application:handed_back",
        ),
        move(
            "recall_to_resubmit",
            [_S.AWAITING_DECLARATION],
            _S.RESUBMISSION_DRAFT,
            _P.APPLICATION_SEND,
            "application:recalled",
        ),
        move(
            "hand_back_to_resubmit",
            [_S.AWAITING_DECLARATION],
            _S.RESUBMISSION_DRAFT,
            _P.APPLICATION_SIGN,
            "application:handed_back",
        ),
        # 5
        move(
            "sign",
            [_S.AWAITING_DECLARATION],
            _S.SUBMITTED,
            _P.APPLICATION_SIGN,
            "application:submitted",
            Part.SIGNATORY,
        ),
        # 6
        move(
            "withdraw",
            [_S.DRAFT, _S.AWAITING_DECLARATION, _S.RESUBMISSION_DRAFT],
            _S.WITHDRAWN,
            _P.APPLICATION_WITHDRAW,
            "application:withdrawn",
        ),
        # 7, 11: lapsed for want of an answer. Only what was never sent, or was sent back, can be taken up again.
        move(
            "lapse",
            [_S.DRAFT, _S.RETURNED_INCOMPLETE, _S.RESUBMISSION_DRAFT],
            _S.LAPSED,
            _P.APPLICATION_LAPSE,
            "application:lapsed",
        ),
        move("reopen", [_S.LAPSED], _S.DRAFT, _P.APPLICATION_REOPEN, "application:reopened"),
        # 8, 9, 12
        move("open_check", [_S.SUBMITTED], _S.COMPLETENESS_CHECK, _P.COMPLETENESS_CHECK, "completeness:opened"),
        move(
            "return_incomplete",
            [_S.COMPLETENESS_CHECK],
            _S.RETURNED_INCOMPLETE,
            _P.COMPLETENESS_CHECK,
            "completeness:returned",
        ),
        move("pass_check", [_S.COMPLETENESS_CHECK], _S.READY_TO_ASSIGN, _P.COMPLETENESS_CHECK, "completeness:passed"),
        # 13, 14, 15: the review begins once the reviewer has accepted and nobody can object any more.
        move("propose_reviewer", [_S.READY_TO_ASSIGN], _S.REVIEWER_PROPOSED, _P.REVIEW_ASSIGN, "application:proposed"),
        move(
            "accept_review",
            [_S.REVIEWER_PROPOSED],
            _S.IN_REVIEW,
            _P.REVIEW_BEGIN,
            "application:in_review",
        ),
        move(
            "decline_review", [_S.REVIEWER_PROPOSED], _S.READY_TO_ASSIGN, _P.REVIEW_ANSWER, "application:reviewer_lost"
        ),
        move(
            "take_back_proposal",
            [_S.REVIEWER_PROPOSED],
            _S.READY_TO_ASSIGN,
            _P.REVIEW_ASSIGN,
            "application:reviewer_lost",
        ),
        # 16, 17: while the council answers, the LGA's clock stands still.
        move(
            "ask_questions",
            [_S.IN_REVIEW],
            _S.CLARIFICATION_REQUESTED,
            _P.CLARIFICATION_ASK,
            "clarification:requested",
        ),
        move(
            "answer_questions",
            [_S.CLARIFICATION_REQUESTED],
            _S.IN_REVIEW,
            _P.CLARIFICATION_ANSWER,
            "clarification:answered",
        ),
        move(
            "close_questions",
            [_S.CLARIFICATION_REQUESTED],
            _S.IN_REVIEW,
            _P.APPLICATION_LAPSE,
            "clarification:timed_out",
        ),
        # 18, 19, 20: whoever has scored cannot decide.
        move("ask_second_review", [_S.IN_REVIEW], _S.SECOND_REVIEW, _P.REVIEW_SCORE, "application:second_review"),
        move("lock_scores", [_S.IN_REVIEW, _S.SECOND_REVIEW], _S.MODERATION, _P.REVIEW_SCORE, "application:scored"),
        move("send_back", [_S.MODERATION], _S.IN_REVIEW, _P.APPLICATION_DECIDE, "application:sent_back"),
        # 21, 22
        move("decide", [_S.MODERATION], _S.DECIDED, _P.APPLICATION_DECIDE, "decision:made", Part.DECIDER),
        move("release", [_S.DECIDED], _S.FEEDBACK_RELEASED, _P.RESULT_RELEASE, "feedback:released"),
        # 24: an owner asks for it, an approver confirms.
        move(
            "confirm_withdrawal",
            UNDER_WAY,
            _S.WITHDRAWN,
            _P.APPLICATION_CONFIRM_WITHDRAWAL,
            "application:withdrawn",
        ),
        # 23
        move("close", [_S.FEEDBACK_RELEASED], _S.CLOSED, _P.APPLICATION_CLOSE, "application:closed"),
        # 25, 26: back to where it came from, one move for each.
        move("hold", UNDER_WAY, _S.ON_HOLD, _P.APPLICATION_HOLD, "application:held"),
        *(move(resume(state), [_S.ON_HOLD], state, _P.APPLICATION_HOLD, "application:resumed") for state in UNDER_WAY),
        # C8: the panel has put scores right, or new reviewers are to look.
        move("correct", [_S.FEEDBACK_RELEASED], _S.DECIDED, _P.APPEAL_CHAIR, "decision:corrected"),
        move("review_afresh", [_S.FEEDBACK_RELEASED], _S.READY_TO_ASSIGN, _P.APPEAL_CHAIR, "application:review_afresh"),
    ),
    # 27: a resubmission is an application of its own, which names the one before (docs/decisions/0010).
    beginnings=frozenset({_S.RESUBMISSION_DRAFT}),
    standstills={
        _S.ON_HOLD: words(
            "This application is on hold: nobody can act on it until a lead reviewer takes it off hold. The days that "
            "were set for you move on by the days of the hold."
        )
    },
)

# What a council reads. Whose turn it is stands in applications/progress.py.
STATE_WORDS: dict[ApplicationState, Words] = {
    _S.DRAFT: words("Being written"),
    _S.AWAITING_DECLARATION: words("Waiting for your approver to sign"),
    _S.SUBMITTED: words("Received by the LGA"),
    _S.COMPLETENESS_CHECK: words("Being checked for completeness"),
    _S.RETURNED_INCOMPLETE: words("Something is missing"),
    _S.READY_TO_ASSIGN: words("Complete: waiting for a reviewer"),
    _S.REVIEWER_PROPOSED: words("A reviewer has been asked"),
    _S.IN_REVIEW: words("Being reviewed"),
    _S.MODERATION: words("Review finished: being moderated"),
    _S.DECIDED: words("Decided: the result is on its way"),
    _S.FEEDBACK_RELEASED: words("Decided"),
    _S.WITHDRAWN: words("Withdrawn"),
    _S.LAPSED: words("Lapsed"),
    _S.CLARIFICATION_REQUESTED: words("The reviewer has questions for you"),
    _S.RESUBMISSION_DRAFT: words("Being improved, to be sent again"),
    _S.SECOND_REVIEW: words("Being reviewed by a second reviewer"),
    _S.ON_HOLD: words("On hold"),
    _S.CLOSED: words("Decided and closed"),
}

# Reviewers score in these: also while the council answers their questions.
SCORING_STATES = frozenset({_S.IN_REVIEW, _S.CLARIFICATION_REQUESTED, _S.SECOND_REVIEW})
# A council has one of these at most.
OPEN_STATES = frozenset(ApplicationState) - {_S.FEEDBACK_RELEASED, _S.CLOSED, _S.WITHDRAWN, _S.LAPSED}
# The council has its result and feedback.
RESULT_STATES = frozenset({_S.FEEDBACK_RELEASED, _S.CLOSED})
# These ended before anybody decided: nobody has anything to do any more.
ENDED_WITHOUT_DECISION = frozenset({_S.WITHDRAWN, _S.LAPSED})
# Nor does anybody act while it is on hold, though all can read.
NOBODY_ACTS = ENDED_WITHOUT_DECISION | {_S.ON_HOLD}
# Of these, the ones in which it is signed and with the LGA, or back with questions or something to put right.
SIGNED_STATES = OPEN_STATES - {_S.DRAFT, _S.AWAITING_DECLARATION, _S.RESUBMISSION_DRAFT}
