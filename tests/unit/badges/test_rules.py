from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.awards.rules import Standing, holds_the_mark
from portal.badges.drawing import Tone
from portal.badges.rules import Bearer, badge_of, is_elsewhere, unknown_badge

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
    assert len({face.etag for face in faces}) == len(faces)
    assert badge_of(BEARER, DAY, elsewhere=False).etag == faces[0].etag


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
    assert is_elsewhere(referrer, BEARER.domains, "mark.example") is elsewhere


@given(st.text())
def test_whatever_a_browser_sends_has_an_answer(referrer: str) -> None:
    assert is_elsewhere(referrer, BEARER.domains, "mark.example") is bool(referrer)
