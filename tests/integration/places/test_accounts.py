"""Accounts are listed at once; websites are removed and put in order; the last website may go."""

from sqlalchemy import select

from portal.awards.models import AwardAccount, AwardDomain
from portal.awards.queries import official_places
from tests.integration.places.conftest import Places

FACEBOOK = "https://www.facebook.com/llanfair"


def website(places: Places, host: str) -> str:
    with places.work() as work:
        return str(work.session.scalars(select(AwardDomain.id).where(AwardDomain.host == host)).one())


def test_account_is_listed_at_once_and_every_owner_is_told(places: Places) -> None:
    visitor = places.visitor(places.owner)
    visitor.visit(places.here)
    visitor.post(f"{places.here}/accounts", account=FACEBOOK)
    assert FACEBOOK in visitor.visit(f"/verify/{places.number}").text
    page = visitor.visit(places.here)
    assert "Facebook" in page.text
    page = visitor.post(f"{places.here}/accounts", code=422, account="https://m.facebook.com/Llanfair/")
    assert "This account is listed already." in page.text
    assert [code for code, _ in places.letters()] == ["E4b"]
    with places.work() as work:
        account = work.session.scalars(select(AwardAccount.id).where(AwardAccount.address == FACEBOOK)).one()
    visitor.visit(f"{places.here}/{account}/remove")
    visitor.post(f"{places.here}/{account}/remove")
    assert FACEBOOK not in visitor.visit(f"/verify/{places.number}").text


def test_badge_names_the_website_that_was_put_first(places: Places) -> None:
    visitor = places.visitor(places.owner)
    visitor.visit(places.here)
    visitor.post(f"{places.here}/{website(places, 'old.llanfair.gov.uk')}/first")
    picture = visitor.client.get(f"/badge/{places.number}.svg").text
    assert "Llanfair-ŵyn Council, old.llanfair.gov.uk." in picture
    with places.work() as work:
        listed = official_places(work.session, [places.award_id])[places.award_id].domains
    assert listed == ("old.llanfair.gov.uk", "llanfair.gov.uk")


def test_last_website_may_be_removed_and_then_the_badge_counts_nowhere(places: Places) -> None:
    visitor = places.visitor(places.owner)
    for host in ("old.llanfair.gov.uk", "llanfair.gov.uk"):
        gone = website(places, host)
        page = visitor.visit(f"{places.here}/{gone}/remove")
        assert ("It is your last website." in page.text) is (host == "llanfair.gov.uk")
        visitor.post(f"{places.here}/{gone}/remove")
    seen = {"Referer": "https://llanfair.gov.uk/"}
    assert "Check this badge" in visitor.client.get(f"/badge/{places.number}.svg", headers=seen).text
    assert "the framed badge is shown nowhere" in visitor.visit(places.here).text


def test_contributor_reads_the_list_and_finds_no_button(places: Places) -> None:
    page = places.visitor(places.contributor).visit(places.here)
    assert ("llanfair.gov.uk" in page.text, "An owner of your team can change this list." in page.text) == (True, True)
    assert [form.get("action") for form in page.forms if "places" in str(form.get("action"))] == []
