"""Every state × command of the lifecycles of roles, memberships and invitations."""

from enum import StrEnum
from typing import Any

import pytest

from portal.accounts.states import INVITATION, MEMBERSHIP, STAFF_ROLE
from portal.kernel.errors import IllegalMove
from portal.kernel.lifecycle import Lifecycle

ALLOWED = {
    ("staff_role", "active", "end"): "ended",
    ("membership", "active", "end"): "ended",
    ("invitation", "sent", "accept"): "accepted",
    ("invitation", "sent", "cancel"): "cancelled",
    ("invitation", "to_be_approved", "approve"): "sent",
    ("invitation", "to_be_approved", "refuse"): "refused",
    ("invitation", "to_be_approved", "cancel"): "cancelled",
}
PAIRS = [
    (lifecycle, state, command)
    for lifecycle in (STAFF_ROLE, MEMBERSHIP, INVITATION)
    for state in type(lifecycle.initial)
    for command in sorted({move.command for move in lifecycle.moves})
]


@pytest.mark.parametrize(("lifecycle", "state", "command"), PAIRS)
def test_command_leads_where_the_table_says_and_nowhere_else(
    lifecycle: Lifecycle[Any], state: StrEnum, command: str
) -> None:
    target = ALLOWED.get((lifecycle.name, state.value, command))
    if target is None:
        with pytest.raises(IllegalMove):
            lifecycle.find(state, command)
    else:
        assert lifecycle.find(state, command).target == target
