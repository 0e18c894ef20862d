"""The keyboard alone: from the sign-in page to a saved answer, seeing at each step where the keyboard is."""

from playwright.sync_api import Page, expect

from portal.applications.queries import answers_of, latest_application
from tests.factories.applications import start_application
from tests.journeys import cast, facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

MOST_TABS = 150
# What the focused element is called, and whether something beside its own text shows that it has the focus.
FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const label = element.labels && element.labels.length ? element.labels[0].textContent : element.textContent;
  const box = style.outlineStyle !== "none" || style.boxShadow !== "none";
  const radio = element.nextElementSibling && getComputedStyle(element.nextElementSibling, "::before");
  return [label.trim().replace(/\\s+/g, " "), box || Boolean(radio && radio.outlineStyle !== "none")];
}"""


def tab_to(page: Page, words: str) -> None:
    """Press the tabulator until the keyboard is at what begins with these words; every stop on the way can be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        said, seen = page.evaluate(FOCUSED)
        assert seen, f"{page.url}: nothing shows that {said!r} has the focus"
        if said.startswith(words):
            return
    raise AssertionError(f"{page.url}: {words!r} cannot be reached with the keyboard")


def test_keyboard_alone_signs_in_skips_to_the_content_and_saves_an_answer(portal: Portal, arrive: Arrival) -> None:
    with portal.work() as work:
        team = cast.make_cast(work)
        start_application(work, team)
        council_id = team.council.id
    guest = arrive()
    guest.visit("/sign-in")
    page, keyboard = guest.page, guest.page.keyboard

    tab_to(page, cast.CONTRIBUTOR)
    keyboard.press("Enter")
    guest.is_at(facts.COUNCIL)
    keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to main content")).to_be_in_viewport()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(page.get_by_role("button", name="Continue the application")).to_be_focused()
    keyboard.press("Enter")
    guest.sees("You have completed 0 of 28 criteria.")
    tab_to(page, facts.task(facts.FIRST))
    keyboard.press("Enter")
    guest.is_at(facts.task(facts.FIRST))
    tab_to(page, facts.FIRST.rubric[0])
    keyboard.press("ArrowDown")
    tab_to(page, "Your statement")
    keyboard.type("Typed without a mouse.")
    tab_to(page, "Save and continue")
    keyboard.press("Enter")

    guest.is_at(facts.task(facts.REST[0]))
    with portal.services.database.reading() as session:
        application = latest_application(session, council_id)
        assert application is not None
        saved = answers_of(session, application.id)[facts.FIRST.id].answered
    assert (saved.self_score, saved.statement) == (1, "Typed without a mouse.")


def test_enter_in_an_answer_saves_it_and_goes_on(portal: Portal, arrive: Arrival) -> None:
    with portal.work() as work:
        team = cast.make_cast(work)
        start_application(work, team)
    guest = arrive()
    guest.visit("/sign-in")
    guest.press(cast.CONTRIBUTOR)
    guest.is_at(facts.COUNCIL)
    guest.visit(cast.answer_page(facts.SLUG, facts.FIRST.id))
    guest.choose(facts.FIRST.rubric[2])
    guest.page.keyboard.press("Enter")
    guest.is_at(facts.task(facts.REST[0]))
