"""A council's team and a person's invitations, as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Invitation, Membership, Person
from portal.accounts.rules import ROLE_WORDS
from portal.accounts.states import InvitationState, MembershipState
from portal.councils.models import Council, CouncilDomain
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, Role, may
from portal.kernel.words import Words
from portal.team.rules import TeamFacts


@dataclass(frozen=True)
class TeamMember:
    """Somebody who has access, in one role."""

    membership_id: UUID
    person_id: UUID
    name: str
    email: str
    job_title: str
    role: Words
    since: datetime
    last_sign_in_at: datetime | None


@dataclass(frozen=True)
class SentInvitation:
    """An invitation that has not been answered; ``expired`` says that it can no longer be."""

    id: UUID
    email: str
    role: Words
    sent_at: datetime
    expires_at: datetime
    expired: bool


@dataclass(frozen=True)
class TeamPage:
    """Who has access to a council's work; ``may_manage`` says whether the reader may change that."""

    council: str
    slug: str
    members: tuple[TeamMember, ...]
    invitations: tuple[SentInvitation, ...]
    domains: tuple[str, ...]
    may_manage: bool


@dataclass(frozen=True)
class LeavingPage:
    """One member, before their access is ended."""

    council: str
    slug: str
    member: TeamMember
    is_self: bool


@dataclass(frozen=True)
class ReceivedInvitation:
    """An invitation that the reader can accept."""

    id: UUID
    council: str
    role: Words
    explained_as: Role
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True)
class InvitationsPage:
    """Every invitation that is open for the reader, and what they call themselves."""

    name: str
    email: str
    invitations: tuple[ReceivedInvitation, ...]


def council_of(session: Session, actor: Actor, slug: str) -> Council:
    """The council, for somebody who belongs to it. Raises NotFound for everybody else."""
    council = session.scalar(select(Council).where(Council.slug == slug))
    if council is None or not may(actor, Permission.COUNCIL_SEE, Record(council.id)):
        raise NotFound(f"no council {slug} for {actor.name}")
    return council


def team_facts(session: Session, council_id: UUID, now: datetime) -> TeamFacts:
    """What the rules need to know of the council's team."""
    domains = session.scalars(select(CouncilDomain.host).where(CouncilDomain.council_id == council_id))
    members = session.execute(
        select(Person.email, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
    )
    invited = session.execute(
        select(Invitation.email, Invitation.role).where(
            Invitation.council_id == council_id, Invitation.state == InvitationState.SENT, Invitation.expires_at > now
        )
    )
    return TeamFacts(
        frozenset(domains),
        frozenset((email, role) for email, role in members),
        frozenset((email, role) for email, role in invited),
    )


def _members(session: Session, council_id: UUID) -> tuple[TeamMember, ...]:
    rows = session.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Person.name, Person.email, Membership.role)
    )
    return tuple(
        TeamMember(
            membership_id=membership.id,
            person_id=person.id,
            name=person.name or person.email,
            email=person.email,
            job_title=person.job_title,
            role=ROLE_WORDS[membership.role],
            since=membership.since,
            last_sign_in_at=person.last_sign_in_at,
        )
        for membership, person in rows
    )


def team_page(session: Session, actor: Actor, slug: str, now: datetime) -> TeamPage:
    """The team of the council. Raises NotFound for anybody outside it."""
    council = council_of(session, actor, slug)
    sent = session.scalars(
        select(Invitation)
        .where(Invitation.council_id == council.id, Invitation.state == InvitationState.SENT)
        .order_by(Invitation.sent_at, Invitation.email)
    )
    return TeamPage(
        council=council.name,
        slug=council.slug,
        members=_members(session, council.id),
        invitations=tuple(
            SentInvitation(
                row.id, row.email, ROLE_WORDS[row.role], row.sent_at, row.expires_at, expired=now >= row.expires_at
            )
            for row in sent
        ),
        domains=tuple(sorted(team_facts(session, council.id, now).domains)),
        may_manage=may(actor, Permission.TEAM_MANAGE, Record(council.id)),
    )


def leaving_page(session: Session, actor: Actor, slug: str, membership_id: UUID) -> LeavingPage:
    """The member whose access is to be ended. Raises NotFound where there is none in this council."""
    council = council_of(session, actor, slug)
    for member in _members(session, council.id):
        if member.membership_id == membership_id:
            return LeavingPage(council.name, council.slug, member, member.person_id == actor.person_id)
    raise NotFound(f"no membership {membership_id} in {slug}")


def invitations_page(session: Session, actor: Actor, now: datetime) -> InvitationsPage:
    """The invitations that the actor can accept now. Raises NotFound where nobody is signed in."""
    person = session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        raise NotFound("nobody is signed in")
    rows = session.execute(
        select(Invitation, Council.name, Person.name, Person.email)
        .join(Council, Council.id == Invitation.council_id)
        .join(Person, Person.id == Invitation.invited_by_id)
        .where(Invitation.email == person.email, Invitation.state == InvitationState.SENT, Invitation.expires_at > now)
        .order_by(Council.name, Invitation.sent_at)
    )
    return InvitationsPage(
        person.name,
        person.email,
        tuple(
            ReceivedInvitation(row.id, council, ROLE_WORDS[row.role], row.role, name or email, row.expires_at)
            for row, council, name, email in rows
        ),
    )
