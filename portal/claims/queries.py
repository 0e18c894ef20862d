"""Claims, as their claimants see them, and what stands between a person and a council."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Membership
from portal.accounts.queries import owners, person
from portal.accounts.states import MembershipState
from portal.claims.models import Claim
from portal.claims.rules import Obstacle, Position, check_by, obstacle
from portal.claims.states import STATE_WORDS, ClaimState
from portal.councils import queries as councils
from portal.councils.models import Council
from portal.councils.queries import CouncilFacts, DomainFacts
from portal.councils.rules import domain_of
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class FoundCouncil:
    """A council in the search, and by which councils it has been replaced where its last day is over."""

    council: CouncilFacts
    has_ended: bool
    successors: tuple[CouncilFacts, ...]


@dataclass(frozen=True)
class Start:
    """What one person finds when they want to start for one council.

    Without an obstacle the claim can be made. ``shared_with`` names the councils that are on the address's domain too.
    """

    council: CouncilFacts
    successors: tuple[CouncilFacts, ...]
    domains: tuple[DomainFacts, ...]
    email: str
    name: str
    job_title: str
    obstacle: Obstacle | None
    domain_shared: bool
    shared_with: tuple[str, ...]


@dataclass(frozen=True)
class ClaimFacts:
    """A claim, in plain values. ``check_by`` is the day that the claimant was told; ``decided_at`` None while open."""

    id: UUID
    council: CouncilFacts
    person_id: UUID
    name: str
    job_title: str
    email: str
    made_at: datetime
    check_by: date
    state: ClaimState
    decided_at: datetime | None
    refused_because: str

    @property
    def state_words(self) -> Words:
        """How the claim stands."""
        return STATE_WORDS[self.state]

    @property
    def is_pending(self) -> bool:
        """Whether it waits to be decided."""
        return self.state is ClaimState.PENDING


@dataclass(frozen=True)
class OwnCouncils:
    """The councils that a person belongs to, and their claims that wait."""

    councils: tuple[CouncilFacts, ...]
    claims: tuple[ClaimFacts, ...]


def found_councils(session: Session, q: str, day: date) -> tuple[FoundCouncil, ...]:
    """The councils with this name on the register of eligible bodies, as they stand on the day."""
    return tuple(
        FoundCouncil(council, council.has_ended(day), councils.successors(session, council.id))
        for council in councils.search(session, q)
    )


def start(session: Session, actor: Actor, slug: str, day: date) -> Start:
    """How things stand between the person who is signed in and this council. Raises NotFound."""
    if actor.person_id is None:
        raise NotFound("nobody is signed in")
    council = councils.by_slug(session, slug)
    reader = person(session, actor.person_id)
    domains = councils.domains(session, council.id)
    position = Position(
        last_day=council.last_day,
        has_owner=bool(owners(session, council.id)),
        is_member=may(actor, Permission.COUNCIL_SEE, Record(council.id)),
        has_pending=_pending_count(session, council.id, reader.id) > 0,
        email=reader.email,
        domains=tuple(domain.host for domain in domains),
    )
    host = domain_of(reader.email, position.domains)
    matched = next((domain for domain in domains if domain.host == host), None)
    return Start(
        council=council,
        successors=councils.successors(session, council.id),
        domains=domains,
        email=reader.email,
        name=reader.name,
        job_title=reader.job_title,
        obstacle=obstacle(position, day),
        domain_shared=matched is not None and matched.shared,
        shared_with=matched.shared_with if matched else (),
    )


def _pending_count(session: Session, council_id: UUID, person_id: UUID) -> int:
    pending = select(func.count()).where(
        Claim.council_id == council_id, Claim.person_id == person_id, Claim.state == ClaimState.PENDING
    )
    return session.scalar(pending) or 0


def own_claim_row(session: Session, actor: Actor, slug: str) -> Claim:
    """The actor's newest claim for the council, for an action. Raises NotFound where they have made none."""
    row = session.scalar(
        select(Claim)
        .join(Council, Council.id == Claim.council_id)
        .where(Council.slug == slug, Claim.person_id == actor.person_id)
        .order_by(Claim.made_at.desc())
        .limit(1)
    )
    if row is None:
        raise NotFound(f"{actor.name} has not claimed {slug}")
    return row


def own_claim(session: Session, actor: Actor, slug: str) -> ClaimFacts:
    """The actor's newest claim for the council. Raises NotFound where they have made none."""
    return claim_facts(session, own_claim_row(session, actor, slug))


def claim(session: Session, claim_id: UUID) -> ClaimFacts:
    """The claim with this key, for the portal's own letters. Raises NotFound."""
    row = session.get(Claim, claim_id)
    if row is None:
        raise NotFound(f"no claim {claim_id}")
    return claim_facts(session, row)


def claim_facts(session: Session, row: Claim) -> ClaimFacts:
    """The row in plain values."""
    return ClaimFacts(
        id=row.id,
        council=councils.by_id(session, row.council_id),
        person_id=row.person_id,
        name=row.name,
        job_title=row.job_title,
        email=row.email,
        made_at=row.made_at,
        check_by=check_by(day_of(row.made_at)),
        state=row.state,
        decided_at=None if row.state is ClaimState.PENDING else row.state_since,
        refused_because=row.refused_because,
    )


def own_councils(session: Session, actor: Actor) -> OwnCouncils:
    """Where the actor has work in a council, by name, and what they wait for."""
    belongs_to = session.scalars(
        select(Membership.council_id)
        .where(Membership.person_id == actor.person_id, Membership.state == MembershipState.ACTIVE)
        .distinct()
    )
    pending = session.scalars(
        select(Claim)
        .where(Claim.person_id == actor.person_id, Claim.state == ClaimState.PENDING)
        .order_by(Claim.made_at)
    )
    return OwnCouncils(
        councils=tuple(sorted((councils.by_id(session, key) for key in belongs_to), key=lambda facts: facts.name)),
        claims=tuple(claim_facts(session, row) for row in pending),
    )
