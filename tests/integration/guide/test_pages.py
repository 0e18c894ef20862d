import pytest
from flask import Flask

from portal.criteria.loading import EDITIONS
from tests.factories.awards import make_award, make_council
from tests.integration.visiting import Visitor
from tests.integration.working import working_in

PAGES = ("/", "/statistics", "/impartiality", "/accessibility", "/privacy", "/cookies", "/terms")


@pytest.fixture(autouse=True)
def _published(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["criteria", "publish", str(EDITIONS / "2026.yaml")])
    assert done.exit_code == 0


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_the_same_for_everyone(visitor: Visitor, address: str) -> None:
    visitor.visit(address)
    headers = visitor.response.headers
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"


def test_the_home_page_says_how_many_hold_the_mark_and_what_is_looked_at(app: Flask, visitor: Visitor) -> None:
    empty = visitor.visit("/").text
    assert "published criteria in 8 themes28" in empty
    assert "the Mark today" not in empty
    with working_in(app)() as work:
        make_award(work, make_council(work, "Example, \"the\" Ŵyn 🙂"))
    assert "council holds the Mark today1" in visitor.visit("/").text
    assert 'Example, "the" Ŵyn 🙂 since 18 November 2026' in visitor.page.text


def test_few_decisions_are_not_published(visitor: Visitor) -> None:
    assert "fewer than 10: not published" in visitor.visit("/statistics").text


def test_security_txt_names_a_contact_and_a_day(visitor: Visitor) -> None:
    visitor.visit("/.well-known/security.txt")
    lines = visitor.response.text.splitlines()
    assert lines[0].startswith("Contact: mailto:")
    assert lines[1] == "Expires: 2027-05-17T00:00:00Z"
