"""The lifecycles of roles in the scheme, of memberships and of invitations (C4 of docs/process.md)."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class InterestKind(StrEnum):
    """The ties between a person and a council that keep the person from reviewing it (C6)."""

    EMPLOYMENT = "employment"
    ADVICE = "advice"
    NEIGHBOUR = "neighbour"
    RELATIVE = "relative"
    DISPUTE = "dispute"
    PARTY = "party"
    OTHER = "other"


class StaffRoleState(StrEnum):
    """A person's role in the scheme: held, or over."""

    ACTIVE = "active"
    ENDED = "ended"


STAFF_ROLE = Lifecycle(
    "staff_role",
    StaffRoleState.ACTIVE,
    (move("end", [StaffRoleState.ACTIVE], StaffRoleState.ENDED, Permission.STAFF_MANAGE, "staff_role:ended"),),
)


class MembershipState(StrEnum):
    """A person's place in a council: there, or over."""

    ACTIVE = "active"
    ENDED = "ended"


MEMBERSHIP = Lifecycle(
    "membership",
    MembershipState.ACTIVE,
    (move("end", [MembershipState.ACTIVE], MembershipState.ENDED, Permission.TEAM_MANAGE, "membership:ended"),),
)


class InvitationState(StrEnum):
    """An invitation that is not answered within seven days has expired: that is worked out from its date."""

    TO_BE_APPROVED = "to_be_approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    REFUSED = "refused"


INVITATION = Lifecycle(
    "invitation",
    InvitationState.SENT,
    (
        move("accept", [InvitationState.SENT], InvitationState.ACCEPTED, Permission.PORTAL_USE, "invitation:accepted"),
        move(
            "cancel",
            [InvitationState.TO_BE_APPROVED, InvitationState.SENT],
            InvitationState.CANCELLED,
            Permission.TEAM_MANAGE,
            "invitation:cancelled",
        ),
        # An address on another domain, such as a shared service's: an administrator looks at it first (C4).
        move(
            "approve",
            [InvitationState.TO_BE_APPROVED],
            InvitationState.SENT,
            Permission.INVITATION_APPROVE,
            "invitation:sent",
        ),
        move(
            "refuse",
            [InvitationState.TO_BE_APPROVED],
            InvitationState.REFUSED,
            Permission.INVITATION_APPROVE,
            "invitation:refused",
        ),
    ),
    beginnings=frozenset({InvitationState.TO_BE_APPROVED}),
)
