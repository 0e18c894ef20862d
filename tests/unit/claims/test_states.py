import pytest

from portal.claims.states import CLAIM, METHOD_WORDS, STATE_WORDS, ClaimState, Method
from portal.kernel.errors import IllegalMove

ALLOWED = {
    (ClaimState.PENDING, "accept"): ClaimState.ACCEPTED,
    (ClaimState.PENDING, "refuse"): ClaimState.REFUSED,
    (ClaimState.PENDING, "withdraw"): ClaimState.WITHDRAWN,
}


@pytest.mark.parametrize("state", list(ClaimState))
@pytest.mark.parametrize("command", sorted({move.command for move in CLAIM.moves}))
def test_claim_moves_as_the_table_says_and_not_otherwise(state: ClaimState, command: str) -> None:
    target = ALLOWED.get((state, command))
    if target is None:
        with pytest.raises(IllegalMove):
            CLAIM.find(state, command)
    else:
        assert CLAIM.find(state, command).target is target


def test_every_state_and_method_has_its_words() -> None:
    assert STATE_WORDS.keys() == set(ClaimState)
    assert METHOD_WORDS.keys() == set(Method)
