from portal.assignments.states import ASSIGNMENT, INTEREST_WORDS, STATE_WORDS, AssignmentState, Interest
from portal.kernel.permissions import Part, Permission

# Where every command leads is in tests/unit/lifecycles; here is whose it is and the part that comes with it.
WHOSE = {
    "accept": (Permission.REVIEW_ANSWER, None),
    "declare_link": (Permission.REVIEW_ANSWER, None),
    "accept_link": (Permission.REVIEW_ASSIGN, None),
    "decline": (Permission.REVIEW_ANSWER, None),
    "take_back": (Permission.REVIEW_ASSIGN, None),
    "lock": (Permission.REVIEW_SCORE, Part.SCORER),
    "reopen": (Permission.APPLICATION_DECIDE, None),
    "set_aside": (Permission.APPEAL_CHAIR, None),
}


def test_each_move_is_for_whom_the_process_says_and_gives_the_part() -> None:
    assert {step.command: (step.permission, step.part) for step in ASSIGNMENT.moves} == WHOSE


def test_every_state_and_every_interest_has_words() -> None:
    assert set(STATE_WORDS) == set(AssignmentState)
    assert set(INTEREST_WORDS) == set(Interest)
