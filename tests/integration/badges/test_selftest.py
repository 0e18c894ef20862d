"""A web team names a page on one of the award's websites and reads what is right or wrong; no other is opened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from config import Config
from portal.app import create_app
from portal.awards.queries import AwardRecord
from portal.badges import selftest
from portal.kernel.clock import FixedClock
from tests.factories import awards as make
from tests.factories.websites import Misbehaving, Page, Web, endless, redirect, slow_drip
from tests.integration.links.conftest import web
from tests.integration.visiting import Visitor
from tests.integration.working import Working, working_in

__all__ = ["web"]

HOST = "www.example.gov.uk"
HERE = f"{HOST}/social"
# As much as the fetch of the tests reads, and nothing that a page should have.
HEAP = b"<a><img src='\x00\xff" * 6_000


@pytest.fixture
def app(config: Config, clock: FixedClock, web: Web) -> Iterator[Flask]:
    """The portal, which opens pages on websites of the test's own."""
    application = create_app(replace(config, link_checks=True), clock, web.fetch)
    application.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    yield application
    application.extensions["portal"].database.engine.dispose()


@pytest.fixture
def award(app: Flask) -> AwardRecord:
    working: Working = working_in(app)
    with working() as work:
        return make.make_award(work, make.make_council(work, "Camden Council"))


@pytest.fixture
def site(config: Config) -> str:
    return config.public_address


def report_of(visitor: Visitor, award: AwardRecord, address: str = f"https://{HERE}", code: int = 200) -> str:
    here = f"/badge/{award.number}/kit/test"
    visitor.visit(here)
    return visitor.post(here, code=code, page=address).text


def badge(site: str, number: str, **changes: str) -> str:
    given = {
        "src": f"{site}/badge/{number}.svg",
        "width": "288",
        "height": "120",
        "alt": "Social Media Friendly Mark: check this council’s standing",
        **changes,
    }
    attributes = " ".join(f'{name}="{value}"' for name, value in given.items() if value != "-")
    return f'<a href="{site}/verify/{number}"><img {attributes}></a>'


def test_page_that_does_as_the_kit_says_has_nothing_to_put_right(
    visitor: Visitor, web: Web, award: AwardRecord, site: str
) -> None:
    policy = f"default-src 'self'; img-src 'self' {site}/badge/{award.number}.svg"
    body = badge(site, award.number, loading="lazy").encode()
    web.pages[HERE] = Page(body, headers={"Content-Security-Policy": policy})
    said = report_of(visitor, award, HERE)
    assert "Nothing to put right" in said
    for good in (
        "The badge of this award is on the page, and its address is right.",
        "The link around it leads to the page where everybody can check it.",
        "The text alternative is true however the award stands.",
        "The page’s content security policy lets browsers show it.",
        "Browsers load it only when a reader comes near it.",
    ):
        assert good in said


def test_each_fault_is_said_with_the_line_that_mends_it(
    visitor: Visitor, web: Web, award: AwardRecord, site: str
) -> None:
    number = award.number
    faults = {
        f"{site}/badge/test.svg": "The test badge is on the page.",
        f"{site}/badge/3333-3333O.svg": "The badge has the number 3333-3333O.",
        f"{site}/badge/{number}": "is none of a badge.",
        f"{site.replace('http', 'ftp')}/badge/{number}.svg": "which is not exactly its address.",
    }
    bodies = [badge(site, number, src=src) for src in faults]
    bodies.append(badge(site, number, alt="Camden holds the Mark"))
    bodies.append(badge(site, number, alt="-", width="-"))
    bodies.append(f'<img src="{site}/badge/{number}.svg" alt="" crossorigin>')
    bodies.append(f'<iframe src="{site}/badge/{number}/frame" width="288" height="120"></iframe>')
    meta = "<meta http-equiv=Content-Security-Policy content=\"img-src 'self'; frame-src 'none'\">"
    web.pages[HERE] = Page((meta + "".join(bodies) + "<script></script>").encode())
    said = report_of(visitor, award)
    for fault in (
        *faults.values(),
        "The text alternative makes a claim: “Camden holds the Mark”.",
        "The picture has no text alternative.",
        "Width and height are not both given.",
        "There is no link around it.",
        "The picture has the attribute crossorigin.",
        "The frame has no title.",
        "keeps browsers from showing it: img-src 'self'",
        "keeps browsers from showing it: frame-src 'none'",
        "The page has scripts, and this test runs none.",
    ):
        assert fault in said, fault
    assert f"img-src {site}/badge/{number}.svg" in said


