"""What changes a council's team: invite, cancel, accept, end."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Invitation, Membership, Person
from portal.accounts.roles import add_member
from portal.accounts.states import MembershipState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Permission, Role
from portal.team import queries, rules


@dataclass(frozen=True)
class Invite:
    """Ask somebody to join the council in a role."""

    slug: str
    email: str
    role: Role


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


@dataclass(frozen=True)
class EndMembership:
    """End one role of one person in the council."""

    slug: str
    membership_id: UUID


def _council_alone(work: Work, slug: str) -> Council:
    """The council, locked: of two changes to one team, the second sees the first."""
    council = queries.council_of(work.session, work.actor, slug)
    work.session.refresh(council, with_for_update=True)
    return council


def invite(work: Work, command: Invite) -> Invitation:
    """Invite somebody, for seven days. Raises RuleBroken, NotPermitted, and NotFound where it is not their council."""
    council, now = _council_alone(work, command.slug), work.clock.now()
    team = queries.team_facts(work.session, council.id, now)
    if problems := rules.invitation_problems(command.email, command.role, team):
        raise RuleBroken(problems)
    if work.actor.person_id is None:
        raise NotFound("nobody is signed in")
    invitation = Invitation(
        council_id=council.id,
        email=command.email,
        role=command.role,
        invited_by_id=work.actor.person_id,
        sent_at=now,
        expires_at=now + rules.INVITATION_LASTS,
    )
    work.begin(invitation, Permission.TEAM_MANAGE, "invitation:sent", role=command.role)
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


def end_membership(work: Work, command: EndMembership) -> UUID:
    """End the role; returns whose it was. Raises RuleBroken for the last owner, IllegalMove where it is over."""
    council = _council_alone(work, command.slug)
    membership = work.session.get(Membership, command.membership_id, with_for_update=True)
    if membership is None or membership.council_id != council.id:
        raise NotFound(f"no membership {command.membership_id} in {command.slug}")
    owners = work.session.scalars(
        select(Membership.id).where(
            Membership.council_id == council.id,
            Membership.role == Role.OWNER,
            Membership.state == MembershipState.ACTIVE,
        )
    ).all()
    if problem := rules.leaving_problem(membership.role, len(owners)):
        raise RuleBroken([problem])
    work.perform(membership, "end")
    return membership.person_id
