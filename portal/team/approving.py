"""Invitations to addresses on other domains, as administrators see them while they wait (C4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from portal.accounts.models import Invitation, Person
from portal.accounts.rules import ROLE_WORDS
from portal.accounts.states import InvitationState
from portal.councils.models import Council, CouncilDomain
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class WaitingInvitation:
    """Who asks whom to join which council, as what, since when."""

    id: UUID
    council: str
    email: str
    role: Words
    invited_by: str
    invited_by_email: str
    since: datetime


@dataclass(frozen=True)
class WaitingPage:
    """One invitation that waits, and the domains of its council; ``decided`` where it no longer waits."""

    invitation: WaitingInvitation
    domains: tuple[str, ...]
    decided: bool


def waiting(session: Session, actor: Actor) -> tuple[WaitingInvitation, ...]:
    """Every invitation that this administrator may decide, the longest waiting first."""
    rows = session.execute(
        _invitations()
        .where(Invitation.state == InvitationState.TO_BE_APPROVED)
        .order_by(Invitation.state_since, Invitation.id)
    )
    return tuple(_facts(row) for row in rows if _may_decide(actor, row[0]))


def waiting_invitation(session: Session, actor: Actor, invitation_id: UUID) -> WaitingPage:
    """One of them, also after it was decided. Raises NotFound where it is not for this actor to know of."""
    row = session.execute(_invitations().where(Invitation.id == invitation_id)).one_or_none()
    if row is None or not _may_decide(actor, row[0]):
        raise NotFound(f"no invitation {invitation_id} for {actor.name}")
    domains = session.scalars(
        select(CouncilDomain.host).where(CouncilDomain.council_id == row[0].council_id).order_by(CouncilDomain.host)
    )
    return WaitingPage(_facts(row), tuple(domains), row[0].state is not InvitationState.TO_BE_APPROVED)


def _invitations() -> Select[Invitation, str, str, str]:
    return (
        select(Invitation, Council.name, Person.name, Person.email)
        .join(Council, Council.id == Invitation.council_id)
        .join(Person, Person.id == Invitation.invited_by_id)
    )


def _facts(row: Row[Invitation, str, str, str]) -> WaitingInvitation:
    invitation, council, name, email = row
    return WaitingInvitation(
        invitation.id,
        council,
        invitation.email,
        ROLE_WORDS[invitation.role],
        name or email,
        email,
        invitation.state_since,
    )


def _may_decide(actor: Actor, invitation: Invitation) -> bool:
    return may(actor, Permission.INVITATION_APPROVE, Record(invitation.council_id))
