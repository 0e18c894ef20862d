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

# Rows 24 and 25 of C5: an owner asks to withdraw and an approver confirms; a lead reviewer puts on hold.
UNDER_WAY = {"confirm_withdrawal": "withdrawn", "hold": "on_hold"}

# Each state, and where each command leads from it.
MOVES: dict[str, dict[str, dict[str, str]]] = {
    "claim": {
        "pending": {"accept": "accepted", "refuse": "refused", "withdraw": "withdrawn"},
        "accepted": {},
        "refused": {},
        "withdrawn": {},
    },
    "membership": {
        "active": {"end": "ended"},
        "ended": {},
    },
    "invitation": {
        "to_be_approved": {"approve": "sent", "refuse": "refused", "cancel": "cancelled"},
        "sent": {"accept": "accepted", "cancel": "cancelled"},
        "accepted": {},
        "cancelled": {},
        "refused": {},
    },
    "staff_role": {
        "active": {"end": "ended"},
        "ended": {},
    },
    "edition": {
        "draft": {"publish": "published", "schedule": "scheduled"},
        "scheduled": {"publish": "published", "unschedule": "draft"},
        "published": {"retire": "retired"},
        "retired": {},
    },
    "application": {
        "draft": {"send": "awaiting_declaration", "withdraw": "withdrawn", "lapse": "lapsed"},
        "resubmission_draft": {"send": "awaiting_declaration", "withdraw": "withdrawn", "lapse": "lapsed"},
        "awaiting_declaration": {
            "recall": "draft",
            "hand_back": "draft",
            "recall_to_mend": "returned_incomplete",
            "hand_back_to_mend": "returned_incomplete",
            "recall_to_resubmit": "resubmission_draft",
            "hand_back_to_resubmit": "resubmission_draft",
            "sign": "submitted",
            "withdraw": "withdrawn",
        },
        "submitted": {"open_check": "completeness_check", **UNDER_WAY},
        "completeness_check": {
            "return_incomplete": "returned_incomplete",
            "pass_check": "ready_to_assign",
            **UNDER_WAY,
        },
        "returned_incomplete": {"send": "awaiting_declaration", "lapse": "lapsed", **UNDER_WAY},
        "ready_to_assign": {"propose_reviewer": "reviewer_proposed", **UNDER_WAY},
        "reviewer_proposed": {
            **UNDER_WAY,
            "accept_review": "in_review",
            "decline_review": "ready_to_assign",
            "take_back_proposal": "ready_to_assign",
        },
        "in_review": {
            "lock_scores": "moderation",
            "ask_second_review": "second_review",
            "ask_questions": "clarification_requested",
            **UNDER_WAY,
        },
        "second_review": {"lock_scores": "moderation", **UNDER_WAY},
        "clarification_requested": {
            "answer_questions": "in_review",
            "close_questions": "in_review",
            **UNDER_WAY,
        },
        "moderation": {"send_back": "in_review", "decide": "decided", **UNDER_WAY},
        "decided": {"release": "feedback_released"},
        "feedback_released": {"close": "closed", "correct": "decided", "review_afresh": "ready_to_assign"},
        "closed": {},
        "on_hold": {
            "resume_submitted": "submitted",
            "resume_completeness_check": "completeness_check",
            "resume_returned_incomplete": "returned_incomplete",
            "resume_ready_to_assign": "ready_to_assign",
            "resume_reviewer_proposed": "reviewer_proposed",
            "resume_in_review": "in_review",
            "resume_clarification_requested": "clarification_requested",
            "resume_second_review": "second_review",
            "resume_moderation": "moderation",
        },
        "withdrawn": {},
        "lapsed": {"reopen": "draft"},
    },
    "assignment": {
        "proposed": {
            "accept": "accepted",
            "declare_link": "link_declared",
            "decline": "declined",
            "take_back": "taken_back",
        },
        "link_declared": {"accept_link": "accepted", "take_back": "taken_back"},
        "accepted": {"lock": "locked", "take_back": "taken_back"},
        "locked": {"reopen": "accepted", "set_aside": "set_aside"},
        "declined": {},
        "taken_back": {},
        "set_aside": {},
    },
    "appeal": {
        "to_be_confirmed": {"lodge": "lodged", "refuse": "withdrawn", "withdraw": "withdrawn"},
        "lodged": {"admit": "with_panel", "do_not_admit": "not_admitted", "withdraw": "withdrawn"},
        "with_panel": {
            "correct": "corrected",
            "order_fresh_review": "fresh_review",
            "do_not_uphold": "not_upheld",
            "withdraw": "withdrawn",
        },
        "not_admitted": {},
        "corrected": {},
        "fresh_review": {},
        "not_upheld": {},
        "withdrawn": {},
    },
    "draw_seed": {
        "committed": {"reveal": "revealed"},
        "revealed": {},
    },
    "calibration": {
        "draft": {"open": "open"},
        "open": {"close": "closed"},
        "closed": {},
    },
    "award": {
        "valid": {"suspend": "suspended", "give_up": "given_up", "replace": "replaced", "end": "ended"},
        "suspended": {"restore": "valid", "withdraw": "withdrawn", "give_up": "given_up", "end": "ended"},
        "withdrawn": {},
        "given_up": {},
        "replaced": {},
        "ended": {},
    },
}
FIRST = {
    "claim": "pending",
    "membership": "active",
    "invitation": "sent",
    "staff_role": "active",
    "edition": "draft",
    "application": "draft",
    "assignment": "proposed",
    "appeal": "to_be_confirmed",
    "draw_seed": "committed",
    "calibration": "draft",
    "award": "valid",
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
    "draw_seed": {"revealed"},
    "calibration": {"closed"},
    "award": {"withdrawn", "given_up", "replaced", "ended"},
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
