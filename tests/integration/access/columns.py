"""The columns of the table: who knocks at every door."""

from enum import StrEnum


class Knocker(StrEnum):
    """One kind of person, seen from the council whose record the address names.

    NO_ROLE has signed in and is nobody anywhere, but has claimed a council. OTHER_COUNCIL holds all three roles of
    another council. REVIEWER is the one who was asked or has accepted. CONFLICTED holds all three roles in the scheme
    and has a conflict of interest with the council. ONE_STEP holds all three too and has not taken the second step.
    PANEL chairs the appeal of the council that has one.
    """

    VISITOR = "visitor"
    NO_ROLE = "no_role"
    CONTRIBUTOR = "contributor"
    OWNER = "owner"
    APPROVER = "approver"
    OTHER_COUNCIL = "other_council"
    REVIEWER = "reviewer"
    OTHER_REVIEWER = "other_reviewer"
    CONFLICTED = "conflicted"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    ONE_STEP = "one_step"
    PANEL = "panel"


class Answer(StrEnum):
    """How a door answers. OPEN means past every guard: what was typed may still be refused."""

    OPEN = "open"
    SIGN_IN = "sign_in"
    FORBIDDEN = "forbidden"
    HIDDEN = "hidden"
