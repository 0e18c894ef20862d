"""The badge as a PNG, in other sizes, in Welsh, of an award that was replaced, and in a frame."""

import io
import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from PIL import Image

from portal.awards.queries import AwardRecord
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from tests.factories import awards as make
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor
from tests.integration.working import Working

SHARED = "public, max-age=0, s-maxage=55, must-revalidate"
NOBODYS = "3333-3333O"
ONLY_ITSELF = "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'; frame-ancestors {}"


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        council = make.make_council(work, "Swansea", name_cy="Abertawe")
        return make.make_award(work, council)


def words_of(html: str) -> str:
    """What a reader is told by a frame, in one line."""
    return " ".join(re.sub("<[^>]+>", "", html[html.index("<main>") :]).split())


def test_png_is_twice_as_sharp_as_its_size_and_answers_as_the_svg_does(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/badge/{award.number}.png?size=compact")
    assert response.mimetype == "image/png"
    assert Image.open(io.BytesIO(response.data)).size == (512, 176)
    svg = visitor.client.get(f"/badge/{award.number}.svg?size=compact")
    same = [*("Cache-Control", "Content-Security-Policy", "Cross-Origin-Resource-Policy"), "Vary"]
    assert [response.headers[name] for name in same] == [svg.headers[name] for name in same]
    again = visitor.client.get(
        f"/badge/{award.number}.png?size=compact", headers={"If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.data, again.headers["Cache-Control"]) == (304, b"", SHARED)
    unknown = visitor.client.get(f"/badge/{NOBODYS}.png")
    assert (unknown.status_code, unknown.mimetype) == (404, "image/png")


@pytest.mark.parametrize("address", ["/badge/{}.svg?lang=cy", "/cy/badge/{}.svg"])
def test_welsh_badge_has_the_welsh_name_and_a_welsh_date_and_another_tag(
    visitor: Visitor, award: AwardRecord, address: str
) -> None:
    welsh, english = (visitor.client.get(each.format(award.number)) for each in (address, "/badge/{}.svg"))
    assert 'lang="cy"' in welsh.text
    assert "Abertawe, example.gov.uk" in welsh.text
    assert "18 Tachwedd 2026" in welsh.text
    assert "Swansea, example.gov.uk" in english.text
    assert welsh.headers["ETag"] != english.headers["ETag"]
    assert welsh.headers["Vary"] == "Referer"


def test_badge_of_an_award_that_was_replaced_shows_the_newer_one(
    visitor: Visitor, working: Working, award: AwardRecord, clock: FixedClock
) -> None:
    clock.at = datetime(2028, 6, 1, 10, tzinfo=UTC)
    with working() as work:
        council = work.session.get_one(Council, award.council_id)
        newer = make.make_award(work, council, domains="new.example.gov.uk")
    badge = visitor.client.get(f"/badge/{award.number}.svg", headers={"Referer": "https://new.example.gov.uk/"})
    assert f": Valid. Swansea, new.example.gov.uk. Certificate number {newer.number}. " in badge.text
    kit = visitor.client.get(f"/badge/{award.number}/kit")
    assert (kit.status_code, kit.headers["Location"]) == (302, f"/badge/{newer.number}/kit")


def test_frame_is_for_the_councils_websites_alone_and_does_nothing(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/badge/{award.number}/frame")
    found = re.search("<style>(.*)</style>", response.text, re.DOTALL)
    assert found
    style = f"sha256-{b64encode(sha256(found[1].encode()).digest()).decode()}"
    hosts = "example.gov.uk www.example.gov.uk news.example.gov.uk www.news.example.gov.uk"
    assert response.headers["Content-Security-Policy"] == ONLY_ITSELF.format(style, hosts)
    assert response.headers["Cache-Control"] == SHARED
    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers
    assert "<script" not in response.text
    assert f'href="http://127.0.0.1:5000/verify/{award.number}" target="_top"' in response.text
    assert words_of(response.text) == (
        "Social Media Friendly Mark: Holds the Mark. Swansea. example.gov.uk. "
        "Position on 18 November 2026. Check it on the register"
    )
    again = visitor.client.get(f"/badge/{award.number}/frame", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, SHARED)
    assert len(response.data) < 5 * 1024


def test_frame_in_welsh_is_at_the_welsh_address(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/badge/{award.number}/frame?lang=cy", follow_redirects=True)
    assert response.request.path == f"/cy/badge/{award.number}/frame"
    assert '<html lang="cy">' in response.text
    assert "18 Tachwedd 2026" in response.text
    assert f'href="http://127.0.0.1:5000/cy/verify/{award.number}"' in response.text


@pytest.mark.parametrize(
    ("change", "standing"),
    [(make.withdraw, "No longer holds the Mark"), (make.suspend, "Does not hold the Mark at present")],
)
def test_frame_of_an_award_that_is_not_current_says_so_on_the_same_websites(
    visitor: Visitor, working: Working, award: AwardRecord, change: object, standing: str
) -> None:
    before = visitor.client.get(f"/badge/{award.number}/frame")
    with working() as work:
        change(work, award)  # type: ignore[operator] # a table of the factory's functions
    tag = {"If-None-Match": before.headers["ETag"]}
    after = visitor.client.get(f"/badge/{award.number}/frame", headers=tag)
    assert after.headers["Content-Security-Policy"] == before.headers["Content-Security-Policy"]
    assert words_of(after.text).startswith(f"Social Media Friendly Mark: {standing}. Swansea. example.gov.uk. ")


def test_frame_without_a_website_is_for_nobody(visitor: Visitor, working: Working) -> None:
    with working() as work:
        number = make.make_award(work, make.make_council(work, make.AWKWARD_COUNCIL), domains="").number
    for tried, code in ((number, 200), (NOBODYS, 404)):
        response = visitor.client.get(f"/badge/{tried}/frame")
        assert response.status_code == code
        assert response.headers["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
        assert "<b>" not in response.text


def test_badge_and_frame_ask_the_database_the_same_few_questions(visitor: Visitor, award: AwardRecord) -> None:
    for address in (f"/badge/{award.number}.svg", f"/badge/{award.number}/frame"):
        with counted_queries(visitor.app) as statements:
            visitor.client.get(address)
        assert len(statements) <= 6


def test_visitor_leaves_nothing_behind(
    visitor: Visitor, award: AwardRecord, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")
    told = {"User-Agent": "Curious-Browser", "Referer": "https://example.gov.uk/about-me", "Cookie": "who=me"}
    for address in (f"/badge/{award.number}.svg", f"/badge/{award.number}.png", f"/badge/{award.number}/frame"):
        with counted_queries(visitor.app) as statements:
            response = visitor.client.get(address, headers=told, environ_base={"REMOTE_ADDR": "192.0.2.77"})
        assert (response.status_code, "Set-Cookie" in response.headers) == (200, False)
        assert {statement.split()[0] for statement in statements} - {"BEGIN"} == {"SELECT"}
    assert [record.getMessage() for record in caplog.records] == []
    assert capfd.readouterr() == ("", "")


def test_badge_is_answered_from_memory_with_the_picture_for_the_page_that_asks(
    visitor: Visitor, award: AwardRecord
) -> None:
    pages = ("", "https://www.example.gov.uk/a", "https://impostor.example/")
    address = f"/badge/{award.number}.svg"
    with counted_queries(visitor.app) as statements:
        first = [visitor.client.get(address, headers={"Referer": page}) for page in pages]
        so_many = len(statements)
        again = [visitor.client.get(address, headers={"Referer": page}) for page in reversed(pages)]
    assert len(statements) == so_many
    assert [response.data for response in reversed(again)] == [response.data for response in first]
    assert ["Check this badge" in response.text for response in first] == [False, False, True]
    assert [response.headers["Cache-Control"] for response in reversed(again)] == [SHARED, SHARED, "private, no-store"]
