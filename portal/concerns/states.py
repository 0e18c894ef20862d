"""The lifecycle of a concern: C12 of docs/process.md."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class ConcernState(StrEnum):
    """Where a concern stands."""

    RECEIVED = "received"
    NOT_FOR_US = "not_for_us"
    MERGED = "merged"
    TRIAGED = "triaged"
    WITH_COUNCIL = "with_council"
    PUT_RIGHT = "put_right"
    ESCALATED = "escalated"
    INVESTIGATION = "investigation"
    CLOSED = "closed"


class ConcernKind(StrEnum):
    """What a concern is about: the five types of C12. The values stand in public addresses."""

    NOT_A_HOLDER = "other-site"
    OLD_BADGE = "old-badge"
    FAKE = "fake"
    PROMISE = "promise"
    FALSE_STATEMENT = "false-statement"


class Aside(StrEnum):
    """Why a report was put aside for a look, and not into the list of those that wait."""

    ONE_PLACE = "one_place"
    ONE_COUNCIL = "one_council"
    SAME_TEXT = "same_text"
    NOT_BY_HAND = "not_by_hand"


class Elsewhere(StrEnum):
    """Where somebody can go with what is not for us."""

    COUNCIL = "council"
    OMBUDSMAN_ENGLAND = "ombudsman_england"
    OMBUDSMAN_WALES = "ombudsman_wales"
    MONITORING_OFFICER = "monitoring_officer"
    NETWORK = "network"
    POLICE = "police"
    DATA = "data"


class Escalation(StrEnum):
    """How a lead reviewer takes a concern further (C12)."""

    SUSPENSION = "suspension"
    FORMAL_LETTER = "formal_letter"
    PLATFORM_REPORT = "platform_report"


class Finding(StrEnum):
    """What an investigation of a statement in an application has found."""

    FALSE = "false"
    NOT_FALSE = "not_false"


class Outcome(StrEnum):
    """How a concern ended; these are counted each year."""

    PUT_RIGHT = "put_right"
    TAKEN_FURTHER = "taken_further"
    NO_MISUSE = "no_misuse"
    TOO_LITTLE = "too_little"
    PROVEN = "proven"
    NOT_PROVEN = "not_proven"


_S = ConcernState
_P = Permission

CONCERN = Lifecycle(
    "concern",
    # (none) -> received: anybody, through the portal, which keeps no name in the trail.
    _S.RECEIVED,
    (
        # received -> closed: not for us. The reporter is told the right place to go.
        move("not_for_us", [_S.RECEIVED], _S.NOT_FOR_US, _P.CONCERN_HANDLE, "concern:not_for_us"),
        # received -> triaged: its type is said; duplicates are merged, and then follow the other one.
        move("triage", [_S.RECEIVED], _S.TRIAGED, _P.CONCERN_HANDLE, "concern:triaged"),
        move("merge", [_S.RECEIVED, _S.TRIAGED], _S.MERGED, _P.CONCERN_HANDLE, "concern:merged"),
        # triaged -> with council: its owner, or its monitoring officer by letter, has 10 working days.
        move("ask_council", [_S.TRIAGED], _S.WITH_COUNCIL, _P.CONCERN_HANDLE, "concern:with_council"),
        # with council -> put right: checked by a person; the reporter is told.
        move("put_right", [_S.WITH_COUNCIL], _S.PUT_RIGHT, _P.CONCERN_HANDLE, "concern:put_right"),
        # triaged, with council -> escalated: suspension, formal letter or legal action, platform report.
        move("escalate", [_S.TRIAGED, _S.WITH_COUNCIL], _S.ESCALATED, _P.CONCERN_ESCALATE, "concern:escalated"),
        # triaged -> investigation: an alleged false statement; the panel's chair confirms what is found.
        move("investigate", [_S.TRIAGED], _S.INVESTIGATION, _P.CONCERN_ESCALATE, "concern:investigated"),
        # triaged, put right, escalated, investigation -> closed: the type of the outcome is recorded.
        move(
            "close",
            [_S.TRIAGED, _S.PUT_RIGHT, _S.ESCALATED, _S.INVESTIGATION],
            _S.CLOSED,
            _P.CONCERN_HANDLE,
            "concern:closed",
        ),
    ),
)

ENDED_STATES = frozenset({_S.NOT_FOR_US, _S.CLOSED})
OPEN_STATES = frozenset(_S) - ENDED_STATES - {_S.MERGED}
# The type that a concern must have for a lead reviewer to investigate it.
INVESTIGATED = ConcernKind.FALSE_STATEMENT
# Only a council that has the Mark can break its promise or have said something false to get it.
ABOUT_A_HOLDER = frozenset({ConcernKind.PROMISE, ConcernKind.FALSE_STATEMENT})
