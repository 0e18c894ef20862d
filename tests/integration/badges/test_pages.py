import re
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from portal.awards.queries import AwardRecord
from portal.badges.drawing import MOST_BYTES
from portal.kernel.clock import FixedClock
from tests.factories import awards as make
from tests.integration.visiting import Visitor
from tests.integration.working import Working

SHARED = "public, max-age=0, s-maxage=55, must-revalidate"
NOBODYS = "3333-3333O"


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        return make.make_award(work, make.make_council(work, "Camden Council"))


def badge(visitor: Visitor, number: str, referrer: str = "", **headers: str) -> TestResponse:
    sent = {**headers, **({"Referer": referrer} if referrer else {})}
    return visitor.client.get(f"/badge/{number}.svg", headers=sent)


def said(response: TestResponse) -> str:
    """The sentences of the picture's title, which say all that it says."""
    found = re.search("<title>(.*?)</title>", response.text)
    assert found
    return found.group(1)


def test_badge_says_whose_it_is_how_it_stands_and_on_which_day(visitor: Visitor, award: AwardRecord) -> None:
    response = badge(visitor, award.number)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert said(response) == (
        "Social Media Friendly Mark: Valid. Camden Council, example.gov.uk. "
        f"Certificate number {award.number}. Position on 18 November 2026"
    )
    assert len(response.data) < MOST_BYTES


def test_badge_is_for_any_site_does_nothing_and_keeps_nothing(visitor: Visitor, award: AwardRecord) -> None:
    headers = badge(visitor, award.number).headers
    assert headers["Cache-Control"] == SHARED
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert headers["Vary"] == "Referer"
    assert "Set-Cookie" not in headers


def test_award_with_commendation_says_so(visitor: Visitor, working: Working) -> None:
    with working() as work:
        number = make.make_award(work, make.make_council(work), commendation=True).number
    assert ": Valid with commendation. " in said(badge(visitor, number))


@pytest.mark.parametrize(
    "referrer",
    [
        "",
        "https://example.gov.uk/",
        "https://www.example.gov.uk/social/media?x=1",
        "http://EXAMPLE.gov.uk:8080/",
        "https://example.gov.uk./",
        "https://news.example.gov.uk/",
        "http://localhost/badge/x/kit",
    ],
)
def test_own_pages_careful_pages_and_ours_get_the_ordinary_badge(
    visitor: Visitor, award: AwardRecord, referrer: str
) -> None:
    response = badge(visitor, award.number, referrer)
    assert ": Valid. " in said(response)
    assert response.headers["Cache-Control"] == SHARED


@pytest.mark.parametrize(
    "referrer",
    [
        "https://impostor.example/",
        "https://example.gov.uk.impostor.example/",
        "https://example.gov.uk@impostor.example/",
        "https://other.example.gov.uk/",
        "https://www.www.example.gov.uk/",
        "https://[broken",
        "about:blank",
    ],
)
def test_page_that_names_itself_and_is_not_the_councils_own_gets_a_warning_that_no_cache_keeps(
    visitor: Visitor, award: AwardRecord, referrer: str
) -> None:
    response = badge(visitor, award.number, referrer)
    assert said(response).startswith("Social Media Friendly Mark: Check this badge. Camden Council, example.gov.uk. ")
    assert (response.headers["Cache-Control"], response.headers["Vary"]) == ("private, no-store", "Referer")


@pytest.mark.parametrize("change", [make.suspend, make.withdraw, make.give_up, make.end])
@pytest.mark.parametrize("referrer", ["", "https://example.gov.uk/", "https://impostor.example/"])
def test_award_that_is_not_current_says_so_everywhere(
    visitor: Visitor, award: AwardRecord, working: Working, change: object, referrer: str
) -> None:
    with working() as work:
        change(work, award)  # type: ignore[operator] # a table of the factory's functions
    assert ": Not currently valid, check register. Camden Council" in said(badge(visitor, award.number, referrer))


def test_number_that_nobody_has_gets_a_picture_that_names_nobody(visitor: Visitor) -> None:
    response = badge(visitor, NOBODYS)
    assert (response.status_code, response.mimetype) == (404, "image/svg+xml")
    assert said(response) == (
        "Social Media Friendly Mark: Not currently valid, check register. Position on 18 November 2026"
    )


