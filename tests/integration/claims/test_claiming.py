"""Finding one's council and claiming its account, through the pages."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from portal.audit.queries import trail
from portal.claims import queries
from portal.claims.models import Claim
from portal.claims.states import ClaimState
from portal.councils.models import Council, Succession
from tests.factories.people import AWKWARD_NAME
from tests.integration.claims.conftest import Place
from tests.integration.visiting import Visitor

CLAIMANT: dict[str, Any] = {"name": AWKWARD_NAME, "job_title": 'Head of "comms", =cmd', "phone": "ext. 12"}


def links(visitor: Visitor) -> list[str]:
    return [target for _said, target in visitor.page.links]


def test_start_says_proof_time_and_what_to_do_where_the_council_is_missing(visitor: Visitor) -> None:
    page = visitor.visit("/council/start")
    for heading in (
        "What proof we use",
        "How long it takes",
        "If your council has an account already",
        "If your council is not on the list",
        "If your council is being reorganised",
    ):
        assert heading in page.text
    assert "within 3 working days" in page.text
    assert visitor.response.headers.get("Set-Cookie") is None


@pytest.mark.usefixtures("place")
def test_search_leads_from_a_part_of_the_name_to_the_council(visitor: Visitor) -> None:
    page = visitor.visit("/council/start?q=kEnt")
    assert "1 council found for “kEnt”" in page.text
    assert [target for target in links(visitor) if target.startswith("/council/start/")] == ["/council/start/kent"]


@pytest.mark.parametrize("q", ["%", "_", "'", "<script>", "x" * 500])
@pytest.mark.usefixtures("place")
def test_search_for_what_is_no_name_finds_nothing_and_says_what_to_do(visitor: Visitor, q: str) -> None:
    page = visitor.visit(f"/council/start?{urlencode({'q': q})}")
    assert "0 councils found" in page.text
    assert "Try one word of its name only" in page.text


def test_council_that_has_ended_leads_to_its_successor(visitor: Visitor, place: Place) -> None:
    with place.work() as work:
        adur = work.session.get(Council, place.councils["adur"])
        assert adur is not None
        adur.last_day = date(2026, 11, 17)
        work.session.add(Succession(council_id=adur.id, successor_id=place.councils["worthing"]))
    page = visitor.visit("/council/start?q=adur")
    assert "This council ended on 17 November 2026. It was replaced by: Worthing" in page.text
    assert [target for target in links(visitor) if target.startswith("/council/start/")] == ["/council/start/worthing"]


@pytest.mark.usefixtures("place")
def test_visitor_is_asked_to_sign_in_and_sent_back(visitor: Visitor) -> None:
    visitor.visit("/council/start/kent")
    assert visitor.response.request.path == "/sign-in"
    assert visitor.response.request.args["next"] == "/council/start/kent"


def test_claim_from_the_council_s_domain_waits_to_be_checked(claimant: Visitor, place: Place) -> None:
    claimant.visit("/council/start/kent")
    page = claimant.post("/council/start/kent", **CLAIMANT)
    assert claimant.response.request.path == "/council/start/kent/claim"
    assert "We check it by 23 November 2026 and tell you by email." in page.text
    with place.database.reading() as session:
        (made,) = session.query(Claim).all()
        assert (made.state, made.email, made.domain_shared) == (ClaimState.PENDING, "sian@kent.gov.uk", False)
        assert (made.name, made.job_title, made.phone) == tuple(CLAIMANT.values())
        assert [entry.event for entry in trail(session, made.id)] == ["claim:made"]


@pytest.mark.usefixtures("place")
def test_claim_without_name_or_job_title_says_what_is_missing(claimant: Visitor) -> None:
    claimant.visit("/council/start/kent")
    page = claimant.post("/council/start/kent", 422, name=" ", job_title="")
    assert page.title.startswith("Error: Claim the account of Kent")
    assert "Type your name." in page.text
    assert "Type your job title." in page.text


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("a@gmail.com", "gmail.com is for personal mail."),
        ("a@kent.gov.uk.example.com", "looks like your council's domain but is another one."),
        ("a@k\u0435nt.gov.uk", "looks like your council's domain but is another one."),
        ("a@worthing.gov.uk", "For this council it must be on kent.gov.uk."),
    ],
)
def test_address_on_another_domain_is_told_what_to_do_and_cannot_claim(place: Place, email: str, said: str) -> None:
    stranger = place.browser_of(place.person(email))
    page = stranger.visit("/council/start/kent")
    assert said in page.text
    assert f"You are signed in as {email}." in page.text
    assert "name" not in [field.get("name") for field in page.fields]
    assert said in stranger.post("/council/start/kent", 422, **CLAIMANT).text
    with place.database.reading() as session:
        assert session.query(Claim).count() == 0


def test_address_on_a_shared_domain_is_flagged(place: Place) -> None:
    officer = place.browser_of(place.person("o@adur-worthing.gov.uk"))
    assert "Your domain is shared with Worthing" in officer.visit("/council/start/adur").text
    officer.post("/council/start/adur", **CLAIMANT)
    with place.database.reading() as session:
        assert session.query(Claim.domain_shared).all() == [(True,)]


def test_second_claim_while_one_waits_leads_to_the_first(claimant: Visitor, place: Place) -> None:
    claimant.visit("/council/start/kent")
    claimant.post("/council/start/kent", **CLAIMANT)
    claimant.post("/council/start/kent", **CLAIMANT)
    assert claimant.response.request.path == "/council/start/kent/claim"
    claimant.visit("/council/start/kent")
    assert claimant.response.request.path == "/council/start/kent/claim"
    with place.database.reading() as session:
        assert session.query(Claim).count() == 1


def test_claim_that_was_taken_back_can_be_made_again(claimant: Visitor, place: Place) -> None:
    place.claim("kent", place.claimant)
    claimant.visit("/council/start/kent/claim")
    assert "You have taken this claim back." in claimant.post("/council/start/kent/claim/withdraw").text
    claimant.post("/council/start/kent/claim/withdraw", 409)
    place.clock.at += timedelta(hours=1)
    claimant.visit("/council/start/kent")
    assert "We have your claim." in claimant.post("/council/start/kent", **CLAIMANT).text


def test_council_with_an_owner_cannot_be_claimed_and_names_nobody(place: Place) -> None:
    place.accept(place.claim("kent", place.claimant))
    other = place.browser_of(place.person("b@kent.gov.uk"))
    page = other.visit("/council/start/kent")
    assert "Ask the owner in your council’s team to invite you." in page.text
    assert "Siân" not in page.text
    assert "sian@" not in page.text
    assert "has an account already" in other.post("/council/start/kent", 422, **CLAIMANT).text


def test_claim_of_somebody_else_is_not_found(place: Place) -> None:
    place.claim("kent", place.claimant)
    other = place.browser_of(place.person("b@kent.gov.uk"))
    other.visit("/council/start/kent/claim", 404)
    other.post("/council/start/kent/claim/withdraw", 404)
    other.visit("/council/start/nowhere", 404)
    with place.database.reading() as session:
        assert session.query(Claim.state).all() == [(ClaimState.PENDING,)]


def test_council_area_leads_to_the_start_without_one_and_to_the_council_with_one(
    claimant: Visitor, place: Place
) -> None:
    claimant.visit("/council/")
    assert claimant.response.request.path == "/council/start"
    first = place.claim("kent", place.claimant)
    assert "Claims that we are checking" in claimant.visit("/council/").text
    place.accept(first)
    claimant.visit("/council/")
    assert claimant.response.request.path == "/council/kent/"


def test_claim_facts_for_letters_have_the_council_and_the_day(place: Place) -> None:
    made = place.claim("kent", place.claimant)
    with place.database.reading() as session:
        facts = queries.claim(session, made)
    assert (facts.council.slug, facts.email, facts.check_by) == ("kent", "sian@kent.gov.uk", date(2026, 11, 23))
