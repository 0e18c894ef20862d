"""Making a claim, taking it back, accepting and refusing it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.queries import owners
from portal.accounts.roles import add_member
from portal.audit.work import Work
from portal.claims import queries, rules
from portal.claims.models import Claim
from portal.claims.rules import Proof
from portal.councils.models import Council
from portal.kernel.clock import day_of, today
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Part, Permission, Role, may


@dataclass(frozen=True)
class MakeClaim:
    """Ask to be the first owner of the council with this slug."""

    slug: str
    name: str
    job_title: str
    phone: str = ""


@dataclass(frozen=True)
class AcceptClaim:
    """The claimant works for the council: this is how it was made sure of."""

    claim_id: UUID
    proof: Proof


@dataclass(frozen=True)
class RefuseClaim:
    """The claim cannot be accepted; the claimant reads the reason."""

    claim_id: UUID
    reason: str


def make_claim(work: Work, command: MakeClaim) -> Claim:
    """Claim the council for the person who is signed in; announces ``claim:made``.

    Raises NotFound where there is no such council, RuleBroken where an obstacle stands in the way.
    """
    page = queries.start(work.session, work.actor, command.slug, today(work.clock))
    person = work.session.get(Person, work.actor.person_id, with_for_update=True)
    if person is None:
        raise NotFound("nobody is signed in")
    if page.obstacle:
        raise RuleBroken([page.obstacle.problem])
    person.name, person.job_title = command.name, command.job_title
    claim = Claim(
        council_id=page.council.id,
        person_id=person.id,
        name=command.name,
        job_title=command.job_title,
        phone=command.phone,
        email=person.email,
        domain_shared=page.domain_shared,
        made_at=work.clock.now(),
    )
    work.begin(claim, Permission.CLAIM_MAKE, "claim:made", domain_shared=claim.domain_shared)
    # Whoever has claimed a council does not decide on the claim, also when they become an administrator later.
    work.involve(claim, person.id, Part.CLAIMANT)
    return claim


def withdraw_claim(work: Work, slug: str) -> None:
    """Take back one's own newest claim for the council. Raises NotFound where there is none, IllegalMove if decided."""
    claim = queries.own_claim_row(work.session, work.actor, slug)
    work.session.refresh(claim, with_for_update=True)
    work.perform(claim, "withdraw")


def accept_claim(work: Work, command: AcceptClaim) -> Claim:
    """Make the claimant the council's owner; announces ``claim:accepted``.

    Raises NotFound where the claim is not this administrator's to decide, IllegalMove where it has been decided, and
    RuleBroken where the proof is incomplete or the council has got an owner meanwhile.
    """
    claim = _claim_to_decide(work, command.claim_id, "accept")
    made_on = day_of(claim.made_at)
    problems = rules.proof_problems(command.proof, made_on, today(work.clock))
    if owners(work.session, claim.council_id):
        problems = (rules.OWNED_MEANWHILE, *problems)
    if problems:
        raise RuleBroken(problems)
    proof = command.proof
    claim.method, claim.verified_on = proof.method, proof.verified_on
    claim.number_called, claim.notes = proof.number_called, proof.notes
    accepted = work.perform(claim, "accept", method=proof.method, verified_on=proof.verified_on.isoformat())
    add_member(work.as_system(because=accepted), claim.person_id, claim.council_id, Role.OWNER)
    return claim


def refuse_claim(work: Work, command: RefuseClaim) -> Claim:
    """Refuse the claim, with a reason; announces ``claim:refused``. Raises NotFound, IllegalMove."""
    claim = _claim_to_decide(work, command.claim_id, "refuse")
    claim.refused_because = command.reason
    work.perform(claim, "refuse", reason=command.reason)
    return claim


def _claim_to_decide(work: Work, claim_id: UUID, command: str) -> Claim:
    claim = work.session.get(Claim, claim_id)
    if claim is None or not may(work.actor, Permission.CLAIM_DECIDE, work.record_of(claim)):
        raise NotFound(f"no claim {claim_id} for {work.actor.name} to decide")
    # The council's row stands for its owners: of two claims that are accepted at once, the second sees the first.
    work.session.scalars(select(Council.id).where(Council.id == claim.council_id).with_for_update()).one()
    work.session.refresh(claim, with_for_update=True)
    claim.lifecycle.find(claim.state, command)
    return claim