def test_page_without_a_badge_gets_the_line_to_paste(visitor: Visitor, web: Web, award: AwardRecord, site: str) -> None:
    web.pages[HERE] = Page(b"<p>Follow us</p><script src=a.js></script>", headers={"Referrer-Policy": "no-referrer"})
    said = report_of(visitor, award)
    assert "1 thing to put right" in said
    assert "A badge that a script adds cannot be seen here." in said
    assert f'<img src="{site}/badge/{award.number}.svg"' in said


def test_copy_on_the_councils_own_server_is_told_its_age(
    visitor: Visitor, web: Web, award: AwardRecord, site: str, app: Flask
) -> None:
    picture = visitor.client.get(f"/badge/{award.number}.svg").data
    web.pages[f"{HOST}/images/mark.svg"] = Page(picture, media_type="image/svg+xml")
    web.pages[HERE] = Page(badge(site, award.number, src="/images/mark.svg").encode())
    assert "is a copy." in report_of(visitor, award)
    app.extensions["portal"].clock.at += timedelta(days=40)
    assert "The copy of the picture on your server is from 18 November 2026." in report_of(visitor, award)
    elsewhere = badge(site, award.number, src="https://cdn.example.org/mark.svg")
    web.pages[HERE] = Page(elsewhere.encode())
    before = len(web.asked)
    assert "is a copy." in report_of(visitor, award)
    assert [name for name, _ in web.asked[before:]] == [HERE]


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example.org/",
        "https://evil.example.gov.uk.example.org/",
        "https://example.gov.uk@127.0.0.1/",
        "https://example.gov.uk:8443/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://[",
        "x" * 300_000,
        "=cmd ŵ 🙂 \u202e",
    ],
)
def test_page_elsewhere_is_refused_and_never_opened(
    visitor: Visitor, web: Web, award: AwardRecord, address: str
) -> None:
    said = report_of(visitor, award, address, 422)
    assert "There is a problem" in said
    assert web.asked == []


def test_redirect_elsewhere_is_not_followed(visitor: Visitor, web: Web, award: AwardRecord) -> None:
    web.pages[HERE] = redirect("https://other.example.org/")
    web.pages["other.example.org/"] = Page(b"Elsewhere")
    assert "it sends its visitors on to another website, which we do not open." in report_of(visitor, award)
    assert [name for name, _ in web.asked] == [HERE]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(HEAP, media_type="text/html; charset=no-such"), "to put right"),
        (Page(HEAP, media_type="text/html; charset=utf-16"), "to put right"),
        (Page(HEAP, media_type="image/png"), "is no HTML page"),
        (Page(b"<" * 90_000), "to put right"),
        (endless, "the page is larger than we read"),
        (slow_drip, "the website took too long to answer"),
        (Page(b"Sign in", 401), "visitors have to sign in"),
    ],
    ids=["charset", "utf-16", "picture", "brackets", "endless", "drip", "401"],
)
def test_page_that_means_harm_or_says_nothing_gets_a_sentence(
    visitor: Visitor, web: Web, award: AwardRecord, page: Page | Misbehaving, said: str
) -> None:
    web.pages[HERE] = page
    web.most_seconds = 0.5 if page is slow_drip else web.most_seconds
    assert said in report_of(visitor, award)


def test_more_than_a_few_at_once_are_asked_to_wait(visitor: Visitor, web: Web, award: AwardRecord) -> None:
    for _ in range(selftest.AT_ONCE):
        assert selftest._turns.acquire(blocking=False)
    try:
        assert "try again in a minute" in report_of(visitor, award, code=422)
        assert web.asked == []
    finally:
        selftest._turns.release(selftest.AT_ONCE)


def test_portal_that_opens_no_pages_says_so(config: Config, clock: FixedClock) -> None:
    closed = create_app(config, clock)
    closed.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    with working_in(closed)() as work:
        award = make.make_award(work, make.make_council(work))
    assert "This portal opens no pages of the web" in report_of(Visitor(closed), award, code=422)
    closed.extensions["portal"].database.engine.dispose()
