"""Who may do what: the actors of C2 (docs/process.md), the permissions, and the one table that joins them.

Deny by default: a permission that is not in the table is nobody's. A council's people act on their own council only;
staff act only after a second step at sign-in, and never on a council that they belong to or have a conflict with.
"""

from collections.abc import Callable, Mapping
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
    SYSTEM = "system"


COUNCIL_ROLES = frozenset({Role.CONTRIBUTOR, Role.OWNER, Role.APPROVER})
STAFF_ROLES = frozenset({Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR})


class Part(StrEnum):
    """The part that a person has taken in one case; what somebody has done rules out what they may do next."""

    CLAIMANT = "claimant"
    SENDER = "sender"
    SIGNATORY = "signatory"
    INVITED = "invited"
    REVIEWER = "reviewer"
    SCORER = "scorer"
    DECIDER = "decider"


class Permission(StrEnum):
    """Everything that a route or a move can ask for."""

    SECOND_STEP_TAKE = "second_step:take"
    PORTAL_USE = "portal:use"
    COUNCILS_IMPORT = "councils:import"
    CLAIM_MAKE = "claim:make"
    CLAIM_DECIDE = "claim:decide"
    COUNCIL_SEE = "council:see"
    TEAM_MANAGE = "team:manage"
    INVITATION_APPROVE = "invitation:approve"
    STAFF_MANAGE = "staff:manage"
    APPLICATION_START = "application:start"
    APPLICATION_SEE = "application:see"
    APPLICATION_EDIT = "application:edit"
    APPLICATION_SEND = "application:send"
    APPLICATION_SIGN = "application:sign"
    APPLICATION_WITHDRAW = "application:withdraw"
    APPLICATION_CONFIRM_WITHDRAWAL = "application:confirm_withdrawal"
    APPLICATION_LAPSE = "application:lapse"
    APPLICATION_REOPEN = "application:reopen"
    APPLICATION_RESUBMIT = "application:resubmit"
    APPLICATION_DISCUSS = "application:discuss"
    DEADLINE_EXTEND = "deadline:extend"
    CLARIFICATION_ASK = "clarification:ask"
    CLARIFICATION_ANSWER = "clarification:answer"
    OUR_DAY_RECORD = "our_day:record"
    ANNOUNCEMENT_PLAN = "announcement:plan"
    EVIDENCE_OPEN = "evidence:open"
    COMPLETENESS_CHECK = "completeness:check"
    REVIEW_SEE = "review:see"
    REVIEW_ASSIGN = "review:assign"
    REVIEW_ANSWER = "review:answer"
    REVIEW_SCORE = "review:score"
    APPLICATION_DECIDE = "application:decide"
    RESULT_RELEASE = "result:release"
    FEEDBACK_SEE = "feedback:see"
    AWARD_GRANT = "award:grant"
    AWARD_SUSPEND = "award:suspend"
    AWARD_WITHDRAW = "award:withdraw"
    AWARD_GIVE_UP = "award:give_up"
    AWARD_REPLACE = "award:replace"
    AWARD_END = "award:end"
    EDITION_PUBLISH = "edition:publish"
    SCHEME_OVERSEE = "scheme:oversee"


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


Condition = Callable[[Actor, Record], bool]


@dataclass(frozen=True)
class Grant:
    """One way to hold a permission: any of the roles, and every condition."""

    roles: frozenset[Role]
    conditions: tuple[Condition, ...] = ()


def _did_not_claim(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.CLAIMANT)


def _did_not_send(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.SENDER)


def _was_invited(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.INVITED)


def _is_the_reviewer(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.REVIEWER)


def _did_not_score(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.REVIEWER, Part.SCORER)


def _to(*roles: Role, when: tuple[Condition, ...] = ()) -> tuple[Grant, ...]:
    return (Grant(frozenset(roles), when),)


_COUNCIL = (Role.CONTRIBUTOR, Role.OWNER, Role.APPROVER)

