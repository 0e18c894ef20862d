"""What leads to an award's suspension, its withdrawal or its giving up: the rows of C9 that more than one makes."""

from enum import StrEnum

from portal.awards.states import ReasonType
from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import Words, words

_P = Permission


class Ground(StrEnum):
    """Why an award is suspended (C9)."""

    ANNUAL_CHECK_LATE = "annual_check_late"
    MISUSE = "misuse"
    CRITERION_FAILED = "criterion_failed"
    FALSE_STATEMENT = "false_statement"


GROUND_WORDS: dict[Ground, Words] = {
    Ground.ANNUAL_CHECK_LATE: words("The annual check is 30 days late"),
    Ground.MISUSE: words("Serious misuse of the Mark was not put right in 10 working days"),
    Ground.CRITERION_FAILED: words("There is credible evidence that an essential criterion is no longer met"),
    Ground.FALSE_STATEMENT: words("A statement in the application may be false, and this is being investigated"),
}
# What it is called on the register if it leads to a withdrawal.
LEADS_TO: dict[Ground, ReasonType] = {
    Ground.ANNUAL_CHECK_LATE: ReasonType.ANNUAL_CHECK_NOT_DONE,
    Ground.MISUSE: ReasonType.MISUSE,
    Ground.CRITERION_FAILED: ReasonType.CRITERION_NOT_MET,
    Ground.FALSE_STATEMENT: ReasonType.FALSE_STATEMENT,
}


class SuspensionState(StrEnum):
    """Where a suspension stands, from the proposal to what became of it."""

    PROPOSED = "proposed"
    NOTIFIED = "notified"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    DROPPED = "dropped"
    PUT_RIGHT = "put_right"


_S = SuspensionState
# An award has one of these at most.
OPEN_SUSPENSIONS = (_S.PROPOSED, _S.NOTIFIED, _S.IN_FORCE)
# These can still come into force.
COMING = (_S.PROPOSED, _S.NOTIFIED)

SUSPENSION = Lifecycle(
    "suspension",
    _S.PROPOSED,
    (
        # An administrator or a lead reviewer proposes; another lead reviewer decides.
        move("notify", [_S.PROPOSED], _S.NOTIFIED, _P.SUSPENSION_DECIDE, "suspension:noticed"),
        # Without notice, where the public could be misled or harmed.
        move("suspend_now", [_S.PROPOSED], _S.IN_FORCE, _P.SUSPENSION_DECIDE, "suspension:decided"),
        move("reject", [_S.PROPOSED], _S.REJECTED, _P.SUSPENSION_DECIDE, "suspension:rejected"),
        # On the day that the council was told.
        move("carry_out", [_S.NOTIFIED], _S.IN_FORCE, _P.AWARD_SUSPEND, "suspension:carried_out"),
        move("drop", [_S.NOTIFIED], _S.DROPPED, _P.SUSPENSION_DECIDE, "suspension:dropped"),
        # The award ended before anybody could suspend it.
        move("lapse", COMING, _S.DROPPED, _P.AWARD_SUSPEND, "suspension:lapsed"),
        move("restore", [_S.IN_FORCE], _S.PUT_RIGHT, _P.SUSPENSION_DECIDE, "suspension:put_right"),
    ),
)

SUSPENSION_WORDS: dict[SuspensionState, Words] = {
    _S.PROPOSED: words("Proposed, to be decided"),
    _S.NOTIFIED: words("The council has notice"),
    _S.IN_FORCE: words("Suspended"),
    _S.REJECTED: words("Not suspended: the proposal was not followed"),
    _S.DROPPED: words("Not suspended: dropped before the day"),
    _S.PUT_RIGHT: words("Put right and restored"),
}


class WithdrawingState(StrEnum):
    """Where a proposal to withdraw an award stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


_W = WithdrawingState
WITHDRAWING = Lifecycle(
    "withdrawing",
    _W.PROPOSED,
    (
        # The member of the appeal panel who answers chairs it for this (docs/decisions/0031).
        move("confirm", [_W.PROPOSED], _W.CONFIRMED, _P.WITHDRAWING_CONFIRM, "withdrawing:confirmed", Part.DECIDER),
        move("refuse", [_W.PROPOSED], _W.REFUSED, _P.WITHDRAWING_CONFIRM, "withdrawing:refused"),
        move("take_back", [_W.PROPOSED], _W.TAKEN_BACK, _P.WITHDRAWING_PROPOSE, "withdrawing:taken_back"),
    ),
)

WITHDRAWING_WORDS: dict[WithdrawingState, Words] = {
    _W.PROPOSED: words("Proposed, with the appeal panel"),
    _W.CONFIRMED: words("Confirmed by the appeal panel"),
    _W.REFUSED: words("Not confirmed by the appeal panel"),
    _W.TAKEN_BACK: words("Taken back by the lead reviewer"),
}


class GivingUpState(StrEnum):
    """Where a council's wish to give its award up stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


_G = GivingUpState
GIVING_UP = Lifecycle(
    "giving_up",
    _G.ASKED,
    (
        # An owner asks; an approver, who is somebody else, answers.
        move("confirm", [_G.ASKED], _G.CONFIRMED, _P.GIVING_UP_CONFIRM, "giving_up:confirmed"),
        move("refuse", [_G.ASKED], _G.REFUSED, _P.GIVING_UP_CONFIRM, "giving_up:refused"),
        move("take_back", [_G.ASKED], _G.TAKEN_BACK, _P.GIVING_UP_ASK, "giving_up:taken_back"),
    ),
)

GIVING_UP_WORDS: dict[GivingUpState, Words] = {
    _G.ASKED: words("Asked for, to be confirmed by an approver"),
    _G.CONFIRMED: words("Confirmed by an approver"),
    _G.REFUSED: words("Not confirmed by an approver"),
    _G.TAKEN_BACK: words("Taken back by an owner"),
}
