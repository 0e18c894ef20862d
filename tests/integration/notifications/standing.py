"""What becomes of awards, told so that every letter about it is written."""

from portal.audit.work import Work
from portal.awards import actions as awards
from portal.awards.models import Award
from portal.awards.states import ReasonType
from portal.councils.models import Council
from portal.kernel.calendar import add_months
from portal.kernel.clock import today
from portal.kernel.permissions import Role
from portal.standing import actions, suspending, withdrawing
from portal.standing.rules import Verdict
from portal.standing.states import Ground
from tests.factories.applications import acting
from tests.factories.awards import make_award
from tests.factories.people import make_member, make_staff
from tests.factories.standing import signed_renewal


def tell_of_awards(work: Work, council: Council, said: str) -> None:
    """A renewal under review, a suspension with notice and answer, restored; a withdrawal; and giving up refused."""
    note = "The Mark was misused."
    roles = (Role.ADMINISTRATOR, Role.LEAD, Role.PANEL)
    administrator, lead, panel = (acting(work, make_staff(work, role, name=said[:60])) for role in roles)
    owner, approver = (acting(work, make_member(work, council.id, role)) for role in (Role.OWNER, Role.APPROVER))
    award = make_award(work, council)
    signed_renewal(work, award)
    proposal = suspending.Propose(award.number, Ground.FALSE_STATEMENT, said, said, note)
    suspending.propose(administrator, proposal)
    suspending.decide(lead, suspending.Decide(award.number, Verdict.NOTICE, ""))
    suspending.answer(owner, suspending.Answer(council.slug, said))
    suspending.drop(lead, suspending.Say(award.number, said))
    actions.ask_giving_up(owner, actions.GiveUp(council.slug, said))
    actions.refuse_giving_up(approver, council.slug)
    suspending.propose(administrator, proposal)
    suspending.decide(lead, suspending.Decide(award.number, Verdict.AT_ONCE, said))
    for confirmed in (False, True):
        withdrawing.propose(lead, withdrawing.Propose(award.number, ReasonType.FALSE_STATEMENT, said, note))
        withdrawing.answer(panel, withdrawing.AnswerProposal(award.number, confirmed, said))


def tell_of_an_award_that_is_ended(work: Work, council: Council, said: str) -> None:
    """An award whose council is replaced before the day that was known."""
    administrator = acting(work, make_staff(work, Role.ADMINISTRATOR))
    make_member(work, council.id, Role.OWNER)
    awards.end(administrator, awards.End(make_award(work, council).number, said))


def tell_of_awards_that_will_end(work: Work, replaced: Council, held: Council) -> None:
    """An award of a council that is replaced in half a year, and one that can be renewed."""
    replaced.last_day = add_months(today(work.clock), 6)
    for council in (replaced, held):
        make_member(work, council.id, Role.OWNER)
    make_award(work, replaced)
    award = work.session.get_one(Award, make_award(work, held).id)
    award.renewal_opens_on, award.ends_on = award.starts_on, add_months(award.starts_on, 6)
