"""The self-test: a page on one of the council's own websites is opened, and what is right or wrong there is said.

A page anywhere else is never opened, wherever a redirect leads; nothing of it is kept. It waits for another website,
so it is done with no transaction open, and for a few visitors at once only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import BoundedSemaphore
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portal.audit.errands import Fetch
from portal.awards.queries import award_numbered, official_places
from portal.awards.rules import STANDING_WORDS, holds_the_mark
from portal.badges.drawing import Translate
from portal.badges.finding import Found, Place, What, badges
from portal.badges.findings import Finding, Kit, Looked, Rating
from portal.badges.judging import judged
from portal.badges.judging_one import of_the_copy
from portal.badges.kit import ALTERNATIVE, Addresses, snippets
from portal.badges.layouts import MEASURES
from portal.badges.rules import Manner, hosts_of
from portal.councils.hosts import in_ascii
from portal.fetching.results import Fetched, Refusal, code_words
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import Words, words
from portal.links.pageparts import PageParts, take_apart

LONGEST_ADDRESS = 2_000
AT_ONCE = 2
_MOST_OF_A_COPY = 100_000
_turns = BoundedSemaphore(AT_ONCE)

BUSY = words("Others are testing their pages at this moment. Nothing that you typed is lost: try again in a minute.")

OFF = words("This portal opens no pages of the web, so it cannot test yours. Compare your page with the kit by hand.")


@dataclass(frozen=True)
class SelfTestPage:
    """Before the test: whose badge it is, and on which websites pages can be tested."""

    number: str
    council: str
    standing: Words
    holds_the_mark: bool
    domains: tuple[str, ...]
    kit: Kit


@dataclass(frozen=True)
class Report:
    """What was found on the page at ``address``, to which redirects have led."""

    address: str
    findings: tuple[Finding, ...]

    def rated(self, rating: str) -> tuple[Finding, ...]:
        """The findings that are meant so: wrong, note or good."""
        return tuple(finding for finding in self.findings if finding.rating == rating)


def selftest_page(session: Session, number: str, day: date, site: str, translate: Translate) -> SelfTestPage:
    """What the page of the self-test shows. Raises NotFound."""
    award = award_numbered(session, number)
    domains = official_places(session, [award.id])[award.id].domains
    standing = award.position(day).standing
    addresses = Addresses(
        site=site,
        verify=f"{site}/verify/{number}",
        frame=f"{site}/badge/{number}/frame",
        svg=f"{site}/badge/{number}.svg",
        png=f"{site}/badge/{number}.png",
    )
    kit = Kit(
        Place(number, site, frozenset(name for host in hosts_of(domains) for name in (host, f"www.{host}"))),
        snippets(addresses, award.council, Manner(), str),
        frozenset({ALTERNATIVE.text, translate(ALTERNATIVE.text)}),
        frozenset((str(width), str(height)) for width, height in MEASURES.values()),
    )
    return SelfTestPage(number, award.council, STANDING_WORDS[standing], holds_the_mark(standing), tuple(domains), kit)


def run(fetch: Fetch | None, page: SelfTestPage, address: str, day: date) -> Report:
    """Open the page and say what is right or wrong there. Raises RuleBroken where it is not one that may be opened."""
    address = _own_address(page, address)
    if fetch is None:
        raise RuleBroken([Problem("", OFF)])
    with _a_turn():
        return _report(fetch, page, address, day)


def _own_address(page: SelfTestPage, typed: str) -> str:
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        is_plain = parts.port is None and "@" not in parts.netloc and parts.scheme in ("http", "https")
        host = (parts.hostname or "") if is_plain else ""
    except ValueError:
        host = ""
    if len(typed) > LONGEST_ADDRESS or not host:
        said = words("Type the address of one page, such as https://www.example.gov.uk/social-media.")
    elif in_ascii(host.rstrip(".")) not in page.kit.place.hosts:
        said = words(
            "%(host)s is not one of the official websites of this award, so we do not open it. There the badge "
            "says “Check this badge”. An owner of the council’s account can add the website.",
            host=host if len(host) <= 100 else f"{host[:99]}…",
        )
    else:
        return address
    raise RuleBroken([Problem("page", said)])


@contextmanager
def _a_turn() -> Iterator[None]:
    if not _turns.acquire(blocking=False):
        raise RuleBroken([Problem("", BUSY)])
    try:
        yield
    finally:
        _turns.release()


def _report(fetch: Fetch, page: SelfTestPage, address: str, day: date) -> Report:
    got = fetch(address, page.kit.place.hosts)
    if isinstance(got, Refusal):
        said = words("The page could not be opened: %(why)s.", why=got.words)
        return Report(address, (_unread(said, words("Readers may not see it either.")),))
    if not got.is_there:
        said = words("The page could not be opened: %(why)s.", why=code_words(got.code))
        return Report(got.address, (_unread(said, words("The test asks without signing in, as any reader does.")),))
    parts = take_apart(got.content, got.media_type, got.headers.get("content-type", ""))
    if parts is None:
        said = words("What is at this address is no HTML page, or one that could not be taken apart in a few seconds.")
        return Report(got.address, (_unread(said, None),))
    looked = Looked(
        got.address,
        (
            got.headers.get("content-security-policy", ""),
            *_said(parts, "content-security-policy"),
        ),
        ",".join(
            (got.headers.get("referrer-policy", ""), *(said for about, said in parts.metas if about == "referrer"))
        ),
        parts.scripts,
        parts.is_whole,
    )
    found = badges(parts, got.address, page.kit.place)
    copies = [each for each in found if each.what is What.COPY]
    opened = Finding(Rating.GOOD, words("The page opens without signing in."))
    return Report(
        got.address,
        (
            opened,
            *judged(looked, found, page.kit),
            # One is enough to say what a copy is worth: each is another page to open.
            *(_of_the_copy(fetch, each, page, day) for each in copies[:1]),
        ),
    )


def _said(parts: PageParts, about: str) -> list[str]:
    """What the page's meta elements say about something."""
    return [said for named, said in parts.metas if named == about]


def _unread(said: Words, why: Words | None) -> Finding:
    return Finding(
        Rating.WRONG, said, why, words("Open the address in a private window of your browser, and try again.")
    )


def _of_the_copy(fetch: Fetch, each: Found, page: SelfTestPage, day: date) -> Finding:
    svg = None
    if urlsplit(each.address).hostname in page.kit.place.hosts and each.address.lower().split("?")[0].endswith(".svg"):
        got = fetch(each.address, page.kit.place.hosts)
        if isinstance(got, Fetched) and got.is_there:
            svg = got.content[:_MOST_OF_A_COPY].decode("utf-8", "replace")
    return of_the_copy(each, svg, day, page.kit)
