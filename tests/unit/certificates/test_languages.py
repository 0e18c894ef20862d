"""Each certificate in its language, each passage of it in the language that it is in, and its letters."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from portal.certificates import wording
from portal.certificates.lettering import CertificateFailed, shown
from portal.certificates.printed import Printed, differences, printed_from
from portal.certificates.render import OWN_FILES, certificate_pdf
from tests.factories.certificates import PAGE, WELSH_PAGE

A_FEW_WORDS = {
    "This certifies that": "Tystir bod",
    "from %(first)s to %(last)s": "hyd %(last)s, o %(first)s",
    "Edition %(edition)s, version %(version)s": "Argraffiad %(edition)s",
}


@pytest.fixture
def welsh_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Welsh catalogue with a few words."""
    catalogue = Catalog(locale="cy")
    for said, in_welsh in A_FEW_WORDS.items():
        catalogue.add(said, in_welsh)
    target = tmp_path / "cy/LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(wording, "TRANSLATIONS", tmp_path)
    wording.catalogue.cache_clear()
    yield
    wording.catalogue.cache_clear()


def text_of(page: Printed) -> str:
    document = pypdfium2.PdfDocument(certificate_pdf(page))
    text = document[0].get_textpage().get_text_range()
    document.close()
    return " ".join(text.split())


def tagged(page: Printed) -> tuple[str, list[tuple[str, str]]]:
    """The language of the document, and every tag that names one of its own."""
    root: Any = pypdf.PdfReader(io.BytesIO(certificate_pdf(page))).trailer["/Root"]
    tags, found = [root["/StructTreeRoot"]], []
    while tags:
        tag = tags.pop().get_object()
        if "/Lang" in tag:
            found.append((tag["/S"], tag["/Lang"]))
        inside = tag.get("/K", [])
        tags.extend(
            one for one in (inside if isinstance(inside, list) else [inside]) if hasattr(one.get_object(), "get")
        )
    return root["/Lang"], found


@pytest.mark.usefixtures("welsh_words")
def test_welsh_certificate_speaks_welsh_and_writes_its_dates_so() -> None:
    text = text_of(WELSH_PAGE)
    for said in ("Tystir bod", "hyd 17 Tachwedd 2028, o 18 Tachwedd 2026", "Argraffiad 2026", "Cyngor Sir Ynys Môn ŵŷ"):
        assert said in text
    assert "This certifies that" in text_of(PAGE)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (PAGE, ("en", [("/P", "cy")])),
        (WELSH_PAGE, ("cy", [("/P", "en")])),
        (replace(WELSH_PAGE, council="Brecon & Co", council_lang="en", other_name=""), ("cy", [("/H1", "en")])),
        (replace(PAGE, other_name=""), ("en", [])),
    ],
    ids=["English", "Welsh", "Welsh without a Welsh name", "English alone"],
)
def test_name_in_the_other_language_is_tagged_with_it(
    page: Printed, expected: tuple[str, list[tuple[str, str]]]
) -> None:
    assert tagged(page) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Cyngor Sir  Ŷnys\nMôn w\u0302", ("Cyngor Sir Ŷnys Môn ŵ", "")),
        ("Council 🙂 of 🙂 Ŵyn", ("Council of Ŵyn", "🙂")),
        ("Council\u202e of\u200d Ŵyn", ("Council of Ŵyn", "\u202e\u200d")),
        ("שלום مجلس Αθήνα Київ", ("שלום مجلس Αθήνα Київ", "")),
    ],
    ids=["spaces and accents", "pictures", "what nobody can see", "other alphabets"],
)
def test_name_is_printed_whole_but_for_signs_that_are_no_letters(name: str, expected: tuple[str, str]) -> None:
    assert shown(name, OWN_FILES) == expected


def test_letter_that_no_font_has_stops_the_certificate_and_says_which() -> None:
    with pytest.raises(CertificateFailed, match="cannot show “北 𒀀”, which is in the name “Council 北𒀀”"):
        shown("Council 北𒀀", OWN_FILES)


def test_letter_of_a_font_of_the_machine_is_never_drawn() -> None:
    with pytest.raises(CertificateFailed, match="no font of the document has: 北"):
        certificate_pdf(replace(PAGE, council="Council 北"))


def test_what_was_printed_is_read_again_as_it_was() -> None:
    assert printed_from(WELSH_PAGE.to_json()) == WELSH_PAGE


def test_differences_name_what_says_something_else_but_not_the_day_of_issue() -> None:
    after = replace(PAGE, council="Ynys", commendation=False, issued_on=PAGE.ends_on)
    assert differences(PAGE, after) == ("council", "commendation")
    assert differences(PAGE, PAGE) == ()
