"""The lifecycle of an award: C9 of docs/process.md.

Renewal open, expired and the end of a replaced council are no states: they are worked out from dates, by
``rules.standing_on``, so that no job has to run for an award to end in time. The rows for holding an award until a
date, and for a renewal that is being reviewed, come with the steps that need them.
"""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class AwardState(StrEnum):
    """What has been done with an award. How it stands follows from this and from its dates."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"
    REPLACED = "replaced"
    ENDED = "ended"


_S = AwardState
_P = Permission

# From these an award can still run out; the others are final.
RUNNING = (_S.VALID, _S.SUSPENDED)

AWARD = Lifecycle(
    "award",
    _S.VALID,
    (
        move("suspend", [_S.VALID], _S.SUSPENDED, _P.AWARD_SUSPEND, "award:suspended"),
        move("restore", [_S.SUSPENDED], _S.VALID, _P.AWARD_SUSPEND, "award:restored"),
        move("withdraw", [_S.SUSPENDED], _S.WITHDRAWN, _P.AWARD_WITHDRAW, "award:withdrawn"),
        move("give_up", RUNNING, _S.GIVEN_UP, _P.AWARD_GIVE_UP, "award:given_up"),
        move("replace", [_S.VALID], _S.REPLACED, _P.AWARD_REPLACE, "award:replaced"),
        move("end", RUNNING, _S.ENDED, _P.AWARD_END, "award:ended"),
    ),
)


class PlaceKind(StrEnum):
    """Where a council officially is."""

    WEBSITE = "website"
    ACCOUNT = "account"


class ReasonType(StrEnum):
    """Why an award was withdrawn, as the register shows it: the kind of reason, never the story (C9)."""

    FALSE_STATEMENT = "false_statement"
    MISUSE = "misuse"
    ANNUAL_CHECK_NOT_DONE = "annual_check_not_done"
    CRITERION_NOT_MET = "criterion_not_met"
