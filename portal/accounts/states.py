"""The lifecycles of roles in the scheme, of memberships and of invitations (C4 of docs/process.md)."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


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

    SENT = "sent"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


INVITATION = Lifecycle(
    "invitation",
    InvitationState.SENT,
    (
        move("accept", [InvitationState.SENT], InvitationState.ACCEPTED, Permission.PORTAL_USE, "invitation:accepted"),
        move(
            "cancel", [InvitationState.SENT], InvitationState.CANCELLED, Permission.TEAM_MANAGE, "invitation:cancelled"
        ),
    ),
)
