"""A website counts once the council has proved it and somebody who did not ask for it has decided; never before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from portal.accounts.models import Membership, Person
from portal.audit.queries import trail
from portal.awards.models import Award, AwardDomain
from portal.awards.queries import official_places
from portal.kernel.clock import today
from portal.kernel.permissions import Role
from portal.notifications.worker import Worker
from portal.places.states import Proof, WebsiteState
from tests.factories.awards import make_award, make_council
from tests.factories.people import make_staff
from tests.factories.websites import Page, Web, endless, redirect
from tests.integration.places.conftest import Places

NEW = "news.llanfair.gov.uk"
PROOF = f"{NEW}/.well-known/social-media-friendly-mark.txt"


def shown(places: Places) -> tuple[str, ...]:
    """The websites that everybody's faces are made from."""
    with places.work() as work:
        return official_places(work.session, [places.award_id])[places.award_id].domains


def looked(places: Places, worker: Worker) -> None:
    visitor = places.visitor(places.owner)
    visitor.visit(f"{places.here}/websites/{places.proposed().id}")
    visitor.post(f"{places.here}/websites/{places.proposed().id}/look")
    worker.run_errands()


def test_website_is_asked_for_proved_accepted_and_then_counts_everywhere(
    places: Places, web: Web, worker: Worker
) -> None:
    website = places.asks_for("https://www.News.llanfair.gov.uk/latest")
    assert (website.host, website.state, shown(places)) == (
        NEW,
        WebsiteState.PROPOSED,
        ("llanfair.gov.uk", "old.llanfair.gov.uk"),
    )
    web.pages[PROOF] = Page(f"\ufeff{website.token}\r\n".encode(), media_type="text/plain")
    looked(places, worker)
    assert (places.proposed().found, [name for name, _ in web.asked]) == (Proof.FILE, [PROOF])
    places.decided(website, "accept")
    assert shown(places) == ("llanfair.gov.uk", "old.llanfair.gov.uk", NEW)
    guest = places.visitor(places.contributor)
    assert NEW in guest.visit(f"/verify/{places.number}").text
    picture = guest.client.get(f"/badge/{places.number}.svg", headers={"Referer": f"https://www.{NEW}/"}).text
    assert "Check this badge" not in picture
    assert [code for code, _ in places.letters()] == ["E3b", "E4a"]


def test_website_is_no_place_of_the_award_while_it_waits_or_after_it_was_refused(places: Places) -> None:
    website = places.asks_for(NEW)
    guest = places.visitor(places.contributor)
    seen = {"Referer": f"https://{NEW}/"}
    assert "Check this badge" in guest.client.get(f"/badge/{places.number}.svg", headers=seen).text
    places.decided(website, "refuse", "It belongs to another body, =cmd <b>.")
    assert shown(places) == ("llanfair.gov.uk", "old.llanfair.gov.uk")
    page = places.visitor(places.owner).visit(f"{places.here}/websites/{website.id}")
    assert "It belongs to another body, =cmd <b>." in page.text


def test_line_in_the_first_page_proves_it_too_and_a_page_that_only_quotes_it_does_not(
    places: Places, web: Web, worker: Worker
) -> None:
    website = places.asks_for(NEW)
    web.pages[f"{NEW}/"] = Page(f"<p>&lt;meta name=social-media-friendly-mark {website.token}</p>".encode())
    looked(places, worker)
    assert (places.proposed().found, places.proposed().fault) == (None, "not_there")
    tag = f'<head><META Name="Social-Media-Friendly-Mark" content=" {website.token} "></head>'
    web.pages[f"{NEW}/"] = Page(tag.encode())
    places.clock.at += timedelta(minutes=6)
    worker.run_errands()
    assert places.proposed().found is Proof.TAG


def test_proof_on_another_host_is_neither_opened_nor_counted(places: Places, web: Web, worker: Worker) -> None:
    website = places.asks_for(NEW)
    web.pages["evil.example.org/proof.txt"] = Page(website.token.encode(), media_type="text/plain")
    web.pages[PROOF] = redirect("http://evil.example.org/proof.txt")
    web.pages[f"{NEW}/"] = endless
    looked(places, worker)
    assert [name for name, _ in web.asked] == [PROOF, f"{NEW}/"]
    assert (places.proposed().found, places.proposed().fault) == (None, "too_large")
    page = places.visitor(places.owner).visit(f"{places.here}/websites/{website.id}")
    assert "Not found: the page is larger than we read." in page.text


