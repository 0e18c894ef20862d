"""Claims, as administrators check them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.queries import owners
from portal.audit.queries import trail
from portal.claims.models import Claim
from portal.claims.queries import ClaimFacts, claim_facts
from portal.claims.states import METHOD_WORDS, ClaimState
from portal.councils import queries as councils
from portal.councils.queries import DomainFacts
from portal.councils.rules import domain_of
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words

RECENT = 20

EVENT_WORDS: dict[str, Words] = {
    "claim:made": words("Claim made"),
    "claim:accepted": words("Accepted"),
    "claim:refused": words("Refused"),
    "claim:withdrawn": words("Taken back"),
}


@dataclass(frozen=True)
class ListedClaim:
    """A claim in the list. ``age`` is in working days since it was made."""

    claim: ClaimFacts
    domain_shared: bool
    age: int
    overdue: bool


@dataclass(frozen=True)
class ClaimList:
    """The claims that wait, the oldest first, and those that were decided last, the newest first."""

    pending: tuple[ListedClaim, ...]
    decided: tuple[ListedClaim, ...]


@dataclass(frozen=True)
class Step:
    """One thing that happened to a claim."""

    said: Words
    at: datetime
    by: str


@dataclass(frozen=True)
class GivenProof:
    """How the claim was made sure of."""

    method: Words
    verified_on: date
    number_called: str


@dataclass(frozen=True)
class Check:
    """Everything about one claim on one page.

    ``on_domain`` is the council's domain that the address is on today, None for none; ``shared_with`` names the other
    councils there. ``others_pending`` counts the claims of other people for the same council.
    """

    claim: ClaimFacts
    phone: str
    domains: tuple[DomainFacts, ...]
    on_domain: str | None
    domain_shared: bool
    shared_with: tuple[str, ...]
    has_owner: bool
    others_pending: int
    overdue: bool
    age: int
    proof: GivenProof | None
    notes: str
    steps: tuple[Step, ...]


def _may_decide(actor: Actor, row: Claim) -> bool:
    return may(actor, Permission.CLAIM_DECIDE, Record(row.council_id, {Part.CLAIMANT: frozenset({row.person_id})}))


def claims(session: Session, actor: Actor, day: date) -> ClaimList:
    """The claims that this administrator may decide: never one for a council they are bound to, and never their own."""
    waiting = session.scalars(select(Claim).where(Claim.state == ClaimState.PENDING).order_by(Claim.made_at))
    over = session.scalars(
        select(Claim).where(Claim.state != ClaimState.PENDING).order_by(Claim.state_since.desc()).limit(RECENT)
    )
    return ClaimList(
        tuple(_listed(session, row, day) for row in waiting if _may_decide(actor, row)),
        tuple(_listed(session, row, day) for row in over if _may_decide(actor, row)),
    )


def _listed(session: Session, row: Claim, day: date) -> ListedClaim:
    facts = claim_facts(session, row)
    return ListedClaim(facts, row.domain_shared, _age(facts, day), _overdue(facts, day))


def _age(facts: ClaimFacts, day: date) -> int:
    return working_days_between(day_of(facts.made_at), day)


def _overdue(facts: ClaimFacts, day: date) -> bool:
    return facts.is_pending and day > facts.check_by


def check(session: Session, actor: Actor, claim_id: UUID, day: date) -> Check:
    """One claim with all that is known. Raises NotFound where it is not this administrator's to decide."""
    row = session.get(Claim, claim_id)
    if row is None or not _may_decide(actor, row):
        raise NotFound(f"no claim {claim_id} for {actor.name}")
    facts = claim_facts(session, row)
    domains = councils.domains(session, row.council_id)
    host = domain_of(row.email, [domain.host for domain in domains])
    matched = next((domain for domain in domains if domain.host == host), None)
    return Check(
        claim=facts,
        phone=row.phone,
        domains=domains,
        on_domain=host,
        domain_shared=row.domain_shared or (matched is not None and matched.shared),
        shared_with=matched.shared_with if matched else (),
        has_owner=bool(owners(session, row.council_id)),
        others_pending=_others_pending(session, row),
        overdue=_overdue(facts, day),
        age=_age(facts, day),
        proof=_proof(row),
        notes=row.notes,
        steps=tuple(
            Step(EVENT_WORDS[entry.event], entry.at, entry.actor_name) for entry in trail(session, row.case_id)
        ),
    )


def _others_pending(session: Session, row: Claim) -> int:
    others = select(Claim.id).where(
        Claim.council_id == row.council_id, Claim.id != row.id, Claim.state == ClaimState.PENDING
    )
    return len(session.scalars(others).all())


def _proof(row: Claim) -> GivenProof | None:
    if row.method is None or row.verified_on is None:
        return None
    return GivenProof(METHOD_WORDS[row.method], row.verified_on, row.number_called)
