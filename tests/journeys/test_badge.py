"""The badge on somebody else's pages: what the kit says to copy works on the council's website and on no other."""

import io
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.kernel.permissions import SYSTEM
from tests.factories import awards as make
from tests.factories.websites import Page as Website
from tests.factories.websites import Web, websites
from tests.journeys.browsing import ARGUMENTS, NARROW
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal

COUNCIL, IMPOSTOR = "example.gov.uk", "impostor.example"
PURPLE, WHITE, DARK, BLACK = (91, 45, 142), (255, 255, 255), (23, 17, 42), (0, 0, 0)
STRICT = "default-src 'none'; {}; {}"


@dataclass(frozen=True)
class Copied:
    """What a web team copies from the kit."""

    image: str
    frame: str
    image_source: str
    frame_source: str


@pytest.fixture
def award(portal: Portal) -> AwardRecord:
    """An award of a council whose website is COUNCIL."""
    with portal.services.database.writing() as session:
        work = Work(session, SYSTEM, portal.clock, {})
        return make.make_award(work, make.make_council(work, "Cyngor Ŵyn"), domains=COUNCIL)


@pytest.fixture
def web() -> Iterator[Web]:
    """Websites of our own."""
    with websites() as web:
        yield web


@contextmanager
def browser_among(web: Web, like: Browser, *arguments: str) -> Iterator[Browser]:
    """A browser for which every name but that of this machine is one of these websites."""
    rule = f"--host-resolver-rules=MAP * 127.0.0.1:{web.port}, EXCLUDE 127.0.0.1"
    program = like.browser_type.launch(executable_path=shutil.which("chromium"), args=[*ARGUMENTS, rule, *arguments])
    try:
        yield program
    finally:
        program.close()


@pytest.fixture
def elsewhere(browser: Browser, web: Web) -> Iterator[Browser]:
    """A browser of somebody who visits these websites."""
    with browser_among(web, browser) as program:
        yield program


@pytest.fixture
def contrasting(browser: Browser, web: Web) -> Iterator[Browser]:
    """The same where the whole system has forced colours.

    A page's setting does not reach its images, and the system's reaches them whatever the page's says: a test of
    other colours that shared this browser would now and then see an image from before the page's setting.
    """
    with browser_among(web, browser, "--force-high-contrast") as program:
        yield program


def copied_from_the_kit(arrive: Arrival, award: AwardRecord) -> Copied:
    guest = arrive()
    guest.visit(f"/badge/{award.number}/kit")
    guest.look()
    return Copied(*(guest.page.input_value(f"#{each}") for each in ("embed", "frame-html", "policy", "frame-policy")))


def build(web: Web, copied: Copied) -> None:
    """Let the council put both on its page under a strict policy, and an impostor copy the page and frame it."""
    page = f"<!doctype html><title>Accounts</title><meta name=color-scheme content='light dark'>{{}}{copied.frame}"
    policy = {"Content-Security-Policy": STRICT.format(copied.image_source, copied.frame_source)}
    for host in (COUNCIL, f"www.{COUNCIL}"):
        web.pages[f"{host}/"] = Website(page.format(copied.image).encode(), headers=policy)
    web.pages[f"{IMPOSTOR}/"] = Website(page.format(copied.image).encode())
    web.pages[f"{IMPOSTOR}/around"] = Website(f"<iframe src='http://{COUNCIL}/' width=600 height=600>".encode())


def framed(page: Page) -> Frame:
    """The frame that lies deepest."""
    deepest = page.main_frame
    while deepest.child_frames:
        deepest = deepest.child_frames[0]
    return deepest


def colours(shown: Locator) -> tuple[Any, Any]:
    """The colours of the panel and of the card."""
    picture = Image.open(io.BytesIO(shown.screenshot())).convert("RGB")
    return picture.getpixel((6, 114)), picture.getpixel((250, 10))


def printed(page: Page) -> tuple[Any, Any]:
    """The same colours on paper."""
    document = pypdfium2.PdfDocument(page.pdf(width="320px", height="800px"))
    paper = document[0].render(scale=96 / 72).to_pil().convert("RGB")
    left, top, _right, _bottom = paper.point(lambda value: 255 * (value < 250)).getbbox()
    return paper.getpixel((left + 6, top + 114)), paper.getpixel((left + 250, top + 10))


def refused(page: Page) -> AbstractContextManager[object]:
    """Wait for the browser to say that it refuses to frame something."""
    return page.expect_console_message(lambda said: "frame-ancestors" in said.text)


def visiting(program: Browser, **settings: Any) -> tuple[BrowserContext, Page, list[str]]:
    """A tab, and what the browser complains of in it."""
    context = program.new_context(**settings)
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text))
    return context, page, complaints


def test_badge_shows_on_the_councils_pages_under_a_strict_policy_and_without_script(
    portal: Portal, arrive: Arrival, award: AwardRecord, web: Web, elsewhere: Browser
) -> None:
    build(web, copied_from_the_kit(arrive, award))
    for host in (COUNCIL, f"www.{COUNCIL}"):
        context, page, complaints = visiting(elsewhere, viewport=NARROW, java_script_enabled=False)
        page.goto(f"http://{host}/")
        expect(framed(page).get_by_role("link")).to_contain_text("Holds the Mark")
        shown = page.get_by_role("img")
        assert colours(shown) == (PURPLE, WHITE)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.emulate_media(color_scheme="dark")
        assert colours(shown) == (PURPLE, DARK)
        assert printed(page) == (PURPLE, WHITE)
        assert complaints == []
        framed(page).get_by_role("link").click()
        page.wait_for_url(f"{portal.address}/verify/{award.number}")
        context.close()


def test_badge_follows_forced_colours_as_an_image_and_as_a_frame(
    arrive: Arrival, award: AwardRecord, web: Web, contrasting: Browser
) -> None:
    build(web, copied_from_the_kit(arrive, award))
    _context, page, _complaints = visiting(contrasting, forced_colors="active")
    page.goto(f"http://{COUNCIL}/")
    expect(framed(page).get_by_role("link")).to_have_css("border-top-color", "rgb(0, 0, 159)")
    assert colours(page.get_by_role("img")) == (BLACK, WHITE)


def test_frame_is_refused_on_any_other_website_also_nested_and_the_image_warns(
    portal: Portal, arrive: Arrival, award: AwardRecord, web: Web, elsewhere: Browser
) -> None:
    build(web, copied_from_the_kit(arrive, award))
    _context, page, _complaints = visiting(elsewhere)
    with page.expect_response(f"**/badge/{award.number}.svg") as image, refused(page):
        page.goto(f"http://{IMPOSTOR}/")
    assert "Check this badge" in image.value.text()
    assert framed(page).get_by_role("link").count() == 0
    with refused(page):
        page.goto(f"http://{IMPOSTOR}/around")
    assert [frame.url for frame in page.frames[:2]] == [f"http://{IMPOSTOR}/around", f"http://{COUNCIL}/"]
    assert (len(page.frames), framed(page).get_by_role("link").count()) == (3, 0)
    with portal.services.database.writing() as session:
        make.withdraw(Work(session, SYSTEM, portal.clock, {}), award)
    page.goto(f"http://{COUNCIL}/")
    expect(framed(page).get_by_role("link")).to_contain_text("No longer holds the Mark")
    assert colours(page.get_by_role("img"))[0] != PURPLE
