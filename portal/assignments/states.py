"""The lifecycle of an assignment: rows 13 to 15 and 18 to 20 of C5 (docs/process.md), seen from the reviewer."""

from collections.abc import Mapping
from enum import StrEnum

from portal.applications.states import ApplicationState
from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import Words, words


class AssignmentState(StrEnum):
    """Where an assignment stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    LOCKED = "locked"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LINK_DECLARED = "link_declared"
    SET_ASIDE = "set_aside"


class Place(StrEnum):
    """Whose scores these are: the first reviewer's, or those of a second one who scores without seeing them (C6)."""

    FIRST = "first"
    SECOND = "second"


class Interest(StrEnum):
    """What a reviewer declares before seeing any answer (C6)."""

    NONE = "none"
    MINOR = "minor"
    DISQUALIFYING = "disqualifying"


_S = AssignmentState
_P = Permission

ASSIGNMENT = Lifecycle(
    "assignment",
    _S.PROPOSED,
    (
        # 14: no conflict is declared. Whoever accepts has the reviewer’s part, and sees an answer, once it begins.
        move("accept", [_S.PROPOSED], _S.ACCEPTED, _P.REVIEW_ANSWER, "assignment:accepted"),
        # C6: a minor link is declared and the lead reviewer decides.
        move("declare_link", [_S.PROPOSED], _S.LINK_DECLARED, _P.REVIEW_ANSWER, "assignment:link_declared"),
        move("accept_link", [_S.LINK_DECLARED], _S.ACCEPTED, _P.REVIEW_ASSIGN, "assignment:accepted"),
        # 15: also after accepting, as long as the review has not begun: the council may still object.
        move("decline", [_S.PROPOSED], _S.DECLINED, _P.REVIEW_ANSWER, "assignment:declined"),
        move(
            "take_back",
            [_S.PROPOSED, _S.LINK_DECLARED, _S.ACCEPTED],
            _S.TAKEN_BACK,
            _P.REVIEW_ASSIGN,
            "assignment:taken_back",
        ),
        # 19, 20: whoever has scored cannot decide.
        move("lock", [_S.ACCEPTED], _S.LOCKED, _P.REVIEW_SCORE, "assignment:locked", Part.SCORER),
        move("reopen", [_S.LOCKED], _S.ACCEPTED, _P.APPLICATION_DECIDE, "assignment:reopened"),
        # C8: after an appeal new reviewers look.
        move("set_aside", [_S.LOCKED], _S.SET_ASIDE, _P.APPEAL_CHAIR, "assignment:set_aside"),
    ),
)

# What reviewers and lead reviewers read.
STATE_WORDS: dict[AssignmentState, Words] = {
    _S.PROPOSED: words("Waiting for the reviewer’s answer"),
    _S.ACCEPTED: words("Being scored"),
    _S.LOCKED: words("Scores locked"),
    _S.DECLINED: words("Declined"),
    _S.TAKEN_BACK: words("Taken back"),
    _S.LINK_DECLARED: words("A minor link was declared: the lead reviewer decides"),
    _S.SET_ASIDE: words("Set aside after an appeal"),
}

INTEREST_WORDS: dict[Interest, Words] = {
    Interest.NONE: words("No conflict of interest"),
    Interest.MINOR: words("Minor link"),
    Interest.DISQUALIFYING: words("Conflict of interest"),
}

# An application has one of these at most for each place.
LIVE_STATES = frozenset({_S.PROPOSED, _S.LINK_DECLARED, _S.ACCEPTED, _S.LOCKED})
# These are work still to be done: a reviewer's workload.
OPEN_STATES = frozenset({_S.PROPOSED, _S.LINK_DECLARED, _S.ACCEPTED})

# Whose answer an application waits for, by where it stands: only then is anybody asked, or does a review begin.
PLACE_ASKED: Mapping[ApplicationState, Place] = {
    ApplicationState.REVIEWER_PROPOSED: Place.FIRST,
    ApplicationState.SECOND_REVIEW: Place.SECOND,
}
