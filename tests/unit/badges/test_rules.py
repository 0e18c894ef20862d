from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.awards.rules import Standing, holds_the_mark
from portal.badges.colours import Look
from portal.badges.drawing import Tone
from portal.badges.layouts import Size
from portal.badges.queries import HOLDS, FramePage
from portal.badges.rules import (
    Bearer,
    Form,
    Manner,
    badge_of,
    frame_ancestors,
    hosts_of,
    is_elsewhere,
    manner_asked_for,
    unknown_badge,
)

DAY = date(2026, 11, 18)
BEARER = Bearer("K7QX-3MWDR", "Cyngor =Ŵyn", ("ŵyn.cymru", "news.example.gov.uk"), Standing.CURRENT, commendation=False)


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("commendation", [True, False])
def test_tone_follows_the_standing(standing: Standing, commendation: bool) -> None:
    tone = badge_of(replace(BEARER, standing=standing, commendation=commendation), DAY, elsewhere=False).face.tone
    held = Tone.COMMENDED if commendation else Tone.VALID
    assert tone is (held if holds_the_mark(standing) else Tone.NEUTRAL)


@pytest.mark.parametrize("standing", Standing)
def test_elsewhere_a_current_badge_asks_to_be_checked_and_no_other_changes(standing: Standing) -> None:
    badge = badge_of(replace(BEARER, standing=standing), DAY, elsewhere=True)
    held = holds_the_mark(standing)
    assert (badge.face.tone, badge.for_this_page_only) == (Tone.CHECK if held else Tone.NEUTRAL, held)


def test_badge_names_the_council_and_its_first_website() -> None:
    face = badge_of(BEARER, DAY, elsewhere=False).face
    assert (face.council, face.domain, face.number, face.drawn_on) == ("Cyngor =Ŵyn", "ŵyn.cymru", BEARER.number, DAY)
    assert badge_of(replace(BEARER, domains=()), DAY, elsewhere=False).face.domain == ""


@pytest.mark.parametrize(
    ("bearer", "website", "tight"),
    [
        (BEARER, "ŵyn.cymru", (False, False)),
        (replace(BEARER, domains=()), "", (False, False)),
        (
            replace(BEARER, council_cy="Gwasanaeth Tân ac Achub Canolbarth a Gorllewin Cymru"),
            "ŵyn.cymru",
            (False, True),
        ),
        (replace(BEARER, domains=("a" * 60 + ".gov.wales",)), "…" + "a" * 25 + ".gov.wales", (True, True)),
    ],
)
def test_frame_has_smaller_letters_for_long_names_and_keeps_the_end_of_a_long_website(
    bearer: Bearer, website: str, tight: tuple[bool, bool]
) -> None:
    page = FramePage(bearer.number, bearer, HOLDS, True, frozenset(), DAY)
    assert (page.website, (page.is_tight("en"), page.is_tight("cy"))) == (website, tight)


def test_unknown_badge_names_nobody() -> None:
    badge = unknown_badge(DAY)
    assert (badge.known, badge.face.council, badge.face.number, badge.face.tone) == (False, "", "", Tone.NEUTRAL)


def test_tag_is_the_same_for_the_same_picture_and_different_for_any_other() -> None:
    faces = [
        badge_of(BEARER, DAY, elsewhere=False),
        badge_of(BEARER, DAY, elsewhere=True),
        badge_of(BEARER, DAY + timedelta(days=1), elsewhere=False),
        badge_of(replace(BEARER, standing=Standing.SUSPENDED), DAY, elsewhere=False),
        badge_of(replace(BEARER, number="K7QX-3MWDX"), DAY, elsewhere=False),
        badge_of(replace(BEARER, council="Renamed"), DAY, elsewhere=False),
    ]
    manners = [
        Manner(form, size, look, lang) for form in Form for size in Size for look in Look for lang in ("en", "cy")
    ]
    tags = {badge.etag(manner) for badge in faces for manner in manners}
    assert len(tags) == len(faces) * len(manners)
    assert badge_of(BEARER, DAY, elsewhere=False).etag(Manner()) == faces[0].etag(Manner())


@pytest.mark.parametrize(
    ("referrer", "elsewhere"),
    [
        ("", False),
        ("https://xn--yn-9ua.cymru/", False),
        ("https://www.news.example.gov.uk/a", False),
        ("https://mark.example/badge/x/kit", False),
        ("https://example.gov.uk/", True),
        ("https://xnews.example.gov.uk/", True),
        ("https://news.example.gov.uk.evil.example/", True),
        ("not an address", True),
        ("https://[", True),
    ],
)
def test_page_is_elsewhere_where_it_names_itself_and_is_none_of_theirs(referrer: str, elsewhere: bool) -> None:
    assert is_elsewhere(referrer, hosts_of(BEARER.domains), "mark.example") is elsewhere


@given(st.text())
def test_whatever_a_browser_sends_has_an_answer(referrer: str) -> None:
    assert is_elsewhere(referrer, hosts_of(BEARER.domains), "mark.example") is bool(referrer)


def test_welsh_badge_has_the_councils_welsh_name_where_there_is_one() -> None:
    named = replace(BEARER, council_cy="Cyngor Ŵyn")
    said = badge_of(named, DAY, elsewhere=False, lang="cy", translate=str.upper).face
    assert (said.council, said.standing, said.lang) == ("Cyngor Ŵyn", "VALID", "cy")
    assert badge_of(named, DAY, elsewhere=False).face.council == "Cyngor =Ŵyn"
    assert badge_of(BEARER, DAY, elsewhere=False, lang="cy").face.council == "Cyngor =Ŵyn"


@pytest.mark.parametrize(
    ("asked", "manner"),
    [
        ({}, Manner()),
        ({"size": "large", "look": "dark", "lang": "cy"}, Manner(Form.SVG, Size.LARGE, Look.DARK, "cy")),
        ({"size": "huge", "look": "", "lang": "<script>"}, Manner()),
    ],
)
def test_manner_is_what_the_address_asks_for_and_as_usual_where_that_means_nothing(
    asked: dict[str, str], manner: Manner
) -> None:
    assert manner_asked_for(Form.SVG, asked, "en") == manner


def test_badge_without_a_language_asked_for_is_in_that_of_the_page() -> None:
    asked: list[dict[str, str]] = [{}, {"lang": "en"}, {"lang": "fr"}]
    assert [manner_asked_for(Form.PNG, more, "cy").lang for more in asked] == ["cy", "en", "cy"]


@pytest.mark.parametrize(
    ("domains", "directive"),
    [
        ((), "frame-ancestors 'none'"),
        (("ŵyn.cymru", "a.gov.uk"), "frame-ancestors a.gov.uk www.a.gov.uk xn--yn-9ua.cymru www.xn--yn-9ua.cymru"),
        (("WWW.A.gov.uk",), "frame-ancestors a.gov.uk www.a.gov.uk"),
        (("a.gov.uk; script-src *", "*", "*.gov.uk", "a b", "\n", "x" * 70 + ".uk", ""), "frame-ancestors 'none'"),
    ],
)
def test_frame_is_for_each_host_and_its_www_and_for_nobody_where_there_is_none(
    domains: tuple[str, ...], directive: str
) -> None:
    assert frame_ancestors(hosts_of(domains)) == directive
