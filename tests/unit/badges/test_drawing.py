from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.badges.colours import Look
from portal.badges.drawing import (
    MARK,
    MARK_NAME,
    MOST_BYTES,
    STANDING_WORDS,
    BadgeFace,
    Tone,
    badge_svg,
    trial_badge_svg,
)
from portal.badges.layouts import LAYOUTS, MEASURES, Size
from portal.web.language import Language
from portal.web.wording import translator

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2026, 11, 5)
FACE = BadgeFace("Leicester City Council", "leicester.gov.uk", "Valid", Tone.VALID, "K7QX-3MWDR", DAY)
AWKWARD = [
    "W" * 90,
    "W" * 10_000,
    "Cyngor Sir Ynys Môn ŵŷ 🙂 👩\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧 " * 20,
    "<script>alert('x')</script>]]>&amp;\"=cmd",
    "مجلس المدينة \N{RIGHT-TO-LEFT OVERRIDE}kooc",
    "two\nlines\x00\x1b\ufffe\ud800",
    "e" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING RING BELOW}" * 500,
    "&" * 500,
    "🙂" * 500,
    "",
    " \t ",
]


def parsed(svg: str) -> Xml.Element:
    return Xml.fromstring(svg)  # noqa: S314 # our own drawing


def drawn(face: BadgeFace, size: Size = Size.STANDARD) -> Xml.Element:
    return parsed(badge_svg(face, size=size))


def said(root: Xml.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def title(root: Xml.Element) -> str:
    return root.findtext(f"{SVG}title") or ""


def test_badge_says_who_where_how_and_on_which_day() -> None:
    root = drawn(FACE)
    assert said(root) == [
        *("Social Media", "Friendly Mark"),
        *("Valid", "Leicester City Council", "leicester.gov.uk", "Position on 5 November 2026"),
    ]
    assert title(root) == (
        "Social Media Friendly Mark: Valid. Leicester City Council, leicester.gov.uk. "
        "Certificate number K7QX-3MWDR. Position on 5 November 2026"
    )


@pytest.mark.parametrize("tone", Tone)
def test_each_tone_says_its_words_and_only_a_held_mark_shows_the_mark_and_its_purple(tone: Tone) -> None:
    standing = str(STANDING_WORDS[tone])
    root = drawn(replace(FACE, tone=tone, standing=standing))
    assert standing in " ".join(said(root))
    held = tone in (Tone.VALID, Tone.COMMENDED)
    assert (MARK in {path.get("d") for path in root.iter(f"{SVG}path")}) == held
    assert ("#5b2d8e" in Xml.tostring(root, encoding="unicode")) == held


def test_words_for_each_tone_are_those_of_the_process() -> None:
    assert {tone.value: str(words) for tone, words in STANDING_WORDS.items()} == {
        "valid": "Valid",
        "commended": "Valid with commendation",
        "neutral": "Not currently valid, check register",
        "check": "Check this badge",
    }


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("tone", Tone)
def test_badge_is_an_image_of_one_size_with_a_title_and_a_language(tone: Tone, size: Size) -> None:
    root = drawn(replace(FACE, tone=tone), size)
    measures = [str(measure) for measure in MEASURES[size]]
    assert [root.get(name) for name in ("width", "height", "role", "lang")] == [*measures, "img", "en"]
    assert root[0].tag == f"{SVG}title"


def test_badge_of_an_unknown_number_names_the_number_or_nobody() -> None:
    unknown = BadgeFace("", "", str(STANDING_WORDS[Tone.NEUTRAL]), Tone.NEUTRAL, "", DAY)
    words_of_the_mark = ["Social Media", "Friendly Mark"]
    standing = ["Not currently valid,", "check register"]
    assert said(drawn(unknown)) == [*words_of_the_mark, *standing, "Position on 5 November 2026"]
    numbered = said(drawn(replace(unknown, number="K7QX-3MWDR")))
    assert numbered == [
        *words_of_the_mark,
        *standing,
        "Certificate number",
        "K7QX-3MWDR",
        "Position on 5 November 2026",
    ]


def test_long_name_is_shortened_in_the_picture_and_whole_in_the_title() -> None:
    name = "Llanfair" + "pwllgwyngyll" * 7
    root = drawn(replace(FACE, council=name))
    shown = said(root)[3:5]
    assert shown[1].endswith("…")
    assert name.startswith("".join(shown).removesuffix("…"))
    assert name in title(root)


def test_long_website_keeps_its_end_which_tells_whose_it_is() -> None:
    host = "consultations." * 15 + "gov.wales"
    for size in Size:
        root = drawn(replace(FACE, domain=host), size)
        shown = next(line for line in said(root) if line.endswith(".gov.wales"))
        assert shown.startswith("…")
        assert host.endswith(shown.removeprefix("…"))
        assert "consultations.gov.wales. Certificate" in title(root)


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("council", ["Cyngor Gwynedd", "Gwasanaeth Tân ac Achub Canolbarth a Gorllewin Cymru"])
@pytest.mark.parametrize("tone", Tone)
def test_small_badge_says_how_it_stands_in_letters_no_smaller_than_any_other_of_its_words(
    tone: Tone, council: str, lang: Language
) -> None:
    translate = translator(lang)
    standing = translate(STANDING_WORDS[tone].text)
    face = replace(FACE, tone=tone, standing=standing, council=council, lang=lang.value, domain="gwynedd.llyw.cymru")
    groups = [group for group in parsed(badge_svg(face, translate, Size.COMPACT)).iter(f"{SVG}g") if group.get("class")]
    sizes = {" ".join(line.text or "" for line in group): float(group.get("font-size", "0")) for group in groups}
    assert sizes[standing] >= max(sizes[translate(MARK_NAME.text)], 9.5)
    if council == "Cyngor Gwynedd":
        assert sizes[standing] >= 11
    lowest = max(float(text.get("y", "0")) for text in groups[-1])
    assert lowest <= MEASURES[Size.COMPACT][1] - 4


@pytest.mark.parametrize("name", ["Cambridgeshire and Peterborough Combined Authority", "Cyngor Sir Ynys Môn Ŵyn"])
def test_real_long_name_is_whole_in_the_picture(name: str) -> None:
    assert name in " ".join(said(drawn(replace(FACE, council=name))))


def test_welsh_face_writes_the_day_and_its_language_in_welsh() -> None:
    svg = badge_svg(replace(FACE, lang="cy"), translate=lambda text: text.replace("Position on", "Ar"))
    root = parsed(svg)
    assert (root.get("lang"), said(root)[-1]) == ("cy", "Ar 5 Tachwedd 2026")


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_words_never_break_the_picture(text: str) -> None:
    check(replace(FACE, council=text, domain=text, standing=text, number=text, lang=text))


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(Tone))
def test_any_words_at_all_never_break_the_picture(council: str, rest: str, tone: Tone) -> None:
    check(replace(FACE, council=council, domain=rest, standing=rest, number=rest, tone=tone))


