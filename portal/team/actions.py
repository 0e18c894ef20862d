"""What brings people into a council's team: invite, approve or refuse, cancel, accept."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Invitation, Person
from portal.accounts.roles import add_member
from portal.accounts.states import InvitationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Permission, Record, Role, may
from portal.team import queries, rules


@dataclass(frozen=True)
class Invite:
    """Ask somebody to join the council in a role."""

    slug: str
    email: str
    role: Role


@dataclass(frozen=True)
class DecideInvitation:
    """Let an invitation to another domain go out, or refuse it with a reason that the council reads."""

    invitation_id: UUID
    approve: bool
    reason: str


@dataclass(frozen=True)
class CancelInvitation:
    """Take an invitation back."""

    slug: str
    invitation_id: UUID


@dataclass(frozen=True)
class AcceptInvitation:
    """Join, under this name."""

    invitation_id: UUID
    name: str


def council_alone(work: Work, slug: str) -> Council:
    """The council, locked: of two changes to one team, the second sees the first."""
    council = queries.council_of(work.session, work.actor, slug)
    work.session.refresh(council, with_for_update=True)
    return council


def invite(work: Work, command: Invite) -> Invitation:
    """Invite somebody, for seven days; an address on another domain waits for an administrator's approval first (C4).

    Raises RuleBroken, NotPermitted, and NotFound where it is not their council.
    """
    council, now = council_alone(work, command.slug), work.clock.now()
    team = queries.team_facts(work.session, council.id, now)
    if problems := rules.invitation_problems(command.email, command.role, team):
        raise RuleBroken(problems)
    invitation = Invitation(
        council_id=council.id,
        email=command.email,
        role=command.role,
        invited_by_id=work.person_id,
        sent_at=now,
        expires_at=now + rules.INVITATION_LASTS,
    )
    if rules.needs_approval(command.email, team):
        waiting = InvitationState.TO_BE_APPROVED
        work.begin(invitation, Permission.TEAM_MANAGE, "invitation:approval_needed", state=waiting, role=command.role)
    else:
        work.begin(invitation, Permission.TEAM_MANAGE, "invitation:sent", role=command.role)
    return invitation


def decide_invitation(work: Work, command: DecideInvitation) -> Invitation:
    """Send an invitation that waits, from now for seven days, or refuse it with a reason, as an administrator.

    Raises NotFound, RuleBroken without a reason, IllegalMove where it has been decided or cancelled.
    """
    invitation = work.session.get(Invitation, command.invitation_id, with_for_update=True)
    if invitation is None or not may(
        work.actor, Permission.INVITATION_APPROVE, Record(council_id=invitation.council_id)
    ):
        raise NotFound(f"no invitation {command.invitation_id} for {work.actor.name}")
    if problems := rules.decision_problems(command.approve, command.reason):
        raise RuleBroken(problems)
    if command.approve:
        invitation.sent_at = work.clock.now()
        invitation.expires_at = invitation.sent_at + rules.INVITATION_LASTS
        work.perform(invitation, "approve", reason=command.reason, role=invitation.role)
    else:
        work.perform(invitation, "refuse", reason=command.reason)
    return invitation


def cancel_invitation(work: Work, command: CancelInvitation) -> None:
    """Take the invitation back. Raises IllegalMove where it has been answered."""
    council = queries.council_of(work.session, work.actor, command.slug)
    invitation = work.session.get(Invitation, command.invitation_id, with_for_update=True)
    if invitation is None or invitation.council_id != council.id:
        raise NotFound(f"no invitation {command.invitation_id} in {command.slug}")
    work.perform(invitation, "cancel")


def accept_invitation(work: Work, command: AcceptInvitation) -> str:
    """Join the council: the actor becomes a member in the role of the invitation. Returns the council's slug.

    Raises NotFound where the invitation went to another address, RuleBroken where it has expired.
    """
    invitation = work.session.get(Invitation, command.invitation_id, with_for_update=True)
    person = work.session.get(Person, work.actor.person_id) if work.actor.person_id else None
    if invitation is None or person is None or invitation.email != person.email:
        raise NotFound(f"no invitation {command.invitation_id} for {work.actor.name}")
    now = work.clock.now()
    team = queries.team_facts(work.session, invitation.council_id, now)
    if problem := rules.acceptance_problem(invitation.role, person.email, invitation.expires_at, team, now):
        raise RuleBroken([problem])
    person.name = command.name
    accepted = work.perform(invitation, "accept")
    add_member(work.as_system(because=accepted), person.id, invitation.council_id, invitation.role)
    return work.session.scalars(select(Council.slug).where(Council.id == invitation.council_id)).one()
