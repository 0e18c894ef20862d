"""A council's team and a person's invitations, as pages show them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import and_, or_, select
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
class HeldRole:
    """One role of somebody in the council."""

    membership_id: UUID
    role: Role
    words: Words
    since: datetime


@dataclass(frozen=True)
class TeamMember:
    """Somebody who has access, with every role; ``invited_by`` is empty for whoever came without an invitation."""

    person_id: UUID
    name: str
    email: str
    job_title: str
    roles: tuple[HeldRole, ...]
    invited_by: str
    last_sign_in_at: datetime | None
    is_self: bool

    @property
    def is_owner(self) -> bool:
        """Whether owner is one of the roles."""
        return any(held.role is Role.OWNER for held in self.roles)


@dataclass(frozen=True)
class SentInvitation:
    """An invitation that has not been answered.

    ``expired`` says that it can no longer be; ``waits`` that an administrator has not yet let it go out.
    """

    id: UUID
    email: str
    role: Words
    sent_at: datetime
    expires_at: datetime
    expired: bool
    waits: bool


@dataclass(frozen=True)
class TeamPage:
    """Who has access to a council's work; ``may_manage`` says whether the reader may change that."""

    council: str
    slug: str
    members: tuple[TeamMember, ...]
    invitations: tuple[SentInvitation, ...]
    domains: tuple[str, ...]
    may_manage: bool

    @property
    def owners(self) -> int:
        """How many owners there are."""
        return sum(member.is_owner for member in self.members)


@dataclass(frozen=True)
class LeavingPage:
    """One member, before their access is ended; ``is_last_owner`` says that they have to hand over first."""

    council: str
    slug: str
    member: TeamMember
    is_last_owner: bool


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


def domains_of(session: Session, council_id: UUID) -> frozenset[str]:
    """The web domains of the council."""
    return frozenset(session.scalars(select(CouncilDomain.host).where(CouncilDomain.council_id == council_id)))


def team_facts(session: Session, council_id: UUID, now: datetime) -> TeamFacts:
    """What the rules need to know of the council's team."""
    members = session.execute(
        select(Person.email, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
    )
    invited = session.execute(
        select(Invitation.email, Invitation.role).where(
            Invitation.council_id == council_id,
            or_(
                and_(Invitation.state == InvitationState.SENT, Invitation.expires_at > now),
                Invitation.state == InvitationState.TO_BE_APPROVED,
            ),
        )
    )
    return TeamFacts(
        domains_of(session, council_id),
        frozenset((email, role) for email, role in members),
        frozenset((email, role) for email, role in invited),
    )


def members(session: Session, actor: Actor, council_id: UUID) -> tuple[TeamMember, ...]:
    """Everybody who has access to the council's work, each person once, by name."""
    inviters = _inviters(session, council_id)
    rows = session.execute(
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Person.name, Person.email, Person.id, Membership.role)
    )
    return tuple(
        TeamMember(
            person_id=person.id,
            name=person.name or person.email,
            email=person.email,
            job_title=person.job_title,
            roles=tuple(HeldRole(row.id, row.role, ROLE_WORDS[row.role], row.since) for _person, row in held),
            invited_by=inviters.get(person.email, ""),
            last_sign_in_at=person.last_sign_in_at,
            is_self=person.id == actor.person_id,
        )
        for person, held in groupby(rows, key=lambda row: row[0])
    )


def _inviters(session: Session, council_id: UUID) -> dict[str, str]:
    """Who invited whom, by the address that was invited: the latest invitation that was accepted."""
    rows = session.execute(
        select(Invitation.email, Person.name, Person.email)
        .join(Person, Person.id == Invitation.invited_by_id)
        .where(Invitation.council_id == council_id, Invitation.state == InvitationState.ACCEPTED)
        .order_by(Invitation.state_since)
    )
    return {invited: name or email for invited, name, email in rows}


def team_page(session: Session, actor: Actor, slug: str, now: datetime) -> TeamPage:
    """The team of the council. Raises NotFound for anybody outside it."""
    council = council_of(session, actor, slug)
    sent = session.scalars(
        select(Invitation)
        .where(
            Invitation.council_id == council.id,
            Invitation.state.in_((InvitationState.SENT, InvitationState.TO_BE_APPROVED)),
        )
        .order_by(Invitation.sent_at, Invitation.email)
    )
    return TeamPage(
        council=council.name,
        slug=council.slug,
        members=members(session, actor, council.id),
        invitations=tuple(_sent(row, now) for row in sent),
        domains=tuple(sorted(domains_of(session, council.id))),
        may_manage=may(actor, Permission.TEAM_MANAGE, Record(council.id)),
    )


def _sent(row: Invitation, now: datetime) -> SentInvitation:
    waits = row.state is InvitationState.TO_BE_APPROVED
    expired = not waits and now >= row.expires_at
    return SentInvitation(row.id, row.email, ROLE_WORDS[row.role], row.sent_at, row.expires_at, expired, waits)


def leaving_page(session: Session, actor: Actor, slug: str, person_id: UUID) -> LeavingPage:
    """The member whose access is to be ended. Raises NotFound where there is none in this council."""
    council = council_of(session, actor, slug)
    team = members(session, actor, council.id)
    found = next((member for member in team if member.person_id == person_id), None)
    if found is None:
        raise NotFound(f"no member {person_id} in {slug}")
    is_last_owner = found.is_owner and sum(member.is_owner for member in team) == 1
    return LeavingPage(council.name, council.slug, found, is_last_owner)


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
