import pytest

from portal.assignments.states import ASSIGNMENT, INTEREST_WORDS, STATE_WORDS, AssignmentState, Interest
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Permission

S = AssignmentState
# Every move there is; each other pair of state and command is refused.
ALLOWED = {
    (S.PROPOSED, "accept"): (S.ACCEPTED, Permission.REVIEW_ANSWER),
    (S.PROPOSED, "decline"): (S.DECLINED, Permission.REVIEW_ANSWER),
    (S.PROPOSED, "take_back"): (S.TAKEN_BACK, Permission.REVIEW_ASSIGN),
    (S.ACCEPTED, "lock"): (S.LOCKED, Permission.REVIEW_SCORE),
    (S.LOCKED, "reopen"): (S.ACCEPTED, Permission.APPLICATION_DECIDE),
}
COMMANDS = sorted({command for _state, command in ALLOWED})


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("command", COMMANDS)
def test_every_pair_of_state_and_command_is_allowed_or_refused_as_the_process_says(state: S, command: str) -> None:
    if (state, command) in ALLOWED:
        found = ASSIGNMENT.find(state, command)
        assert (found.target, found.permission) == ALLOWED[state, command]
    else:
        with pytest.raises(IllegalMove):
            ASSIGNMENT.find(state, command)


def test_lifecycle_has_no_other_command() -> None:
    assert sorted({step.command for step in ASSIGNMENT.moves}) == COMMANDS


def test_every_state_and_every_interest_has_words() -> None:
    assert set(STATE_WORDS) == set(S)
    assert set(INTEREST_WORDS) == set(Interest)
