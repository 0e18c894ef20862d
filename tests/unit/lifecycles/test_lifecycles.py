"""Every lifecycle × state × command, in one place: what is not written here must be refused (C4, C5, C9)."""

import importlib
import pkgutil
from enum import StrEnum
from itertools import product
from typing import Any

import pytest

import portal
from portal.kernel.errors import IllegalMove
from portal.kernel.lifecycle import Lifecycle
from tests.moves import MOVES

FIRST = {
    "claim": "pending",
    "membership": "active",
    "invitation": "sent",
    "staff_role": "active",
    "edition": "draft",
    "application": "draft",
    "assignment": "proposed",
    "appeal": "to_be_confirmed",
    "concern": "received",
    "draw_seed": "committed",
    "issuer_key": "in_use",
    "calibration": "draft",
    "award": "valid",
    "website": "proposed",
    "suspension": "proposed",
    "withdrawing": "proposed",
    "giving_up": "asked",
}
# Where else a record may begin.
BEGINNINGS = {"invitation": {"to_be_approved"}, "application": {"resubmission_draft"}}
# A council's account, a locked score and so on are never final by oversight: each end is one that the process names.
FINAL = {
    "claim": {"accepted", "refused", "withdrawn"},
    "membership": {"ended"},
    "invitation": {"accepted", "cancelled", "refused"},
    "staff_role": {"ended"},
    "edition": {"retired"},
    "application": {"closed", "withdrawn"},
    "assignment": {"declined", "taken_back", "set_aside"},
    "appeal": {"not_admitted", "corrected", "fresh_review", "not_upheld", "withdrawn"},
    "concern": {"not_for_us", "merged", "closed"},
    "draw_seed": {"revealed"},
    "issuer_key": {"distrusted"},
    "calibration": {"closed"},
    "award": {"withdrawn", "given_up", "replaced", "ended"},
    "website": {"refused", "taken_back", "removed", "closed"},
    "suspension": {"rejected", "dropped", "put_right"},
    "withdrawing": {"confirmed", "refused", "taken_back"},
    "giving_up": {"confirmed", "refused", "taken_back"},
}


def _lifecycles() -> dict[str, Lifecycle[Any]]:
    """Every lifecycle in any module called states, by its name."""
    found = {}
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name.endswith(".states"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Lifecycle):
                    found[value.name] = value
    return found


def states_of(lifecycle: Lifecycle[Any]) -> list[StrEnum]:
    kind: type[StrEnum] = type(lifecycle.initial)
    return list(kind)


LIFECYCLES = _lifecycles()
PAIRS = [
    (name, state, command)
    for name, lifecycle in sorted(LIFECYCLES.items())
    for state, command in product(states_of(lifecycle), sorted({move.command for move in lifecycle.moves}))
]


def test_every_lifecycle_is_written_here() -> None:
    assert set(MOVES) == set(FIRST) == set(FINAL) == set(LIFECYCLES)


@pytest.mark.parametrize("name", sorted(MOVES))
def test_lifecycle_has_the_states_that_are_written_here_and_begins_with_the_first(name: str) -> None:
    lifecycle = LIFECYCLES[name]
    assert set(MOVES[name]) == {state.value for state in states_of(lifecycle)}
    assert lifecycle.initial == FIRST[name]


@pytest.mark.parametrize("name", sorted(MOVES))
def test_record_begins_where_it_is_written_and_nowhere_else(name: str) -> None:
    lifecycle = LIFECYCLES[name]
    assert lifecycle.beginning(None) == FIRST[name]
    for state in states_of(lifecycle):
        if state == FIRST[name] or state in BEGINNINGS.get(name, ()):
            assert lifecycle.beginning(state) == state
        else:
            with pytest.raises(IllegalMove):
                lifecycle.beginning(state)


@pytest.mark.parametrize(("name", "state", "command"), PAIRS, ids="-".join)
def test_command_leads_where_it_is_written_or_is_refused(name: str, state: StrEnum, command: str) -> None:
    lifecycle, target = LIFECYCLES[name], MOVES[name][state.value].get(command)
    if target is None:
        with pytest.raises(IllegalMove):
            lifecycle.find(state, command)
    else:
        assert lifecycle.find(state, command).target == target


@pytest.mark.parametrize("name", sorted(MOVES))
def test_no_command_is_written_here_that_the_lifecycle_lacks(name: str) -> None:
    written = {command for commands in MOVES[name].values() for command in commands}
    assert written == {move.command for move in LIFECYCLES[name].moves}


@pytest.mark.parametrize("name", sorted(MOVES))
def test_every_state_can_be_reached(name: str) -> None:
    reached, ahead = set(), [FIRST[name], *BEGINNINGS.get(name, ())]
    while ahead:
        state = ahead.pop()
        if state not in reached:
            reached.add(state)
            ahead += MOVES[name][state].values()
    assert reached == set(MOVES[name])


@pytest.mark.parametrize("name", sorted(MOVES))
def test_only_the_final_states_cannot_be_left(name: str) -> None:
    assert {state for state, commands in MOVES[name].items() if not commands} == FINAL[name]


@pytest.mark.parametrize("name", sorted(MOVES))
def test_one_command_leads_from_one_state_to_one_other(name: str) -> None:
    pairs = [(state, move.command) for move in LIFECYCLES[name].moves for state in move.sources]
    assert len(pairs) == len(set(pairs))
