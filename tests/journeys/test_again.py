"""Not starting again: a named criterion improved and sent once more, and a second application from last answers."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import expect

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from tests.factories import decisions, reviews
from tests.factories.completeness import complete_application
from tests.journeys import cast, facts, running
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.council_side import Officer
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider, Lead

HOME = f"/council/{facts.SLUG}/"
LOCKED = facts.REST[0]
BETTER = 'Since May we answer within an hour: "always", =cmd ŵ 🙂 <b>'
DAYS_UNTIL_AGAIN = 100

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


def released(work: Work, scores: Mapping[str, int | None]) -> Application:
    """An application of the council that has its result: 2 on each criterion unless given."""
    people = {name: cast.called(work, name) for name in (running.ADMINISTRATOR, running.REVIEWER, running.LEAD)}
    lead, reviewer = people[running.LEAD], people[running.REVIEWER]
    application = complete_application(work, cast.make_cast(work), people[running.ADMINISTRATOR])
    reviews.assign(work, application, reviewer, lead)
    reviews.accept(work, application, reviewer)
    reviews.score_all(work, application, reviewer, scores)
    reviews.lock(work, application, reviewer)
    reviews.agree(work, application, lead)
    decisions.moderated(work, application, lead)
    decided = decisions.decided(work, application, lead)
    if decided.state is ApplicationState.DECIDED:
        decided = decisions.released(work, application, lead)
    return decided


def at_home(guest: Guest, name: str) -> Guest:
    """Somebody of the council who has its page open."""
    Insider(guest, name).sign_in()
    guest.visit(HOME)
    guest.look()
    return guest


def improve(owner: Guest) -> None:
    """From the result to the declaration: only what was named can be changed."""
    owner.sees("They must reach us, signed, by 18 February 2027")
    owner.follow("Read the result and the feedback")
    owner.is_at("Not yet - small changes needed")
    owner.look()
    owner.press("Improve these criteria and send them again")
    owner.sees("What to improve")
    expect(owner.page.get_by_text("To improve", exact=True)).to_have_count(1)
    expect(owner.page.get_by_text("Locked", exact=True)).to_have_count(len(facts.REST) + 1)
    owner.look()
    owner.follow(facts.task(LOCKED))
    owner.sees("its score stands, so its answer cannot be changed")
    expect(owner.page.get_by_label("Your statement")).to_have_count(0)
    owner.look()
    owner.follow("Task list")
    owner.follow(facts.task(facts.FIRST))
    owner.sees("To improve: Answer within a day.")
    owner.sees("What we decided then")
    owner.look()
    owner.type_into("Your statement", BETTER)
    owner.press("Save and come back later")
    owner.press("Check answers")
    owner.sees("What has changed since last time")
    owner.look()
    owner.choose(cast.APPROVER)
    owner.press("Send for declaration")
    owner.is_at("Declaration")
    owner.visit(f"{HOME}application/timeline")
    owner.sees("You began to improve the named criteria")
    owner.look()


def sign(approver: Guest) -> None:
    """The approver reads and signs."""
    approver.press("Read and sign the declaration")
    approver.look()
    approver.type_into("Your name", cast.APPROVER)
    approver.type_into("Your role in the council", "Director of communications")
    approver.choose("I declare all of this for the council")
    approver.press("Sign the declaration")
    approver.is_at("Application signed and sent")
    approver.look()


def check(administrator: Guest) -> None:
    """Nothing is missing."""
    administrator.visit("/administration/")
    administrator.follow("Completeness checks")
    administrator.follow("APP-")
    administrator.press("Open the check")
    administrator.look()
    administrator.choose("I have opened every link and file")
    administrator.press("It is complete")
    administrator.is_at("Applications to check")


def ask_the_same(lead: Guest) -> None:
    """Whoever reviewed it before is offered first."""
    lead.visit("/reviews/")
    lead.follow(f"Choose a reviewer for {facts.COUNCIL}")
    expect(lead.page.locator(".govuk-radios__item").first).to_contain_text(running.REVIEWER)
    expect(lead.page.locator(".govuk-radios__item").first).to_contain_text("Reviewed it before.")
    lead.look()
    lead.choose(running.REVIEWER)
    lead.type_into("Why this reviewer?", "Knows the first application.")
    lead.press("Ask this reviewer")
    lead.sees("The reviewer has been asked.")


def accept(reviewer: Guest) -> None:
    """Whoever reviewed it before declares anew; the council still has its time to object."""
    reviewer.visit("/reviews/")
    reviewer.follow(f"Declare your interests in {facts.COUNCIL} and answer")
    reviewer.choose("I have no conflict of interest and no link")
    reviewer.press("Send my answer")
    reviewer.sees("unless the council objects")
    reviewer.look()


def score_the_named(reviewer: Guest) -> None:
    """One score is to be given; the others stand and cannot be changed."""
    reviewer.visit("/reviews/")
    reviewer.follow(f"Score {facts.COUNCIL}")
    reviewer.sees("27 of 28 criteria scored.")
    reviewer.sees("This is a resubmission. 27 scores stand from the first decision; score the others.")
    reviewer.look()
    overview = reviewer.page.url
    reviewer.follow(facts.task(LOCKED))
    expect(reviewer.page.get_by_label("Reason")).to_have_count(0)
    reviewer.look()
    reviewer.visit(overview)
    reviewer.follow(facts.task(facts.FIRST))
    reviewer.sees(BETTER)
    reviewer.look()
    reviewer.page.get_by_label(facts.FIRST.rubric[2]).check()
    reviewer.type_into("Reason", facts.REASON)
    if facts.FIRST.live_check:
        reviewer.type_into("Notes on the live check", facts.LIVE_CHECK)
    reviewer.press("Save", exact=True)
    reviewer.visit(overview)
    reviewer.press("Go on to locking")
    reviewer.press("Lock the scores")
    reviewer.sees("Your scores are locked.")


def award(guest: Guest) -> None:
    """Moderation and decision."""
    guest.visit("/reviews/")
    guest.follow(f"Moderate {facts.COUNCIL}")
    guest.look()
    guest.press("Take over the reviewer’s scores for the rest")
    guest.sees("28 of 28 criteria have their final score.")
    Lead(guest, running.LEAD).decide()


@pytest.mark.timeout(300)
@both_ways
def test_named_criterion_alone_is_improved_scored_again_and_awarded(
    portal: Portal, arrive: Arrival, script: bool
) -> None:
    with portal.work() as work:
        released(work, {facts.FIRST.id: 1})
    portal.pass_time(minutes=15)
    owner, approver, administrator, lead, reviewer = (arrive(script=script) for _person in range(5))
    improve(at_home(owner, cast.OWNER))
    portal.pass_time(minutes=15)
    sign(at_home(approver, cast.APPROVER))
    portal.pass_time(minutes=15)
    for guest, name in (
        (administrator, running.ADMINISTRATOR),
        (lead, running.LEAD),
        (reviewer, running.REVIEWER),
    ):
        Insider(guest, name).sign_in()
    check(administrator)
    ask_the_same(lead)
    accept(reviewer)
    Officer(owner, facts.OFFICER_EMAIL).have_no_objection(running.REVIEWER)
    score_the_named(reviewer)
    award(lead)
    owner.visit(HOME)
    owner.sees("You hold the Mark until")
    owner.sees("Earlier applications")
    owner.look()
    owner.press("Read the result and the feedback")
    owner.sees("This score stands from the first decision.")
    owner.look()


@pytest.mark.timeout(300)
@both_ways
def test_second_application_begins_with_the_last_answers_each_confirmed_or_changed(
    portal: Portal, arrive: Arrival, script: bool
) -> None:
    with portal.work() as work:
        released(work, dict.fromkeys((criterion.id for criterion in facts.EDITION.criteria), 1))
    owner = at_home(arrive(script=script), cast.OWNER)
    owner.sees("You can apply again from 18 February 2027.")
    portal.pass_time(hours=24 * DAYS_UNTIL_AGAIN)
    Insider(owner, cast.OWNER).sign_in()
    owner.visit(HOME)
    owner.look()
    owner.press("Start another application")
    owner.sees("28 answers were carried over from an earlier application.")
    owner.look()
    owner.follow(facts.task(facts.FIRST))
    owner.sees("What you said last time")
    owner.sees("What we decided then")
    owner.look()
    owner.press("Confirm: this is still true")
    owner.is_at(facts.task(LOCKED))
    owner.type_into("Your statement", BETTER)
    owner.press("Save and continue")
    owner.visit(cast.answer_page(facts.SLUG, LOCKED.id))
    owner.sees("Your statement, with what has changed since")
    owner.look()
    owner.follow("Task list")
    owner.sees("26 answers were carried over from an earlier application.")
    owner.press("Check answers")
    owner.sees("1 answer was confirmed as it was.")
    owner.page.get_by_text(f"{LOCKED.id}: {LOCKED.title}").first.click()
    owner.sees("Since May we answer within an hour")
    owner.look()