@pytest.mark.parametrize("number", ["x", "<script>", "'--", "ŵ🙂", "%00"])
def test_anything_at_all_in_place_of_a_number_gets_that_picture(visitor: Visitor, number: str) -> None:
    assert badge(visitor, number).status_code == 404


def test_number_in_small_letters_and_without_its_dash_is_served_at_once(visitor: Visitor, award: AwardRecord) -> None:
    written = award.number.lower().replace("-", "")
    assert badge(visitor, written).data == badge(visitor, award.number).data


def test_unchanged_badge_is_not_sent_again(visitor: Visitor, award: AwardRecord) -> None:
    tag = badge(visitor, award.number).headers["ETag"]
    again = badge(visitor, award.number, **{"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert (again.headers["Vary"], again.headers["Cache-Control"]) == ("Referer", SHARED)


def test_badge_changes_its_tag_with_the_day_the_page_and_the_standing(
    visitor: Visitor, award: AwardRecord, working: Working, clock: FixedClock
) -> None:
    tags = [badge(visitor, award.number, page).headers["ETag"] for page in ("", "https://impostor.example/")]
    clock.at += timedelta(days=1)
    tags.append(badge(visitor, award.number).headers["ETag"])
    with working() as work:
        make.suspend(work, award)
    withdrawn = badge(visitor, award.number, **{"If-None-Match": tags[-1]})
    assert withdrawn.status_code == 200
    assert len({*tags, withdrawn.headers["ETag"]}) == 4


def test_badge_of_an_expired_award_is_not_valid(visitor: Visitor, award: AwardRecord, clock: FixedClock) -> None:
    clock.at = datetime(2028, 11, 18, tzinfo=UTC)
    assert ": Not currently valid, check register. " in said(badge(visitor, award.number))


def test_test_badge_cannot_be_taken_for_an_award(visitor: Visitor) -> None:
    response = visitor.client.get("/badge/test.svg")
    assert said(response) == "Social Media Friendly Mark: Test badge, not an award. Position on 18 November 2026"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    frame = visitor.client.get("/badge/test/frame")
    assert "Test badge, not an award" in frame.text
    assert frame.headers["Content-Security-Policy"].endswith("; frame-ancestors *")


def test_kit_has_the_text_to_copy_and_the_lines_for_a_strict_policy(visitor: Visitor, award: AwardRecord) -> None:
    page = visitor.visit(f"/badge/{award.number}/kit?size=compact&look=dark")
    site = "http://127.0.0.1:5000"
    alternative = "Social Media Friendly Mark: check this council’s standing"
    assert page.headings == ["Badge for the website of Camden Council"]
    measures, asked = 'width="256" height="88"', "?size=compact&amp;look=dark"
    verify, badge_address = f"{site}/verify/{award.number}", f"{site}/badge/{award.number}"
    for snippet in (
        f'<a href="{verify}"><img src="{badge_address}.svg{asked}" {measures} alt="{alternative}" loading="lazy"></a>',
        f'<a href="{verify}"><img src="{badge_address}.png{asked}" {measures} alt="{alternative}" border="0"></a>',
        f'<iframe src="{site}/badge/{award.number}/frame" {measures} title="Social Media Friendly Mark" ',
        '<img src="/images/social-media-friendly-mark.svg" width="288" height="120" ',
        f"img-src {badge_address}.svg",
        f"frame-src {site}/badge/{award.number}/frame",
        f"Social Media Friendly Mark: check the standing of Camden Council at {verify}",
    ):
        assert snippet in page.text
    assert "news.example.gov.uk" in page.text
    assert "Set-Cookie" not in visitor.response.headers


def test_kit_of_an_award_that_is_not_current_says_take_it_off(
    visitor: Visitor, award: AwardRecord, working: Working
) -> None:
    with working() as work:
        make.give_up(work, award)
    page = visitor.visit(f"/badge/{award.number}/kit")
    assert "This award is not current: given up by the council. Take the badge off your pages." in page.text


def test_kit_of_a_number_in_another_form_leads_to_its_one_form(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/badge/{award.number.lower()}/kit")
    assert (response.status_code, response.headers["Location"]) == (301, f"/badge/{award.number}/kit")
    visitor.visit(f"/badge/{NOBODYS}/kit", code=404)
