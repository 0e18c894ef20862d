import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.criteria.loading import EDITIONS
from tests.integration.visiting import Visitor


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    done = app.test_cli_runner().invoke(args=["criteria", "publish", str(EDITIONS / "2026.yaml")])
    assert done.exit_code == 0
    return app.test_client()


def links(visitor: Visitor) -> list[str]:
    return [address for _words, address in visitor.page.links]


@pytest.mark.usefixtures("browser")
def test_every_link_of_a_welsh_page_keeps_the_language(visitor: Visitor) -> None:
    visitor.visit("/cy/terms")
    assert visitor.page.lang == "cy"
    kept = [link for link in links(visitor) if link.startswith("/") and not link.startswith("/cy")]
    # These are in English only, and back to the English page.
    assert sorted(set(kept)) == ["/council/start", "/sign-in", "/terms"]


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize(
    ("here", "there"),
    [("/register?q=%C5%B5yn&page=2", "/cy/register?q=%C5%B5yn&page=2"), ("/cy", "/"), ("/cy/verify", "/verify")],
)
def test_a_page_leads_to_itself_in_the_other_language(visitor: Visitor, here: str, there: str) -> None:
    visitor.visit(here)
    assert [address for words, address in visitor.page.links if words in ("Cymraeg", "English")] == [there]


def test_a_page_in_english_only_answers_at_its_english_address(browser: FlaskClient) -> None:
    asked = browser.get("/cy/sign-in?next=/council/")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/council/")
    assert browser.get("/cy/council/").location == "/council/"
    assert browser.post("/cy/sign-in").status_code == 404


def test_a_welsh_page_is_kept_by_caches_as_the_english_one(browser: FlaskClient) -> None:
    english, welsh = browser.get("/terms").headers, browser.get("/cy/terms").headers
    assert welsh["Cache-Control"] == english["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"
    assert "Set-Cookie" not in welsh
    assert "Vary" not in welsh


def test_pictures_and_scripts_are_fetched_once_for_both_languages(browser: FlaskClient) -> None:
    assert 'href="/cy/static' not in browser.get("/cy/terms").text


def test_an_address_that_only_begins_like_welsh_is_not(browser: FlaskClient) -> None:
    assert browser.get("/cyclone").status_code == 404
    assert 'lang="en"' in browser.get("/cyclone").text
    assert 'lang="cy"' in browser.get("/cy/nowhere").text
