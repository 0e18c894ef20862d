"""What the portal finds on a council's own website: proposed with its words, accepted or dismissed by an officer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.criteria.loading import EDITIONS, load_edition
from portal.links import reading
from portal.links.models import Finding, FindingAnswer, FindingKind
from portal.links.pagetext import Anchor
from portal.notifications.worker import Worker
from tests.factories.websites import Page, Web, redirect
from tests.integration.applications.conftest import Case

HOME = b"""<html><body><a href="/about">About</a><a href="social-media?a=1#top">Social media</a>
<a href="https://elsewhere.example.org/social-media">Our social media elsewhere</a>
<a href="/meetings">Filming and recording at meetings</a></body></html>"""
SAID = 'Our official social media accounts, "checked" ŵ 🙂 every =month, <b>and more'
ACCOUNTS = "https://llanfair.gov.uk/social-media?a=1"
MEETINGS = "https://llanfair.gov.uk/meetings"
SECURITY = "https://llanfair.gov.uk/.well-known/security.txt"


@pytest.fixture
def website(web: Web) -> Web:
    """The council's own website, with one page of each kind."""
    body = SAID.replace("<", "&lt;")
    web.pages.update(
        {
            "llanfair.gov.uk/": Page(HOME),
            "llanfair.gov.uk/social-media?a=1": Page(f"<h1>Social media</h1><p>{body}</p>".encode()),
            "llanfair.gov.uk/meetings": Page(b"<p>You may film and record our public meetings.</p>"),
            "llanfair.gov.uk/.well-known/security.txt": Page(
                b"Contact: mailto:it@llanfair.gov.uk\nExpires: 2027-01-01", media_type="text/plain"
            ),
        }
    )
    return web


def ask(case: Case, code: int = 200) -> str:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/findings")
    return officer.post(f"{case.here}/findings", code).text


def findings(case: Case) -> list[tuple[FindingKind, str, str, str, FindingAnswer | None]]:
    with case.database.reading() as session:
        rows = session.scalars(select(Finding).order_by(Finding.criterion))
        return [(row.kind, row.criterion, row.address, row.words_found, row.answer) for row in rows]


def key_of(case: Case, kind: FindingKind) -> str:
    with case.database.reading() as session:
        return str(session.scalars(select(Finding.id).where(Finding.kind == kind)).one())


def test_pages_on_the_councils_own_website_are_found_with_their_words(case: Case, website: Web, worker: Worker) -> None:
    assert "We are looking now." in ask(case)
    assert website.asked == []
    worker.run_errands()
    assert findings(case) == [
        (FindingKind.ACCOUNTS_PAGE, "INF-2", ACCOUNTS, SAID, None),
        (FindingKind.FILMING_ALLOWED, "OPN-1", MEETINGS, "You may film and record our public meetings.", None),
        (FindingKind.SECURITY_TXT, "SAF-1", SECURITY, "Contact: mailto:it@llanfair.gov.uk", None),
    ]
    assert len(website.asked) == 4
    page = case.visitor(case.contributor).visit(f"{case.here}/findings")
    assert f"On the page: “{SAID}”" in page.text


def test_website_is_looked_at_once_a_day_and_what_is_known_is_not_proposed_again(
    case: Case, website: Web, worker: Worker
) -> None:
    ask(case)
    worker.run_errands()
    assert "We look at your website once a day at most." in ask(case, 422)
    worker.run_errands()
    assert len(website.asked) == 4
    case.clock.at += timedelta(days=1)
    ask(case)
    worker.run_errands()
    assert (len(website.asked), len(findings(case))) == (8, 3)


