"""The public side in both languages: the pages of an award that stands and of a withdrawn one, and what finds them."""

from itertools import product

import pytest
from playwright.sync_api import expect

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM
from tests.factories import awards as make
from tests.journeys.browsing import NARROW, Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

LANGUAGES = ("", "/cy")
PAGES = (
    "/",
    "/register",
    "/register?on=2000-01-01",
    "/register/map",
    "/register/cyngor-wyn",
    "/log",
    "/verify",
    "/verify?q=https://cyngor-ŵyn.example/login",
    "/verify/offline",
    "/verify/{stands}",
    "/verify/{withdrawn}",
    "/certificate/{stands}",
    "/badge/{stands}/kit",
    "/badge/privacy",
    "/report",
    "/report/follow",
    "/no-such-page",
)
WITHOUT_SCRIPT = ("/register", "/verify", "/verify/{withdrawn}", "/verify/offline")


@pytest.fixture
def numbers(portal: Portal) -> dict[str, str]:
    """The number of an award that stands and of one that was withdrawn."""
    with portal.services.database.writing() as session:
        work = Work(session, SYSTEM, portal.clock, {})
        stands = make.make_award(work, make.make_council(work, "Cyngor Ŵyn", "cyngor-wyn"))
        gone = make.make_award(work, make.make_council(work, "Withdrawn Council", "withdrawn"))
        make.withdraw(work, gone)
        return {"stands": stands.number, "withdrawn": gone.number}


def looks_at(guest: Guest, pages: tuple[str, ...], numbers: dict[str, str]) -> None:
    for language, path in product(LANGUAGES, pages):
        guest.visit(language + path.format(**numbers))
        expect(guest.page.locator("html")).to_have_attribute("lang", "cy" if language else "en")
        guest.look()


def test_every_public_page_in_both_languages_is_as_a_page_must_be(arrive: Arrival, numbers: dict[str, str]) -> None:
    looks_at(arrive(), PAGES, numbers)


def test_public_page_without_script_is_as_a_page_must_be(arrive: Arrival, numbers: dict[str, str]) -> None:
    looks_at(arrive(script=False), WITHOUT_SCRIPT, numbers)


def test_narrow_screen_shows_the_whole_entry_and_the_answer_before_any_turning(
    arrive: Arrival, numbers: dict[str, str]
) -> None:
    guest = arrive()
    guest.page.set_viewport_size(NARROW)
    guest.visit("/register")
    cells = guest.page.locator("tbody").get_by_role("cell")
    assert cells.count() > 0
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
    guest.visit(f"/verify/{numbers['withdrawn']}")
    answer = guest.page.get_by_role("heading", level=1).bounding_box()
    assert answer is not None
    assert answer["y"] + answer["height"] <= NARROW["height"]
    guest.page.get_by_role("link", name="Cymraeg").click()
    guest.page.wait_for_url(f"**/cy/verify/{numbers['withdrawn']}")
