from itertools import product

import pytest

from portal.applications.states import APPLICATION, OPEN_STATES, ApplicationState
from portal.kernel.errors import IllegalMove

S = ApplicationState
# C5 of docs/process.md, once more and in another shape: every pair of state and command that is not here is refused.
ALLOWED = {
    (S.DRAFT, "send"): S.AWAITING_DECLARATION,
    (S.RETURNED_INCOMPLETE, "send"): S.AWAITING_DECLARATION,
    (S.AWAITING_DECLARATION, "recall"): S.DRAFT,
    (S.AWAITING_DECLARATION, "hand_back"): S.DRAFT,
    (S.AWAITING_DECLARATION, "recall_to_mend"): S.RETURNED_INCOMPLETE,
    (S.AWAITING_DECLARATION, "hand_back_to_mend"): S.RETURNED_INCOMPLETE,
    (S.AWAITING_DECLARATION, "sign"): S.SUBMITTED,
    (S.DRAFT, "withdraw"): S.WITHDRAWN,
    (S.AWAITING_DECLARATION, "withdraw"): S.WITHDRAWN,
    (S.SUBMITTED, "open_check"): S.COMPLETENESS_CHECK,
    (S.COMPLETENESS_CHECK, "return_incomplete"): S.RETURNED_INCOMPLETE,
    (S.COMPLETENESS_CHECK, "pass_check"): S.READY_TO_ASSIGN,
    (S.READY_TO_ASSIGN, "propose_reviewer"): S.REVIEWER_PROPOSED,
    (S.REVIEWER_PROPOSED, "accept_review"): S.IN_REVIEW,
    (S.REVIEWER_PROPOSED, "decline_review"): S.READY_TO_ASSIGN,
    (S.REVIEWER_PROPOSED, "take_back_proposal"): S.READY_TO_ASSIGN,
    (S.IN_REVIEW, "lock_scores"): S.MODERATION,
    (S.MODERATION, "send_back"): S.IN_REVIEW,
    (S.MODERATION, "decide"): S.DECIDED,
    (S.DECIDED, "release"): S.FEEDBACK_RELEASED,
    (S.RESUBMISSION_DRAFT, "send"): S.AWAITING_DECLARATION,
    (S.AWAITING_DECLARATION, "recall_to_resubmit"): S.RESUBMISSION_DRAFT,
    (S.AWAITING_DECLARATION, "hand_back_to_resubmit"): S.RESUBMISSION_DRAFT,
    (S.RESUBMISSION_DRAFT, "withdraw"): S.WITHDRAWN,
    (S.DRAFT, "lapse"): S.LAPSED,
    (S.RETURNED_INCOMPLETE, "lapse"): S.LAPSED,
    (S.RESUBMISSION_DRAFT, "lapse"): S.LAPSED,
    (S.LAPSED, "reopen"): S.DRAFT,
    (S.IN_REVIEW, "ask_questions"): S.CLARIFICATION_REQUESTED,
    (S.CLARIFICATION_REQUESTED, "answer_questions"): S.IN_REVIEW,
    (S.CLARIFICATION_REQUESTED, "close_questions"): S.IN_REVIEW,
    **{
        (state, "confirm_withdrawal"): S.WITHDRAWN
        for state in (
            S.SUBMITTED,
            S.COMPLETENESS_CHECK,
            S.RETURNED_INCOMPLETE,
            S.READY_TO_ASSIGN,
            S.REVIEWER_PROPOSED,
            S.IN_REVIEW,
            S.CLARIFICATION_REQUESTED,
            S.MODERATION,
        )
    },
}
COMMANDS = sorted({command for _, command in ALLOWED} | {found.command for found in APPLICATION.moves})


@pytest.mark.parametrize(("state", "command"), list(product(ApplicationState, COMMANDS)))
def test_command_from_state_leads_where_the_process_says_or_is_refused(state: ApplicationState, command: str) -> None:
    if (state, command) in ALLOWED:
        assert APPLICATION.find(state, command).target is ALLOWED[state, command]
    else:
        with pytest.raises(IllegalMove):
            APPLICATION.find(state, command)


def test_only_what_is_decided_withdrawn_or_lapsed_leaves_room_for_another() -> None:
    assert set(ApplicationState) - OPEN_STATES == {S.FEEDBACK_RELEASED, S.WITHDRAWN, S.LAPSED}
