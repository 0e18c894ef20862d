"""The administrators' check of a claim, through the pages."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from portal.accounts.queries import owners
from portal.audit.queries import trail
from portal.claims.models import Claim
from portal.claims.states import ClaimState, Method
from portal.councils.models import CouncilDomain
from portal.kernel.permissions import Role
from tests.factories.claims import make_listed_council
from tests.factories.people import make_conflict, make_member, make_person, make_staff
from tests.integration.claims.conftest import Place
from tests.integration.visiting import Visitor

CALLED: dict[str, Any] = {
    "method": "callback",
    "verified_on": ["18", "11", "2026"],
    "number_called": "03000 41 41 41",
    "notes": "",
}
REASON = "The council does not know you.\nAsk your manager, ŵ 🙂 <b>"


@pytest.fixture
def claim_id(place: Place) -> UUID:
    return place.claim("kent", place.claimant)


def address(claim_id: UUID) -> str:
    return f"/administration/claims/{claim_id}"


def state_of(place: Place, claim_id: UUID) -> ClaimState:
    with place.database.reading() as session:
        found = session.get(Claim, claim_id)
        assert found is not None
        return found.state


@pytest.mark.usefixtures("claim_id")
def test_list_shows_age_and_what_is_overdue(administrator: Visitor, place: Place) -> None:
    page = administrator.visit("/administration/claims")
    assert "0 working days 23 November 2026" in page.text
    assert "Overdue" not in page.text
    place.clock.at += timedelta(days=6)
    page = place.browser_of(place.administrator).visit("/administration/claims")
    assert "4 working days 23 November 2026 Overdue" in page.text


def test_claim_has_everything_for_the_check_on_one_page(administrator: Visitor, claim_id: UUID) -> None:
    page = administrator.visit(address(claim_id))
    assert "sian@kent.gov.uk" in page.text
    assert "Yes, on kent.gov.uk" in page.text
    assert ("kent.gov.uk", "https://kent.gov.uk") in page.links
    assert "Checklist" in page.text
    assert "18 November 2026 at 10:00am" in page.text


def test_shared_domain_is_a_warning_with_the_other_s_name(administrator: Visitor, place: Place) -> None:
    shared = place.claim("adur", place.person("o@adur-worthing.gov.uk"))
    page = administrator.visit(address(shared))
    assert "The domain is shared with Worthing." in page.text


def test_accepted_claim_makes_the_claimant_the_owner(administrator: Visitor, place: Place, claim_id: UUID) -> None:
    administrator.visit(address(claim_id))
    page = administrator.post(address(claim_id), **CALLED)
    assert "The claim is accepted." in page.text
    with place.database.reading() as session:
        assert [owner.email for owner in owners(session, place.councils["kent"])] == ["sian@kent.gov.uk"]
        claim = session.get(Claim, claim_id)
        assert claim is not None
        assert (claim.method, claim.number_called) == (Method.CALLBACK, "03000 41 41 41")
        accepted = trail(session, claim_id)[-1]
        assert (accepted.event, accepted.actor_id) == ("claim:accepted", place.administrator)
        assert accepted.details == {"method": "callback", "verified_on": "2026-11-18"}
    owner = place.browser_of(place.claimant)
    assert "You are the owner of your council’s account." in owner.visit("/council/start/kent/claim").text


def test_second_administrator_can_read_how_it_was_made_sure_of(place: Place, claim_id: UUID) -> None:
    place.accept(claim_id)
    with place.work() as work:
        second = make_staff(work, Role.ADMINISTRATOR, name="Second").id
    page = place.browser_of(second).visit(address(claim_id))
    assert "Called back through the switchboard number on the council’s own website" in page.text
    assert "Number that was called 01234 567890" in page.text
    assert "18 November 2026 at 10:00am, Adele" in page.text


def test_confirmation_needs_who_confirmed(administrator: Visitor, place: Place, claim_id: UUID) -> None:
    administrator.visit(address(claim_id))
    confirmed: dict[str, Any] = {**CALLED, "method": "confirmation", "number_called": ""}
    assert "Say who confirmed it" in administrator.post(address(claim_id), 422, **confirmed).text
    administrator.post(address(claim_id), **{**confirmed, "notes": "Ŵyn Evans, monitoring officer"})
    assert state_of(place, claim_id) is ClaimState.ACCEPTED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verified_on": ["19", "11", "2026"]}, "The day of the check cannot be in the future."),
        ({"verified_on": ["17", "11", "2026"]}, "The claim was made on 18 November 2026"),
        ({"verified_on": ["31", "2", "2026"]}, "Type the day, the month and the year as numbers"),
        ({"verified_on": ["", "", ""]}, "Type the day, the month and the year as numbers"),
        ({"verified_on": ["9" * 30, "1", "2026"]}, "Type the day, the month and the year as numbers"),
        ({"verified_on": "18"}, "Type the day, the month and the year as numbers"),
        ({"number_called": ""}, "Type the number that you called"),
        ({"method": "guess"}, "Not a valid choice"),
        ({"method": ""}, "Choose how you made sure."),
    ],
)
def test_incomplete_proof_is_explained_and_changes_nothing(
    administrator: Visitor, place: Place, claim_id: UUID, change: dict[str, Any], said: str
) -> None:
    administrator.visit(address(claim_id))
    page = administrator.post(address(claim_id), 422, **{**CALLED, **change})
    assert said in page.text
    assert [target for _said, target in page.links if target[0] == "#" and target[1:] not in page.ids] == []
    assert state_of(place, claim_id) is ClaimState.PENDING


def test_accepting_twice_has_one_result(administrator: Visitor, place: Place, claim_id: UUID) -> None:
    administrator.visit(address(claim_id))
    administrator.post(address(claim_id), **CALLED)
    administrator.post(address(claim_id), 409, **CALLED)
    administrator.post(f"{address(claim_id)}/refuse", 409, reason=REASON)
    with place.database.reading() as session:
        assert len(owners(session, place.councils["kent"])) == 1
        assert [entry.event for entry in trail(session, claim_id)] == ["claim:made", "claim:accepted"]


def test_refused_claim_gives_the_claimant_the_reason_and_a_new_start(
    administrator: Visitor, place: Place, claim_id: UUID
) -> None:
    administrator.visit(f"{address(claim_id)}/refuse")
    page = administrator.post(f"{address(claim_id)}/refuse", 422, reason="  ")
    assert "Say why the claim cannot be accepted." in page.text
    administrator.post(f"{address(claim_id)}/refuse", reason=REASON)
    with place.database.reading() as session:
        assert owners(session, place.councils["kent"]) == ()
        assert trail(session, claim_id)[-1].reason == REASON
    claimant = place.browser_of(place.claimant)
    assert " ".join(REASON.split()) in claimant.visit("/council/start/kent/claim").text
    claimant.visit("/council/start/kent")
    place.clock.at += timedelta(minutes=1)
    page = claimant.post("/council/start/kent", name="Siân", job_title="Officer")
    assert "We have your claim." in page.text


def test_second_claim_for_a_council_that_has_got_an_owner_is_not_accepted(
    administrator: Visitor, place: Place, claim_id: UUID
) -> None:
    second = place.claim("kent", place.person("b@kent.gov.uk"))
    assert "Other open claims for this council 1" in administrator.visit(address(second)).text
    place.accept(claim_id)
    administrator.visit(address(second))
    page = administrator.post(address(second), 422, **CALLED)
    assert page.text.count("This council has got an owner since the claim was made.") == 2
    assert state_of(place, second) is ClaimState.PENDING


def test_administrator_does_not_see_their_own_claim_or_one_for_their_own_council(place: Place) -> None:
    with place.work() as work:
        own = make_staff(work, Role.ADMINISTRATOR, make_person(work, "boss@kent.gov.uk", "Boss")).id
        bound = make_staff(work, Role.ADMINISTRATOR)
        make_conflict(work, bound, place.councils["kent"])
        member = make_staff(work, Role.ADMINISTRATOR)
        make_member(work, place.councils["kent"], Role.CONTRIBUTOR, member)
        bound_ids = (bound.id, member.id)
    claim_id = place.claim("kent", own)
    assert "Boss" in place.browser_of(place.administrator).visit("/administration/claims").text
    for person_id in (own, *bound_ids):
        browser = place.browser_of(person_id)
        assert "claimed by Boss" not in browser.visit("/administration/claims").text
        browser.visit(address(claim_id), 404)
        browser.post(address(claim_id), 404, **CALLED)
        browser.post(f"{address(claim_id)}/refuse", 404, reason=REASON)
    assert state_of(place, claim_id) is ClaimState.PENDING


def test_claims_are_for_administrators_only(claimant: Visitor, place: Place, claim_id: UUID) -> None:
    claimant.visit("/administration/claims", 403)
    claimant.visit(address(claim_id), 403)
    with place.work() as work:
        lead = make_staff(work, Role.LEAD).id
    place.browser_of(lead).visit("/administration/claims", 403)
    place.browser_of(place.administrator).visit(address(uuid4()), 404)


def test_council_without_a_domain_any_more_is_a_warning(administrator: Visitor, place: Place, claim_id: UUID) -> None:
    with place.work() as work:
        make_listed_council(work, "other")
        for domain in work.session.query(CouncilDomain).filter_by(host="kent.gov.uk"):
            work.session.delete(domain)
    page = administrator.visit(address(claim_id))
    assert "The address is not on one of the council’s domains as they stand today." in page.text
    assert "We know no website of this council." in page.text


@pytest.mark.parametrize(
    "broken",
    [
        {"state": ClaimState.ACCEPTED},
        {"state": ClaimState.ACCEPTED, "method": Method.CALLBACK},
        {"method": Method.CALLBACK, "number_called": "1"},
        {"state": ClaimState.REFUSED},
        {"email": "Sian@kent.gov.uk"},
        {"name": ""},
    ],
)
def test_database_refuses_a_claim_whose_state_and_columns_disagree(
    place: Place, claim_id: UUID, broken: dict[Any, Any]
) -> None:
    with pytest.raises(IntegrityError), place.database.writing() as session:
        session.query(Claim).filter_by(id=claim_id).update(broken)


def test_database_refuses_a_second_pending_claim_of_the_same_person(place: Place, claim_id: UUID) -> None:
    with place.database.writing() as session:
        first = session.get(Claim, claim_id)
        assert first is not None
        copy = {
            name: getattr(first, name)
            for name in ("council_id", "person_id", "state", "state_since", "name", "job_title", "email")
        }
    with pytest.raises(IntegrityError), place.database.writing() as session:
        session.add(Claim(**copy, domain_shared=False, made_at=place.clock.now()))
