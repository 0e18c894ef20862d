"""Somebody at a browser, and what must be true of every page that they come to."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    APIResponse,
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    Response,
    ViewportSize,
    expect,
)

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = ViewportSize(width=1280, height=900)
MOMENTS = 20
# 1280 pixels at 400 %, the narrowest that WCAG asks for (1.4.10).
NARROW = ViewportSize(width=320, height=800)
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
# What the browser says of an answer such as 422 to a whole page, which tells nothing about the page.
ABOUT_AN_ANSWER = "Failed to load resource"
_SCRIPT = re.compile(r"<script[^>]*></script>")


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser that is on this machine."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
    try:
        yield browser
    finally:
        browser.close()


class Guest:
    """One person's browser. What it complains of while they use it is in ``complaints``."""

    def __init__(self, browser: Browser, address: str, *, script: bool) -> None:
        self.address = address
        self.script = script
        self.complaints: list[str] = []
        self._context = browser.new_context(
            base_url=address, java_script_enabled=script, viewport=DESK, locale="en-GB", accept_downloads=True
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self._reader = None if script else browser.new_page(viewport=DESK, locale="en-GB")
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        page = self._context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._receive)
        return page

    def visit(self, path: str) -> None:
        """Go to an address of the portal."""
        self.page.goto(path)

    def follow(self, words: str, *, exact: bool = False) -> None:
        """Choose the link with these words, the first where there are several."""
        self.page.get_by_role("link", name=words, exact=exact).first.click()

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words, exact=exact).first.click()

    def type_into(self, label: str, text: str) -> None:
        """Type into the field with this label, in place of what is there."""
        fields = self.page.locator("textarea, input:not([type=radio], [type=checkbox])")
        self.page.get_by_label(label).and_(fields).fill(text)

    def choose(self, words: str) -> None:
        """Choose the radio button or tick the box with these words."""
        self.page.get_by_label(words).first.check()

    def fetch(self, path: str) -> APIResponse:
        """Download what is at an address, with this person's cookies."""
        answer = self._context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer

    def sees(self, words: str) -> None:
        """Assert that the page says this."""
        expect(self.page.locator("body")).to_contain_text(words)

    def is_at(self, heading: str) -> None:
        """Assert that the page has this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_told(self, *problems: str) -> None:
        """Assert that the summary of errors at the top says exactly this, and that the title gives warning."""
        summary = self.page.locator(".govuk-error-summary li")
        expect(summary).to_have_text(list(problems))
        assert self.page.title().startswith("Error: "), self.page.title()

    def look(self) -> None:
        """Assert that the page is as every page must be, in the state in which it is now."""
        self._measure()
        violations = self._read_with_axe()
        assert violations == [], f"{self.page.url}: {violations}"
        assert self.complaints == [], self.complaints

    def _measure(self) -> None:
        # A heading is there before the style sheet is: without it a page has another width.
        self.page.wait_for_load_state()
        self.page.set_viewport_size(NARROW)
        # A busy browser takes a moment to lay the page out anew; one that is too wide stays so.
        for _moment in range(MOMENTS):
            if self._width() <= NARROW["width"]:
                break
            self.page.wait_for_timeout(100)
        width = self._width()
        self.page.set_viewport_size(DESK)
        assert width <= NARROW["width"], f"{self.page.url} is {width} pixels wide on a screen of {NARROW['width']}"

    def _width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def _read_with_axe(self) -> list[str]:
        if self._reader is None:
            return axe(self.page)
        # axe is a script that waits, and nothing waits where scripts are off: it reads the same page, as the server
        # sent it and without our scripts, in a browser of its own.
        answer = _SCRIPT.sub("", self.page.content())
        self._reader.route(self.page.url, lambda route: route.fulfill(body=answer, content_type="text/html"))
        self._reader.goto(self.page.url)
        self._reader.unroute(self.page.url)
        return axe(self._reader)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ABOUT_AN_ANSWER):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _miss(self, request: Request) -> None:
        # Whoever goes on before the page is there breaks its loading off.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url} failed: {request.failure}")

    def _receive(self, response: Response) -> None:
        # A page may say no, such as 404 or 422; it may not fail, and nothing on it may be missing.
        if response.status >= (500 if response.request.resource_type == "document" else 400):
            self.complaints.append(f"{response.url}: {response.status}")

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()
        if self._reader is not None:
            self._reader.close()


def axe(page: Page) -> list[str]:
    """What axe finds wrong with the page, each fault with the places where it is; empty where nothing is."""
    # What is as it should be is not told one by one: that takes as long as finding out.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{fault['id']}: {[node['html'] for node in fault['nodes']]}" for fault in found]


def only(found: Locator) -> Locator:
    """The one element that there must be."""
    expect(found).to_have_count(1)
    return found