TABLE: Mapping[Permission, tuple[Grant, ...]] = {
    Permission.COUNCILS_IMPORT: _to(Role.SYSTEM),
    Permission.CLAIM_DECIDE: _to(Role.ADMINISTRATOR, when=(_did_not_claim,)),
    Permission.COUNCIL_SEE: _to(*_COUNCIL),
    # The portal adds somebody who has accepted an invitation, and the first owner of a verified council.
    Permission.TEAM_MANAGE: _to(Role.OWNER, Role.SYSTEM),
    Permission.INVITATION_APPROVE: _to(Role.ADMINISTRATOR),
    Permission.STAFF_MANAGE: _to(Role.SYSTEM),
    Permission.APPLICATION_START: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.APPLICATION_SEE: _to(*_COUNCIL),
    Permission.APPLICATION_EDIT: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.APPLICATION_SEND: _to(Role.OWNER),
    Permission.APPLICATION_SIGN: _to(Role.APPROVER, when=(_did_not_send,)),
    Permission.APPLICATION_WITHDRAW: _to(Role.OWNER),
    Permission.APPLICATION_CONFIRM_WITHDRAWAL: _to(Role.APPROVER),
    Permission.APPLICATION_LAPSE: _to(Role.SYSTEM),
    Permission.APPLICATION_REOPEN: _to(Role.OWNER),
    Permission.APPLICATION_RESUBMIT: _to(Role.OWNER),
    # What a council says among its own people: nobody of the scheme has this.
    Permission.APPLICATION_DISCUSS: _to(*_COUNCIL),
    Permission.DEADLINE_EXTEND: _to(Role.ADMINISTRATOR),
    Permission.CLARIFICATION_ASK: _to(Role.REVIEWER, when=(_is_the_reviewer,)),
    Permission.CLARIFICATION_ANSWER: _to(Role.OWNER, Role.SYSTEM),
    Permission.OUR_DAY_RECORD: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.ANNOUNCEMENT_PLAN: _to(Role.OWNER, Role.APPROVER),
    Permission.EVIDENCE_OPEN: _to(*_COUNCIL, Role.LEAD, Role.ADMINISTRATOR)
    + _to(Role.REVIEWER, when=(_is_the_reviewer,)),
    Permission.COMPLETENESS_CHECK: _to(Role.ADMINISTRATOR),
    Permission.REVIEW_SEE: _to(Role.REVIEWER, Role.LEAD),
    Permission.REVIEW_ASSIGN: _to(Role.LEAD),
    Permission.REVIEW_ANSWER: _to(Role.REVIEWER, when=(_was_invited,)),
    Permission.REVIEW_SCORE: _to(Role.REVIEWER, when=(_is_the_reviewer,)),
    Permission.APPLICATION_DECIDE: _to(Role.LEAD, when=(_did_not_score,)),
    Permission.RESULT_RELEASE: _to(Role.SYSTEM) + _to(Role.LEAD, when=(_did_not_score,)),
    Permission.FEEDBACK_SEE: _to(*_COUNCIL),
    Permission.AWARD_GRANT: _to(Role.SYSTEM),
    Permission.AWARD_SUSPEND: _to(Role.LEAD),
    Permission.AWARD_WITHDRAW: _to(Role.LEAD),
    Permission.AWARD_GIVE_UP: _to(Role.OWNER),
    Permission.AWARD_REPLACE: _to(Role.SYSTEM),
    Permission.AWARD_END: _to(Role.ADMINISTRATOR),
    Permission.EDITION_PUBLISH: _to(Role.SYSTEM, Role.ADMINISTRATOR),
    Permission.SCHEME_OVERSEE: _to(Role.ADMINISTRATOR, Role.LEAD),
}

# What every signed-in person may do for themselves, whatever their role.
OWN_AFFAIRS = frozenset({Permission.SECOND_STEP_TAKE, Permission.PORTAL_USE, Permission.CLAIM_MAKE})


def may(actor: Actor, permission: Permission, record: Record) -> bool:
    """Whether the actor may do this to this record: the one answer that moves, queries and buttons rely on."""
    if permission in OWN_AFFAIRS:
        return actor.signed_in
    roles = actor.roles_for(record.council_id)
    return any(
        roles & grant.roles and all(condition(actor, record) for condition in grant.conditions)
        for grant in TABLE.get(permission, ())
    )


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Whether there can be a record at all to which the actor may do this: the question a route asks first."""
    if permission in OWN_AFFAIRS:
        return actor.signed_in
    return any(actor.roles_anywhere & grant.roles for grant in TABLE.get(permission, ()))