def check(face: BadgeFace) -> None:
    drawings = [badge_svg(face, size=size) for size in Size]
    assert max(len(svg.encode()) for svg in drawings) < MOST_BYTES
    parts = {element.tag.removeprefix(SVG) for svg in drawings for element in parsed(svg).iter()}
    assert parts <= {"svg", "title", "style", "rect", "g", "path", "text"}


def test_words_cannot_turn_the_words_after_them_round() -> None:
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in badge_svg(replace(FACE, council="a\N{RIGHT-TO-LEFT OVERRIDE}b"))


@pytest.mark.parametrize("size", Size)
def test_every_stated_width_and_every_line_lies_on_the_card(size: Size) -> None:
    layout = LAYOUTS[size]
    for name in AWKWARD:
        face = replace(FACE, council=name, domain=name, standing=name or "Valid")
        for text in drawn(face, size).iter(f"{SVG}text"):
            assert float(text.get("x", "0")) + float(text.get("textLength", "0")) <= layout.width - layout.right
            assert 0 < float(text.get("y", "0")) < layout.height


def test_compact_badge_says_what_the_standard_one_says() -> None:
    assert said(drawn(FACE, Size.COMPACT)) == [
        *("Social Media Friendly Mark", "Valid", "Leicester City Council", "leicester.gov.uk"),
        "Position on 5 November 2026",
    ]


def test_badge_follows_the_screen_unless_its_look_is_chosen_and_forced_colours_always() -> None:
    dark, forced = "@media screen and (prefers-color-scheme:dark)", "@media (forced-colors:active)"
    drawings = {look: badge_svg(FACE, look=look) for look in Look}
    assert {look: (dark in svg, forced in svg) for look, svg in drawings.items()} == {
        Look.AUTO: (True, True),
        Look.LIGHT: (False, True),
        Look.DARK: (False, True),
    }
    cards = {look: parsed(svg).find(f"{SVG}path[@class='card']") for look, svg in drawings.items()}
    assert [card is not None and card.get("fill") == "#fff" for card in cards.values()] == [True, True, False]


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("size", Size)
def test_badge_for_trying_out_cannot_be_taken_for_an_award(size: Size, look: Look) -> None:
    svg = trial_badge_svg(DAY, size=size, look=look)
    root = parsed(svg)
    assert said(root)[0] == "TEST"
    assert "Test badge, not an award Position on 5 November 2026" in " ".join(said(root))
    assert (MARK in svg, "#5b2d8e" in svg) == (False, False)
    assert (root.get("width"), root.get("height")) == tuple(str(measure) for measure in MEASURES[size])
    assert len(svg.encode()) < MOST_BYTES


def test_mark_is_the_one_that_the_pages_show() -> None:
    assert MARK in (Path(__file__).parents[3] / "static/img/mark.svg").read_text(encoding="utf-8")
