"""Pages that were written to keep the portal busy: whoever waits behind them does not wait long."""

import time

import pytest

from portal.links import pagetext, reading
from portal.links.models import FindingKind
from portal.links.pagetext import MOST_ANCHORS, Anchor, anchors, readable

SITE = "https://www.llanfair.gov.uk/"
# Each takes the parser, or what walks through its tree, longer than an hour.
ENDLESS = {
    "attribute that never ends": b"<a a='" * 170_000,
    "comment that never ends": b"<!--x--!>" * 110_000,
    "pictures in pictures": b"<svg>" * 200_000,
    "links in links": b"<a href=x>" * 100_000,
}


@pytest.mark.parametrize("content", ENDLESS.values(), ids=ENDLESS)
def test_page_that_would_take_hours_has_soon_nothing_to_read(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagetext, "SECONDS", 1)
    began = time.monotonic()
    assert (readable(content, "text/html"), len(anchors(content, "text/html", SITE)) <= MOST_ANCHORS) == ("", True)
    assert time.monotonic() - began < 10


def test_links_of_a_page_are_those_that_it_has_whatever_stands_in_them() -> None:
    page = (
        '<a href="/cyfrif">Ein <b>cyfrifon</b> ŵ 🙂</a><a name=x>No link</a><a href="http://[">Broken</a>'
        f'<a href="{"x" * 3_000}">Too long</a><a href="https://b.example/#y">{"word " * 100}</a>'
    ).encode()
    assert anchors(page, "text/html", SITE) == (
        Anchor(f"{SITE}cyfrif", "Ein cyfrifon ŵ 🙂"),
        Anchor("https://b.example/", ("word " * 100)[:300]),
    )


def test_link_with_a_long_address_is_soon_judged() -> None:
    links = tuple(Anchor(f"{SITE}{number}/{'recording/' * 190}", "Meetings") for number in range(MOST_ANCHORS))
    began = time.process_time()
    assert reading.promising(FindingKind.FILMING_ALLOWED, links, frozenset({"llanfair.gov.uk"})) == ()
    assert time.process_time() - began < 10
