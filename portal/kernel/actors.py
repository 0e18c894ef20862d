"""Who acts: the roles, the parts that people take in a case, and both as plain values (C2 of docs/process.md).

``permissions.py`` says what follows from them and hands everything here on: the portal imports it from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The first three are held in a council, the others in the scheme; SYSTEM is the portal itself."""

    CONTRIBUTOR = "contributor"
    OWNER = "owner"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    LEAD = "lead_reviewer"
    ADMINISTRATOR = "administrator"
    PANEL = "panel_member"
    SYSTEM = "system"


COUNCIL_ROLES = frozenset({Role.CONTRIBUTOR, Role.OWNER, Role.APPROVER})
STAFF_ROLES = frozenset({Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR, Role.PANEL})


class Part(StrEnum):
    """The part that a person has taken in one case; what somebody has done rules out what they may do next."""

    CLAIMANT = "claimant"
    SENDER = "sender"
    SIGNATORY = "signatory"
    INVITED = "invited"
    REVIEWER = "reviewer"
    SCORER = "scorer"
    DECIDER = "decider"
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    CALIBRATOR = "calibrator"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, as plain values: who they are and every role they hold at this moment.

    ``conflicts`` are the councils with which the person has declared a conflict of interest (C6).
    """

    person_id: UUID | None
    name: str
    staff_roles: frozenset[Role] = frozenset()
    council_roles: Mapping[UUID, frozenset[Role]] = field(default_factory=dict)
    second_step: bool = False
    conflicts: frozenset[UUID] = frozenset()

    @property
    def signed_in(self) -> bool:
        """Whether this is a known person."""
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the scheme, whether or not the second step has been taken."""
        return bool(self.staff_roles)

    def roles_for(self, council_id: UUID | None) -> frozenset[Role]:
        """The roles that count where ``council_id`` is concerned; None for what concerns no one council."""
        own = self.council_roles.get(council_id, frozenset()) if council_id else frozenset()
        if council_id and (council_id in self.council_roles or council_id in self.conflicts):
            return own
        return own | (self.staff_roles if self.second_step or Role.SYSTEM in self.staff_roles else frozenset())

    @property
    def roles_anywhere(self) -> frozenset[Role]:
        """Every role that the person can use somewhere."""
        return self.roles_for(None).union(*self.council_roles.values())


VISITOR = Actor(person_id=None, name="")
SYSTEM = Actor(person_id=None, name="The portal", staff_roles=frozenset({Role.SYSTEM}))


@dataclass(frozen=True)
class Record:
    """What the table may know of the record that is acted on: whose it is, and who has taken which part in its case."""

    council_id: UUID | None = None
    parts: Mapping[Part, frozenset[UUID]] = field(default_factory=dict)

    def took_part(self, actor: Actor, *parts: Part) -> bool:
        """Whether the actor has taken any of these parts."""
        return any(actor.person_id in self.parts.get(part, frozenset()) for part in parts)