def test_portal_stops_looking_when_it_is_decided_and_asks_no_more_than_once_a_minute(
    places: Places, web: Web, worker: Worker
) -> None:
    website = places.asks_for(NEW)
    looked(places, worker)
    visitor = places.visitor(places.owner)
    page = visitor.visit(f"{places.here}/websites/{website.id}")
    page = visitor.post(f"{places.here}/websites/{website.id}/look", code=422)
    assert "We have just looked. Wait a minute before you ask again." in page.text
    visitor.post(f"{places.here}/websites/{website.id}/take-back")
    before = len(web.asked)
    places.clock.at += timedelta(days=1)
    worker.run_errands()
    assert (places.proposed().state, len(web.asked)) == (WebsiteState.TAKEN_BACK, before)


def test_without_the_code_an_administrator_says_how_it_is_known(places: Places) -> None:
    website = places.asks_for(NEW)
    visitor = places.visitor(places.administrator)
    visitor.visit(f"/administration/places/{website.id}")
    page = visitor.post(f"/administration/places/{website.id}", code=422, decision="accept", reason=" ")
    assert "The portal has not found the code on the website. Say how you know that it is the council’s." in page.text
    assert shown(places) == ("llanfair.gov.uk", "old.llanfair.gov.uk")
    places.decided(website, "accept", "The switchboard put us through.")
    assert shown(places)[-1] == NEW


def test_whoever_asked_for_it_does_not_decide_even_as_an_administrator_who_has_left_the_council(
    places: Places,
) -> None:
    website = places.asks_for(NEW)
    with places.work() as work:
        make_staff(work, Role.ADMINISTRATOR, work.session.get_one(Person, places.owner))
        work.session.execute(delete(Membership).where(Membership.person_id == places.owner))
    visitor = places.visitor(places.owner)
    assert visitor.visit("/administration/places").text.count(NEW) == 1
    visitor.visit(f"/administration/places/{website.id}", code=404)


def test_other_councils_on_it_and_names_that_look_alike_are_spelt_out(places: Places) -> None:
    with places.work() as work:
        rival = make_council(work, name="Camden", slug="camden", host="camden.gov.uk")
        make_award(work, rival, domains="camden.gov.uk\ncamden-news.org.uk")
    website = places.asks_for("\N{CYRILLIC SMALL LETTER ES}amden.uk")
    visitor = places.visitor(places.administrator)
    page = visitor.visit(f"/administration/places/{website.id}")
    assert "The name has the letter \N{CYRILLIC SMALL LETTER ES} (CYRILLIC SMALL LETTER ES)." in page.text
    assert "A reader may take it for camden.gov.uk, which is another council’s." in page.text
    assert "xn--amden-0ye.uk" in page.text
    website = places.asks_for("shop.camden-news.org.uk")
    page = visitor.visit(f"/administration/places/{website.id}")
    assert "Camden has or wants camden-news.org.uk too." in page.text


@pytest.mark.parametrize("typed", ["x" * 300_000, "https://[::1", "<script>", "🙂.gov.uk", "a" * 80 + ".gov.uk"])
def test_whatever_is_typed_gets_a_sentence(places: Places, typed: str) -> None:
    visitor = places.visitor(places.owner)
    visitor.visit(places.here)
    page = visitor.post(f"{places.here}/websites", code=422, website=typed, purpose="x")
    assert page.title.startswith("Error: ")
    visitor.post(f"{places.here}/accounts", code=422, account=typed)


def test_day_that_has_passed_keeps_the_places_it_had(places: Places) -> None:
    first = today(places.clock)
    website = places.asks_for(NEW)
    places.clock.at += timedelta(days=10)
    places.decided(website, "accept", "Known.")
    places.clock.at += timedelta(days=10)
    visitor = places.visitor(places.owner)
    with places.work() as work:
        case_id = work.session.get_one(Award, places.award_id).case_id
        gone = work.session.scalars(select(AwardDomain.id).where(AwardDomain.host == "llanfair.gov.uk")).one()
    visitor.visit(f"{places.here}/{gone}/remove")
    visitor.post(f"{places.here}/{gone}/remove")
    with places.work() as work:
        found = [
            set(official_places(work.session, [places.award_id], first + timedelta(days))[places.award_id].domains)
            for days in (0, 9, 10, 19, 20)
        ]
        events = [entry.command for entry in trail(work.session, case_id)]
    old, both, now = (
        {"llanfair.gov.uk", "old.llanfair.gov.uk"},
        {"llanfair.gov.uk", "old.llanfair.gov.uk", NEW},
        {"old.llanfair.gov.uk", NEW},
    )
    assert found == [old, old, both, both, now]
    assert shown(places) == ("old.llanfair.gov.uk", NEW)
    registers = [visitor.client.get(f"/register.json?on={first + timedelta(days)}").text for days in (9, 10, 20)]
    assert [(NEW in told, '"llanfair.gov.uk"' in told) for told in registers] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert events == ["begin", "add_website", "remove_website"]
