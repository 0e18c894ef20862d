"""What is told of an award's official websites and accounts, by the actions that change them."""

from sqlalchemy import select

from portal.audit.work import Work
from portal.awards.models import AwardDomain
from portal.councils.models import Council
from portal.kernel.permissions import Role
from portal.places import actions
from portal.places.actions import AddAccount, Choose, Decide, Propose
from tests.factories.applications import acting, make_team
from tests.factories.awards import make_award
from tests.factories.people import make_staff


def tell_of_places(work: Work, council: Council, hostile: str) -> None:
    """One website is added, one refused, an account is listed and a website removed."""
    team = make_team(work, council)
    award = make_award(work, council, domains="example.gov.uk")
    owner, administrator = acting(work, team.owner), acting(work, make_staff(work, Role.ADMINISTRATOR))
    for host, accepts in (("news.example.org.uk", True), ("shop.example.org.uk", False)):
        proposed = actions.propose(owner, Propose(council.slug, host, hostile[:100]))
        actions.decide(administrator, Decide(proposed.id, accepts, hostile))
    actions.add_account(owner, AddAccount(council.slug, "https://social.example/@council?=cmd|x"))
    website = work.session.scalars(select(AwardDomain.id).where(AwardDomain.award_id == award.id)).first()
    assert website is not None
    actions.remove(owner, Choose(council.slug, website))
