"""What must not cost anybody their work: a session that ends, and a colleague at the same page."""

import pytest
from playwright.sync_api import expect

from tests.factories.applications import start_application
from tests.journeys import cast, facts
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

PAGE = cast.answer_page(facts.SLUG, facts.FIRST.id)
NEXT = facts.task(facts.REST[0])
MINE, THEIRS = "Mine:\nwe answer, 'always' ŵ 🙂", "Theirs: within an hour <b>"

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


@pytest.fixture
def application(portal: Portal) -> None:
    """A council whose application has just begun."""
    with portal.work() as work:
        start_application(work, cast.make_cast(work))


def at_the_answer(guest: Guest, name: str) -> Guest:
    """Somebody who has the page of the first criterion open."""
    Insider(guest, name).sign_in()
    guest.visit(PAGE)
    return guest


@both_ways
@pytest.mark.usefixtures("application")
def test_session_that_ended_in_mid_form_nothing_typed_is_lost(portal: Portal, arrive: Arrival, script: bool) -> None:
    guest = at_the_answer(arrive(script=script), cast.CONTRIBUTOR)
    guest.choose(facts.FIRST.rubric[1])
    guest.type_into("Your statement", MINE)
    portal.pass_time(hours=3)
    guest.press("Save and continue")
    guest.is_at("Sign in")
    guest.sees("What you typed is kept for four weeks")
    guest.look()

    guest.press(cast.CONTRIBUTOR)

    guest.is_at(facts.task(facts.FIRST))
    guest.sees("We put back what you had typed on 18 November 2026 at 1:00pm.")
    guest.look()
    expect(guest.page.get_by_label("Your statement")).to_have_value(MINE)
    expect(guest.page.get_by_label(facts.FIRST.rubric[1])).to_be_checked()
    guest.press("Save and continue")
    guest.is_at(NEXT)
    guest.visit(PAGE)
    expect(guest.page.get_by_label("Your statement")).to_have_value(MINE)
    expect(guest.page.locator("body")).not_to_contain_text("We put back what you had typed")


@both_ways
@pytest.mark.parametrize(("button", "kept"), [("Save mine instead", MINE), ("Keep theirs", THEIRS)])
@pytest.mark.usefixtures("application")
def test_two_browsers_at_one_criterion_the_second_sees_both_versions_and_chooses(
    arrive: Arrival, script: bool, button: str, kept: str
) -> None:
    first = at_the_answer(arrive(script=script), cast.OWNER)
    second = at_the_answer(arrive(script=script), cast.CONTRIBUTOR)
    first.type_into("Your statement", THEIRS)
    first.press("Save and continue")
    first.is_at(NEXT)
    second.type_into("Your statement", MINE)

    second.press("Save and continue")

    second.is_at("Somebody saved this before you")
    second.sees(f"{cast.OWNER} saved a newer version")
    expect(second.page.get_by_text(MINE, exact=True).and_(second.page.locator("p"))).to_be_visible()
    expect(second.page.get_by_text(THEIRS, exact=True).and_(second.page.locator("p"))).to_be_visible()
    second.look()
    second.press(button)
    second.visit(PAGE)
    expect(second.page.get_by_label("Your statement")).to_have_value(kept)
