"""The official places of the world: a council with an award, and a website that waits."""

from collections.abc import Mapping

from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.audit.work import Work
from portal.awards.models import Award, AwardDomain
from portal.councils.models import Council
from portal.kernel.permissions import Role
from portal.places import actions as places
from portal.places.models import ProposedWebsite
from tests.factories.applications import acting


def propose_a_website(work: Work, slug: str) -> None:
    """The owner of the council asks for one."""
    owner = work.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Council, Council.id == Membership.council_id)
        .where(Council.slug == slug, Membership.role == Role.OWNER)
    ).one()
    places.propose(acting(work, owner), places.Propose(slug, f"news.{slug}.gov.uk", "Our news"))


def values_of_places(work: Work, slug: str) -> Mapping[str, str]:
    """What the places of an address are filled with."""
    websites = (
        select(AwardDomain.id)
        .join(Award, Award.id == AwardDomain.award_id)
        .join(Council, Council.id == Award.council_id)
        .where(Council.slug == slug)
    )
    proposed = (
        select(ProposedWebsite.id).join(Council, Council.id == ProposedWebsite.council_id).where(Council.slug == slug)
    )
    return {
        "place_id": str(work.session.scalars(websites).first()),
        "proposal_id": str(work.session.scalars(proposed).one()),
    }
