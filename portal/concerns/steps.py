"""What can be done next about a concern, and by whom: what the buttons of its page are made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.concerns.states import INVESTIGATED, ConcernKind, ConcernState
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words

_S = ConcernState


class Deed(StrEnum):
    """One thing that can be done about a concern, as its address has it."""

    TAKE_IN = "take-in"
    TRIAGE = "triage"
    MERGE = "merge"
    NOT_FOR_US = "not-for-us"
    ASK = "ask"
    PUT_RIGHT = "put-right"
    ESCALATE = "escalate"
    INVESTIGATE = "investigate"
    FIND = "find"
    CLOSE = "close"


@dataclass(frozen=True)
class Doing:
    """What a deed is called, what it is for, and the permission that it takes."""

    said: Words
    what_for: Words
    permission: Permission


DOINGS: Mapping[Deed, Doing] = {
    Deed.TAKE_IN: Doing(
        words("Put it into the list"),
        words("It was put aside by a count. It is a report like any other."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.TRIAGE: Doing(
        words("Say what it is about"),
        words("Its type and its council. You look after it from then on."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.MERGE: Doing(
        words("Put it together with another report"),
        words("Somebody has reported the same. It then ends as the other one does."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.NOT_FOR_US: Doing(
        words("Close it: not for us"),
        words("Such as a complaint about a service. The reporter is told where to go."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.ASK: Doing(
        words("Ask the council"),
        words("It has 10 working days. It reads what you write, never the report."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.PUT_RIGHT: Doing(
        words("Record that you have checked"),
        words("The council has put it right, or there was nothing to put right. The reporter is told."),
        Permission.CONCERN_HANDLE,
    ),
    Deed.ESCALATE: Doing(
        words("Take it further"),
        words("Suspension, a formal letter, or a report to the social network."),
        Permission.CONCERN_ESCALATE,
    ),
    Deed.INVESTIGATE: Doing(
        words("Investigate the statement"),
        words("Evidence is looked at again, the council is heard, and the chair of a panel confirms."),
        Permission.CONCERN_ESCALATE,
    ),
    Deed.FIND: Doing(
        words("Say what you have found"),
        words("The chair then confirms it, or not."),
        Permission.CONCERN_ESCALATE,
    ),
    Deed.CLOSE: Doing(
        words("Close it"),
        words("With the type of the outcome, which is counted."),
        Permission.CONCERN_HANDLE,
    ),
}


@dataclass(frozen=True)
class Situation:
    """What the next steps depend on. ``heard``: the council has answered or its time is over."""

    state: ConcernState
    kind: ConcernKind
    about_a_council: bool
    put_aside: bool
    heard: bool
    found: bool
    confirmed: bool


def open_deeds(situation: Situation) -> tuple[Deed, ...]:
    """Everything that can be done now, in the order of the process."""
    return tuple(_open(situation))


def _open(now: Situation) -> Iterator[Deed]:
    if now.state is _S.RECEIVED and now.put_aside:
        yield Deed.TAKE_IN
    if now.state is _S.RECEIVED:
        yield from (Deed.TRIAGE, Deed.NOT_FOR_US)
    if now.state is _S.TRIAGED and now.about_a_council:
        yield Deed.ASK
    if now.state in (_S.RECEIVED, _S.TRIAGED):
        yield Deed.MERGE
    if now.state is _S.WITH_COUNCIL:
        yield Deed.PUT_RIGHT
    if now.state in (_S.TRIAGED, _S.WITH_COUNCIL):
        yield Deed.ESCALATE
    if now.state is _S.TRIAGED and now.kind is INVESTIGATED and now.about_a_council:
        yield Deed.INVESTIGATE
    if now.state is _S.INVESTIGATION and now.heard and not now.found:
        yield Deed.FIND
    if now.state in (_S.TRIAGED, _S.PUT_RIGHT, _S.ESCALATED) or (now.state is _S.INVESTIGATION and now.confirmed):
        yield Deed.CLOSE
