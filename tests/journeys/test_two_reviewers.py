"""Two blind reviewers who differ by 2 on an essential criterion, a moderator, and an appeal that is upheld."""

import re
from collections.abc import Iterable, Mapping

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.applications.models import Application
from portal.kernel.permissions import Role
from portal.reviews.models import SecondReview
from portal.reviews.rules import Judgement
from tests.factories import reviews
from tests.factories.appeals import make_panel
from tests.factories.completeness import complete_application
from tests.factories.people import make_staff
from tests.journeys import appeal_side, cast, facts, review_side, running
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.review_side import HARSH, HOME, KIND, Opinion
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

FIRST, SECOND = running.REVIEWER, running.OTHER_REVIEWER
EMPLOYERS = {FIRST: "Broxtowe", SECOND: "Mansfield"}
STORY = [
    "Application started",
    "Sent to your approver to be signed",
    "Signed and sent to the LGA",
    "We began to check that nothing is missing",
    "Nothing is missing: we look for a reviewer",
    "A reviewer was asked",
    "The review began",
    "A second reviewer is to look, without seeing the first scores",
    "The review was finished; a lead reviewer checks it",
    "The decision was made",
    "You got the decision with the feedback",
    "You lodged an appeal",
    "The appeal was upheld: scores were put right",
    "You got the decision with the feedback",
]


def prepare(portal: Portal) -> str:
    """A signed application that has passed its check, and a panel; a reviewer of the case belongs to the panel too."""
    with portal.work() as work:
        administrator = cast.called(work, running.ADMINISTRATOR)
        application = complete_application(work, cast.make_cast(work), administrator)
        make_panel(work, demonstration=True)
        make_staff(work, Role.PANEL, cast.called(work, FIRST))
        return application.reference


def score_the_others(portal: Portal, reference: str, name: str, opinion: Opinion, criteria: Iterable[str]) -> None:
    """What would show nothing new: the other scores of this reviewer, 3 on one and 2 on each of the rest."""
    with portal.work() as work:
        application = work.session.scalars(select(Application).filter_by(reference=reference)).one()
        reviewer = cast.called(work, name)
        for criterion in criteria:
            if criterion != facts.FIRST.id:
                score = 3 if criterion == facts.REST[0].id else 2
                given = Judgement(score, False, opinion.reason, "", opinion.live_check)
                reviews.score(work, application, reviewer, criterion, given)


def to_score(portal: Portal, reference: str) -> tuple[str, ...]:
    """What is scored at the moment: all by the first reviewer, some by the second."""
    with portal.work() as work:
        wanted = select(SecondReview.criteria).join(Application).where(Application.reference == reference)
        some = work.session.scalars(wanted).one_or_none()
    return tuple(some or (criterion.id for criterion in facts.EDITION.criteria))


def happened(owner: Guest) -> list[str]:
    """What the timeline says has happened, from the beginning."""
    owner.visit(f"{HOME}application/timeline")
    owner.look()
    return owner.page.locator(".mark-timeline__item strong").all_inner_texts()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("script", [True], ids=["with_script"])
def test_two_blind_reviewers_differ_and_an_appeal_is_upheld(portal: Portal, arrive: Arrival, *, script: bool) -> None:
    reference = prepare(portal)
    people = {name: arrive(script=script) for name in (running.LEAD, FIRST, SECOND, cast.OWNER, running.ADMINISTRATOR)}
    for name, guest in people.items():
        Insider(guest, name).sign_in()
    two_reviews(portal, people, reference)
    one_decision(people, reference)
    told = read_result(people[cast.OWNER])
    portal.pass_time(minutes=15)
    panel = admitted(people, arrive, script=script)
    portal.pass_time(minutes=15)
    upheld(panel)
    hold_award(people[cast.OWNER], arrive(script=script), told)
    review_side.compare(people[SECOND], KIND, HARSH, "Final score: 2")
    portal.send_every_letter()