@pytest.mark.usefixtures("website")
def test_finding_becomes_evidence_when_an_officer_accepts_it_in_their_own_words(case: Case, worker: Worker) -> None:
    ask(case)
    worker.run_errands()
    where = f"{case.here}/findings/{key_of(case, FindingKind.ACCOUNTS_PAGE)}"
    officer = case.visitor(case.contributor)
    officer.visit(where)
    assert "Say what this shows." in officer.post(where, 422, note=" ").text
    page = officer.post(where, note="Our list, in our own words")
    assert page.headings == ["Evidence for INF-2 Official accounts are easy to find and confirm"]
    with case.database.reading() as session:
        given = queries.evidence_of(session, case.application_id)
    assert {criterion: [(item.shown, item.note) for item in items] for criterion, items in given.items()} == {
        "INF-2": [(ACCOUNTS, "Our list, in our own words")]
    }
    assert [row[4] for row in findings(case)] == [FindingAnswer.ACCEPTED, None, None]
    officer.visit(where, 404)
    officer.post(where, 409, note="Again")


@pytest.mark.usefixtures("website")
def test_dismissed_finding_is_no_evidence_and_is_not_proposed_again(case: Case, worker: Worker) -> None:
    ask(case)
    worker.run_errands()
    where = f"{case.here}/findings/{key_of(case, FindingKind.SECURITY_TXT)}"
    officer = case.visitor(case.contributor)
    officer.visit(where)
    officer.post(f"{where}/dismiss")
    with case.database.reading() as session:
        assert queries.evidence_of(session, case.application_id) == {}
    case.clock.at += timedelta(days=1)
    ask(case)
    worker.run_errands()
    assert [row[4] for row in findings(case)] == [None, None, FindingAnswer.DISMISSED]


def test_page_that_leads_away_from_the_councils_website_is_no_finding(case: Case, website: Web, worker: Worker) -> None:
    website.pages["llanfair.gov.uk/social-media?a=1"] = redirect("https://elsewhere.example.org/accounts")
    website.pages["elsewhere.example.org/accounts"] = Page(b"Social media accounts")
    website.pages["llanfair.gov.uk/.well-known/security.txt"] = Page(b"<p>contact: us")
    website.pages["llanfair.gov.uk/meetings"] = Page(b"<p>Dates")
    ask(case)
    worker.run_errands()
    assert findings(case) == []
    assert "We found nothing new." in case.visitor(case.contributor).visit(f"{case.here}/findings").text


def test_website_that_cannot_be_read_is_said_to_be_so(case: Case, worker: Worker) -> None:
    ask(case)
    worker.run_errands()
    page = case.visitor(case.contributor).visit(f"{case.here}/findings")
    assert "could not read your website: there is no website of that name." in page.text


def test_visit_opens_six_pages_at_most(case: Case, web: Web, worker: Worker) -> None:
    links = "".join(f"<a href='/social-media/{n}'>Social media</a><a href='/film/{n}'>Film</a>" for n in range(9))
    web.pages["www.llanfair.gov.uk/"] = Page(links.encode())
    web.pages["llanfair.gov.uk/x"] = Page()
    ask(case)
    worker.run_errands()
    assert len(web.asked) == 6


def test_every_kind_belongs_to_one_criterion_of_the_edition() -> None:
    edition = load_edition((EDITIONS / "2026.yaml").read_text("utf-8"))
    assert {kind: reading.criterion_for(kind, edition) for kind in FindingKind} == {
        FindingKind.ACCOUNTS_PAGE: "INF-2",
        FindingKind.SECURITY_TXT: "SAF-1",
        FindingKind.FILMING_ALLOWED: "OPN-1",
    }


@pytest.mark.parametrize(
    "address",
    [
        "https://llanfair.gov.uk.example.org/social-media",
        "https://notllanfair.gov.uk/social-media",
        "https://llanfair.gov.uk@example.org/social-media",
        "javascript:alert('social-media')",
        "http://[::1/social-media",
    ],
)
def test_address_elsewhere_is_not_the_councils_own(address: str) -> None:
    hosts = frozenset({"llanfair.gov.uk"})
    own = Anchor("https://www.llanfair.gov.uk/social-media", "Accounts")
    found = reading.promising(FindingKind.ACCOUNTS_PAGE, (Anchor(address, "Social media"), own), hosts)
    assert found == (own.address,)
