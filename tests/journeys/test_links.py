"""A dead link is warned of at once; the reviewer sees the page as it was; the portal finds what a council can use."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import expect

from portal.evidence.actions import AddLink, add_link
from portal.notifications.worker import Worker
from tests.factories import declarations, reviews
from tests.factories.applications import acting, fill_all, start_application
from tests.factories.completeness import open_check, pass_check
from tests.factories.websites import Page, Web, websites
from tests.journeys import cast as people
from tests.journeys import facts, running
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal, serve
from tests.journeys.scheme_side import Insider

EVIDENCE = f"/council/{facts.SLUG}/application/{facts.FIRST.id}/evidence"
HOME = b"<a href='/accounts'>Social media</a>"
ACCOUNTS = "<p>Every official account on social media, checked in October ŵ 🙂</p><script>alert(1)</script>"

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


@pytest.fixture
def web() -> Iterator[Web]:
    """The council's website: a page that is there, and nothing else."""
    with websites() as web:
        web.pages[f"{facts.DOMAIN}/"] = Page(HOME)
        web.pages[f"{facts.DOMAIN}/accounts"] = Page(ACCOUNTS.encode())
        yield web


@pytest.fixture
def portal(ground: Path, tmp_path: Path, web: Web) -> Iterator[Portal]:
    """A portal that opens links, on this website alone."""
    with serve(ground, tmp_path, web.fetch) as opening:
        yield opening


def run_errands(portal: Portal) -> None:
    """What the worker does by itself after each change."""
    cast(Worker, portal.app.extensions["portal-worker"]).run_errands()


@both_ways
def test_dead_link_is_warned_of_at_once_and_keeps_nobody_from_sending(
    portal: Portal, arrive: Arrival, script: bool
) -> None:
    with portal.work() as work:
        start_application(work, people.make_cast(work))
    guest = arrive(script=script)
    Insider(guest, people.OWNER).sign_in()
    guest.visit(EVIDENCE)
    guest.type_into("Web address", f"https://{facts.DOMAIN}/gone")
    guest.type_into("What the page shows", facts.NOTE)
    guest.press("Add the link")
    guest.sees("We are checking whether the page opens.")
    guest.look()
    run_errands(portal)
    if not script:
        guest.page.reload()
    guest.sees("This page did not open when we tried on 18 November 2026 at 10:00am: it answered 404: not found.")
    guest.look()
    guest.visit(f"/council/{facts.SLUG}/application/check")
    guest.sees("Links that did not open")
    guest.look()


@both_ways
def test_finding_is_accepted_in_the_officers_own_words(portal: Portal, arrive: Arrival, script: bool) -> None:
    with portal.work() as work:
        start_application(work, people.make_cast(work))
    guest = arrive(script=script)
    Insider(guest, people.OWNER).sign_in()
    guest.visit(f"/council/{facts.SLUG}/application")
    guest.follow("Look on our website for evidence")
    guest.is_at("Evidence on your website")
    guest.look()
    guest.press("Look on our website for evidence")
    guest.sees("We are looking now.")
    guest.look()
    run_errands(portal)
    if not script:
        guest.page.reload()
    guest.sees("On the page: “Every official account on social media, checked in October ŵ 🙂”")
    guest.look()
    guest.follow("Use it or dismiss it")
    guest.is_at("Use this page as evidence for INF-2?")
    guest.look()
    guest.type_into("What the page shows", "")
    guest.press("Use it as evidence")
    guest.is_told("Say what this shows.")
    guest.look()
    guest.type_into("What the page shows", "Our list of accounts, checked each month.")
    guest.press("Use it as evidence")
    guest.sees("Our list of accounts, checked each month.")
    guest.look()


@both_ways
def test_reviewer_sees_the_page_as_it_was_on_signing(portal: Portal, web: Web, arrive: Arrival, script: bool) -> None:
    reference = signed_and_accepted(portal)
    run_errands(portal)
    web.pages[f"{facts.DOMAIN}/accounts"] = Page(b"Changed since")
    guest = arrive(script=script)
    Insider(guest, running.REVIEWER).sign_in()
    guest.visit(f"/reviews/{reference}/{facts.FIRST.id}")
    guest.look()
    guest.follow("The page as it was on 18 November 2026 at 10:00am")
    guest.is_at("The page as it was on 18 November 2026 at 10:00am")
    guest.sees("Every official account on social media, checked in October ŵ 🙂")
    expect(guest.page.locator("body")).not_to_contain_text("Changed since")
    guest.look()
    download = guest.page.get_by_role("button", name="Download the file as it was").get_attribute("href")
    assert guest.fetch(download or "").body() == ACCOUNTS.encode()


def signed_and_accepted(portal: Portal) -> str:
    """An application whose first criterion has the page as evidence, with a reviewer at work; its reference."""
    with portal.work() as work:
        team = people.make_cast(work)
        start_application(work, team)
        fill_all(work, team)
        link = AddLink(facts.SLUG, facts.FIRST.id, f"https://{facts.DOMAIN}/accounts", facts.NOTE)
        add_link(acting(work, team.owner), link)
        declarations.send(work, team)
        application = declarations.sign(work, team)
        administrator, lead, reviewer = (
            people.called(work, name) for name in (running.ADMINISTRATOR, running.LEAD, running.REVIEWER)
        )
        pass_check(work, open_check(work, application, administrator), administrator)
        reviews.assign(work, application, reviewer, lead)
        reviews.accept(work, application, reviewer)
        return application.reference