def two_reviews(portal: Portal, people: Mapping[str, Guest], reference: str) -> None:
    """Each is asked, not objected to, accepts, scores without the other, and locks."""
    lead, owner = people[running.LEAD], people[cast.OWNER]
    for name, place, link, opinion, other in (
        (FIRST, "Reviewer", "Choose a reviewer", HARSH, KIND),
        (SECOND, "Second reviewer", "Choose a second reviewer", KIND, HARSH),
    ):
        reviewer, criteria = people[name], to_score(portal, reference)
        count = len(criteria)
        review_side.propose(lead, name, link)
        review_side.object_to_nobody(owner, f"{place}: {name}")
        review_side.accept(reviewer, count)
        review_side.give(reviewer, opinion)
        score_the_others(portal, reference, name, opinion, criteria)
        review_side.finds_nowhere(reviewer, reference, [other])
        review_side.finds_nowhere(lead, reference, [HARSH, KIND])
        review_side.lock(reviewer, reference, count)
        review_side.finds_nowhere(reviewer, reference, [other])
        portal.pass_time(minutes=15)


def one_decision(people: Mapping[str, Guest], reference: str) -> None:
    """The lead reviewer ends the difference; then, and not before, each reviewer reads what the other gave."""
    review_side.talk_and_moderate(people[running.LEAD])
    review_side.finds_nowhere(people[FIRST], reference, [KIND])
    review_side.finds_nowhere(people[SECOND], reference, [HARSH])
    review_side.finds_nowhere(people[cast.OWNER], reference, [HARSH, KIND])
    review_side.decide(people[running.LEAD], reference)
    review_side.compare(people[FIRST], HARSH, KIND, "Final score: 1")
    review_side.compare(people[SECOND], KIND, HARSH, "Final score: 1")


def read_result(owner: Guest) -> str:
    """The council reads the feedback, works the result out again and comes back; returns the address of the result."""
    owner.visit(HOME)
    owner.follow("Read the result and the feedback")
    owner.is_at("Not yet - small changes needed")
    owner.sees(review_side.FINAL)
    owner.sees(review_side.MOVES_UP)
    for name, employer in EMPLOYERS.items():
        owner.sees(f"{name}, {employer}")
    owner.look()
    told = owner.page.url
    owner.follow("See every rule, and work the result out again")
    owner.sees("The same")
    owner.look()
    owner.visit(told)
    return told


def admitted(people: Mapping[str, Guest], arrive: Arrival, *, script: bool) -> tuple[Guest, Guest, Guest]:
    """From the appeal that the owner writes to the three who hear it, whom it returns, the chair first."""
    appeal_side.write(people[cast.OWNER])
    appeal_side.lodge(appeal_side.at(arrive(script=script), cast.APPROVER, f"{HOME}appeal"))
    people[running.ADMINISTRATOR].visit("/administration/")
    appeal_side.advise(people[running.ADMINISTRATOR])
    chair = appeal_side.at(arrive(script=script), appeal_side.CHAIR, "/panel/")
    appeal_side.admit(chair)
    member = appeal_side.at(arrive(script=script), appeal_side.MEMBER, "/panel/")
    return chair, member, appeal_side.at(arrive(script=script), appeal_side.OUTSIDER, "/panel/")


def upheld(panel: tuple[Guest, Guest, Guest]) -> None:
    """Each says what they find; the chair puts the score right and records the outcome."""
    for panelist in panel:
        appeal_side.find(panelist)
    appeal_side.record(panel[0])


def hold_award(owner: Guest, resident: Guest, told: str) -> None:
    """The corrected result is out: the council holds the award, and anybody can find that it does."""
    owner.visit(f"{HOME}appeal")
    owner.sees("from 1 to 2.")
    owner.visit(told)
    owner.is_at(f"{facts.COUNCIL} has been awarded the Mark")
    owner.sees("This result follows an appeal and takes the place of the one before.")
    owner.look()
    owner.follow("See every rule, and work the result out again")
    owner.sees("The same")
    owner.look()
    owner.visit(HOME)
    owner.sees("You hold the Mark until")
    owner.look()
    assert happened(owner) == STORY
    for name, employer in EMPLOYERS.items():
        owner.sees(f"Your reviewer: {name}, {employer}.")
    resident.visit(f"/verify?q={facts.SLUG}")
    resident.follow(facts.COUNCIL)
    expect(resident.page.get_by_role("heading", level=1)).to_have_text(re.compile(f"^Yes.*{facts.COUNCIL}"))
    resident.look()
