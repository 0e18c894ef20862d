"""Two people at one criterion, a lost connection, a session that ends: nobody loses a word or a colleague."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories.applications import start_application
from tests.journeys import cast, facts
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

PAGE = cast.answer_page(facts.SLUG, facts.FIRST.id)
STATEMENT = "Your statement"
MINE, THEIRS = "We answer within a day: 'always' ŵ 🙂", "We answer within an hour <b>"
KEPT = "Kept as a draft at 10:00am. Not saved yet."
OFFLINE = "No connection: keep this page open. What you typed is safe in this browser."
SIGNED_OUT = "You have been signed out. Sign in in another tab: what you typed is kept here."

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
pytestmark = pytest.mark.usefixtures("application")


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


def is_kept(page: Page, words: str) -> None:
    """Assert that the quiet line of the form says this."""
    expect(page.locator("form[data-keeps] [role=status].mark-kept")).to_have_text(words)


def statement(page: Page) -> str:
    return page.get_by_label(STATEMENT).input_value()


def stored(page: Page) -> str:
    """Everything that the portal's pages have stored in the browser."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_half_typed_answer_is_there_on_another_device_and_can_be_thrown_away(arrive: Arrival) -> None:
    desk = at_the_answer(arrive(), cast.CONTRIBUTOR)
    desk.type_into(STATEMENT, MINE)
    is_kept(desk.page, KEPT)
    desk.look()

    phone = at_the_answer(arrive(script=False), cast.CONTRIBUTOR)
    phone.sees("We put back what you had typed on 18 November 2026 at 10:00am.")
    assert statement(phone.page) == MINE
    phone.look()
    colleague = at_the_answer(arrive(), cast.OWNER)
    assert statement(colleague.page) == ""

    phone.press("Throw it away and show what is saved")
    phone.is_at(facts.task(facts.FIRST))
    assert statement(phone.page) == ""


def test_connection_lost_while_typing_nothing_is_lost(arrive: Arrival) -> None:
    guest = at_the_answer(arrive(), cast.CONTRIBUTOR)
    guest.page.context.set_offline(offline=True)
    guest.type_into(STATEMENT, MINE)
    is_kept(guest.page, OFFLINE)
    guest.press("Save and continue")
    guest.is_at(facts.task(facts.FIRST))
    guest.complaints.clear()
    guest.look()

    guest.page.close()
    guest.page.context.set_offline(offline=False)
    guest.complaints.clear()
    guest.page = guest.new_tab()
    guest.visit(PAGE)
    assert statement(guest.page) == MINE
    # From this browser's own store; or from the portal, where the closed page's last request got through after all.
    expect(guest.page.locator("body")).to_contain_text(re.compile("Kept as a draft at|We put back what you had typed"))
    guest.press("Save and continue")
    guest.is_at(facts.task(facts.REST[0]))
    guest.visit(PAGE)
    assert statement(guest.page) == MINE
    expect(guest.page.locator("body")).not_to_contain_text("Not saved yet")


def test_words_typed_before_the_script_has_come_are_kept_too(arrive: Arrival) -> None:
    guest = at_the_answer(arrive(), cast.CONTRIBUTOR)
    held: list[Route] = []
    guest.page.route(re.compile(r"/js/keep\.js"), lambda route: held.append(route))
    guest.page.goto(PAGE, wait_until="commit")
    guest.page.wait_for_selector("textarea")
    guest.type_into(STATEMENT, MINE)
    guest.page.wait_for_function("document.readyState !== 'loading'")
    held[0].continue_()
    is_kept(guest.page, KEPT)


def test_connection_that_comes_back_the_draft_is_kept_without_a_click(arrive: Arrival) -> None:
    guest = at_the_answer(arrive(), cast.CONTRIBUTOR)
    guest.page.context.set_offline(offline=True)
    guest.type_into(STATEMENT, MINE)
    is_kept(guest.page, OFFLINE)
    guest.page.context.set_offline(offline=False)
    is_kept(guest.page, KEPT)
    guest.complaints.clear()


def test_signed_out_nothing_that_was_typed_stays_in_the_browser(arrive: Arrival) -> None:
    guest = at_the_answer(arrive(), cast.CONTRIBUTOR)
    guest.type_into(STATEMENT, MINE)
    is_kept(guest.page, KEPT)
    guest.type_into(STATEMENT, f"{MINE} at all times")
    guest.press("Save and continue")
    guest.is_at(facts.task(facts.REST[0]))
    # Should the save never have arrived; it goes with the next look at that page.
    assert "at+all+times" in stored(guest.page)
    guest.press("Sign out")
    guest.is_at("You have signed out")
    assert stored(guest.page) == "{}"


def test_session_that_ends_while_typing_goes_on_after_signing_in_in_another_tab(
    portal: Portal, arrive: Arrival
) -> None:
    guest = at_the_answer(arrive(), cast.CONTRIBUTOR)
    first = guest.page
    portal.pass_time(hours=3)
    guest.type_into(STATEMENT, MINE)
    is_kept(first, SIGNED_OUT)
    guest.look()

    guest.page = guest.new_tab()
    Insider(guest, cast.CONTRIBUTOR).sign_in()
    first.bring_to_front()
    first.evaluate("dispatchEvent(new Event('focus'))")

    is_kept(first, "Kept as a draft at 1:00pm. Not saved yet.")
    assert statement(first) == MINE


@both_ways
def test_who_else_has_the_page_open_is_said_in_words(arrive: Arrival, script: bool) -> None:
    ann = at_the_answer(arrive(), cast.OWNER)
    ann.type_into(STATEMENT, THEIRS)
    is_kept(ann.page, KEPT)
    ben = at_the_answer(arrive(script=script), cast.CONTRIBUTOR)
    ben.sees(f"{cast.OWNER} has this page open and is typing.")
    ben.look()
    if script:
        ann.press("Save and continue")
        ann.is_at(facts.task(facts.REST[0]))
        ben.page.evaluate("dispatchEvent(new Event('visibilitychange'))")
        ben.sees(f"{cast.OWNER} saved a newer version on 18 November 2026 at 10:00am.")
        ben.look()
        with ben.page.context.expect_page() as opened:
            ben.follow("Show what changed")
        ben.page = opened.value
        ben.is_at(f"What changed in {facts.FIRST.id}")
        ben.look()


@both_ways
def test_two_versions_are_put_together_by_whoever_saves_second(arrive: Arrival, script: bool) -> None:
    ann = at_the_answer(arrive(script=script), cast.OWNER)
    ben = at_the_answer(arrive(script=script), cast.CONTRIBUTOR)
    ann.type_into(STATEMENT, THEIRS)
    ann.press("Save and continue")
    ann.is_at(facts.task(facts.REST[0]))
    ben.choose(facts.FIRST.rubric[1])
    ben.type_into(STATEMENT, MINE)
    ben.press("Save and continue")

    ben.is_at("Somebody saved this before you")
    ben.sees("[new:] a day: 'always' ŵ 🙂 [end]")
    ben.look()
    assert statement(ben.page) == f"{MINE}\n\n{THEIRS}"
    ben.type_into(STATEMENT, f"{MINE}, {THEIRS}")
    ben.press("Save the two together")

    ben.is_at(facts.task(facts.REST[0]))
    ben.visit(PAGE)
    assert statement(ben.page) == f"{MINE}, {THEIRS}"
    expect(ben.page.get_by_label(facts.FIRST.rubric[1])).to_be_checked()
    expect(ben.page.locator("body")).not_to_contain_text("Not saved yet")
