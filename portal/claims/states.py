"""The lifecycle of a claim, and the two ways in which one is checked (C4 of docs/process.md)."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words


class ClaimState(StrEnum):
    """A claim waits to be checked, and then is over."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Method(StrEnum):
    """How an administrator made sure that the claimant works for the council."""

    CALLBACK = "callback"
    CONFIRMATION = "confirmation"


STATE_WORDS: dict[ClaimState, Words] = {
    ClaimState.PENDING: words("Waiting for our check"),
    ClaimState.ACCEPTED: words("Accepted"),
    ClaimState.REFUSED: words("Not accepted"),
    ClaimState.WITHDRAWN: words("Taken back by the claimant"),
}

METHOD_WORDS: dict[Method, Words] = {
    Method.CALLBACK: words("Called back through the switchboard number on the council’s own website"),
    Method.CONFIRMATION: words("Confirmed by the monitoring officer or the chief executive’s office"),
}

_PENDING = [ClaimState.PENDING]

CLAIM = Lifecycle(
    "claim",
    ClaimState.PENDING,
    (
        move("accept", _PENDING, ClaimState.ACCEPTED, Permission.CLAIM_DECIDE, "claim:accepted"),
        move("refuse", _PENDING, ClaimState.REFUSED, Permission.CLAIM_DECIDE, "claim:refused"),
        move("withdraw", _PENDING, ClaimState.WITHDRAWN, Permission.CLAIM_MAKE, "claim:withdrawn"),
    ),
)
