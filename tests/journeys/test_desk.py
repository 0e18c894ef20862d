"""A reviewer scores: with the keyboard alone, and without any script."""

import pytest
from playwright.sync_api import expect

from portal.audit.work import Work
from tests.factories import reviews
from tests.journeys import cast, facts, running
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.test_keyboard import tab_to

FIRST, SECOND = facts.FIRST, facts.REST[0]


def begin(work: Work) -> str:
    """A review that has begun; its address."""
    team = cast.make_cast(work)
    application = reviews.application_ready_to_assign(work, team.council)
    reviewer, lead = cast.called(work, running.REVIEWER), cast.called(work, running.LEAD)
    reviews.assign(work, application, reviewer, lead)
    reviews.accept(work, application, reviewer)
    return f"/reviews/{application.reference}/"


@pytest.fixture
def review(portal: Portal) -> str:
    """The address of a review that has begun."""
    with portal.work() as work:
        return begin(work)


def sign_in(guest: Guest, review: str) -> None:
    guest.visit("/sign-in")
    guest.press(running.REVIEWER)
    guest.is_at("Reviews")
    guest.sees("Your time runs: 20 working days left.")
    guest.look()
    guest.visit(review)


def test_reviewer_scores_with_the_keyboard_alone(review: str, arrive: Arrival) -> None:
    guest = arrive()
    sign_in(guest, review)
    page, keyboard = guest.page, guest.page.keyboard
    tab_to(page, f"Go on with {FIRST.id}")
    keyboard.press("Enter")
    guest.is_at(facts.task(FIRST))
    improvement = page.get_by_label("What would move this up?")
    expect(improvement).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    keyboard.press("?")
    guest.sees("choose the sentence with this number")
    guest.look()
    keyboard.press("?")
    keyboard.press("1")
    expect(page.get_by_label(FIRST.rubric[1])).to_be_checked()
    expect(improvement).to_be_visible()
    keyboard.press("2")
    expect(page.get_by_label(FIRST.rubric[2])).to_be_checked()
    expect(page.get_by_label(FIRST.rubric[2])).to_be_focused()
    expect(improvement).to_be_hidden()
    tab_to(page, "Reason")
    keyboard.type("In 2025 [1] two of 3 links showed it?")
    expect(page.get_by_label(FIRST.rubric[2])).to_be_checked()
    guest.look()
    keyboard.press("Control+Enter")
    guest.is_at(facts.task(SECOND))

    for key, criterion in (("]", facts.REST[1]), ("[", SECOND), ("[", FIRST)):
        expect(page.get_by_role("button", name="Keys")).to_be_visible()
        keyboard.press(key)
        guest.is_at(facts.task(criterion))
    guest.sees("It judges version 1 of the answer")
    expect(page.get_by_label("Reason")).to_have_value("In 2025 [1] two of 3 links showed it?")

    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    keyboard.press("?")
    tab_to(page, "Single keys work while I am not typing")
    keyboard.press("Space")
    page.reload()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    keyboard.press("0")
    expect(page.get_by_label(FIRST.rubric[2])).to_be_checked()
    keyboard.press("]")
    guest.is_at(facts.task(FIRST))


def test_words_that_are_typed_and_not_saved_are_begun(review: str, arrive: Arrival) -> None:
    guest = arrive()
    sign_in(guest, review)
    guest.follow(facts.task(FIRST))
    guest.type_into("Reason", "Half a reason")
    expect(guest.page.locator(".mark-kept")).to_contain_text("draft", ignore_case=True)
    guest.visit(review)
    guest.sees("You have typed something that is not saved")
    guest.sees("0 of 28 criteria scored.")
    guest.look()


def test_reviewer_scores_and_records_a_live_check_without_a_script(review: str, arrive: Arrival) -> None:
    guest = arrive(script=False)
    sign_in(guest, review)
    guest.follow(facts.task(FIRST))
    guest.sees("A score counts only once you have saved it.")
    expect(guest.page.get_by_role("button", name="Keys")).to_be_hidden()
    guest.follow("Record a live check")
    guest.is_at(f"Live check for {FIRST.id}")
    guest.look()
    guest.press("Save this live check")
    guest.look()
    guest.type_into("Another account or page", "https://social.example/@ours")
    guest.type_into("How many did you look at?", "10")
    guest.type_into("How many of them were good?", "9")
    guest.press("Save this live check")
    guest.is_at(facts.task(FIRST))
    guest.sees("9 of 10: 90%")
    guest.choose(FIRST.rubric[1])
    guest.type_into("Reason", facts.REASON)
    guest.press("Save", exact=True)
    guest.is_told("Say in a sentence what would move this score up. The council reads it.")
    guest.look()
    guest.type_into("What would move this up?", facts.IMPROVEMENT)
    guest.press("Save", exact=True)
    guest.sees("Beside the council’s own score")
    guest.look()
    guest.visit(review)
    guest.follow("Show only what is left")
    guest.sees("1 of 28 criteria scored.")
    expect(guest.page.get_by_role("link", name=facts.task(FIRST))).to_have_count(0)
    guest.look()
