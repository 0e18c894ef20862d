from itertools import product

import pytest

from portal.awards.states import AWARD, AwardState
from portal.kernel.errors import IllegalMove

S = AwardState
ALLOWED = {
    (S.VALID, "suspend"): S.SUSPENDED,
    (S.SUSPENDED, "restore"): S.VALID,
    (S.SUSPENDED, "withdraw"): S.WITHDRAWN,
    (S.VALID, "give_up"): S.GIVEN_UP,
    (S.SUSPENDED, "give_up"): S.GIVEN_UP,
    (S.VALID, "replace"): S.REPLACED,
    (S.VALID, "end"): S.ENDED,
    (S.SUSPENDED, "end"): S.ENDED,
}
COMMANDS = sorted({move.command for move in AWARD.moves})


@pytest.mark.parametrize(("state", "command"), list(product(S, COMMANDS)))
def test_award_moves_as_the_table_says_and_in_no_other_way(state: AwardState, command: str) -> None:
    if (state, command) in ALLOWED:
        assert AWARD.find(state, command).target is ALLOWED[state, command]
    else:
        with pytest.raises(IllegalMove):
            AWARD.find(state, command)


def test_award_commands_are_the_six_of_the_process() -> None:
    assert COMMANDS == ["end", "give_up", "replace", "restore", "suspend", "withdraw"]
