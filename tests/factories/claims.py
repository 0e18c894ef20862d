"""Councils on the register of eligible bodies, and claims for them."""

from dataclasses import replace
from itertools import count
from uuid import UUID, uuid4

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.claims import actions
from portal.claims.models import Claim
from portal.claims.rules import Proof
from portal.claims.states import Method
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council, CouncilDomain
from portal.kernel.clock import today
from portal.kernel.permissions import Actor, Role

_numbers = count(1)


def make_listed_council(
    work: Work, slug: str = "", domain: str = "", *, shared: bool = False, **facts: object
) -> Council:
    """A council on the register, with its domain, ``SLUG.gov.uk`` unless told."""
    slug = slug or f"listed-{next(_numbers)}"
    given = {"name": f"{slug.title()} Council", "kind": Kind.DISTRICT, "nation": Nation.ENGLAND, **facts}
    council = Council(id=uuid4(), slug=slug, **given)
    work.session.add(council)
    work.session.flush()
    work.session.add(CouncilDomain(council_id=council.id, host=domain or f"{slug}.gov.uk", shared=shared))
    work.session.flush()
    return council


def _as(work: Work, actor: Actor) -> Work:
    return Work(work.session, actor, work.clock, {})


def claim(work: Work, council: Council, person: Person, **more: str) -> Claim:
    """The person claims the council; ``more`` goes to the command."""
    command = actions.MakeClaim(council.slug, person.name, "Communications manager")
    return actions.make_claim(_as(work, Actor(person.id, person.name)), replace(command, **more))


def accept(work: Work, made: Claim, administrator_id: UUID, number: str = "01234 567890") -> Claim:
    """An administrator accepts the claim after calling back: the claimant is the council's owner."""
    actor = Actor(administrator_id, "Adele", staff_roles=frozenset({Role.ADMINISTRATOR}), second_step=True)
    proof = Proof(Method.CALLBACK, today(work.clock), number, "")
    return actions.accept_claim(_as(work, actor), actions.AcceptClaim(made.id, proof))


def refuse(work: Work, made: Claim, administrator_id: UUID, reason: str = "The council does not know you.") -> Claim:
    """An administrator refuses the claim."""
    actor = Actor(administrator_id, "Adele", staff_roles=frozenset({Role.ADMINISTRATOR}), second_step=True)
    return actions.refuse_claim(_as(work, actor), actions.RefuseClaim(made.id, reason))
