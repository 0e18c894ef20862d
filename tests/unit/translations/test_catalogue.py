"""Every word of a public page has its Welsh, and says it with the same values."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from config import ROOT
from portal.translations.catalogue import CATALOGUE, compiled, read, untranslated, written

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "words": None, "_l": None, "lazy_gettext": None}
VALUE = re.compile(r"%\((\w+)\)[sd]")
TAG = re.compile(r"</?[a-z]+")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read(CATALOGUE)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _english(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _public_words() -> set[str]:
    with Path(ROOT, "babel-cy.cfg").open(encoding="utf-8") as settings:
        methods, options = parse_mapping_cfg(settings)  # type: ignore[no-untyped-call] # Babel gives it no types
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, callback=None)
    return {said if isinstance(said, str) else said[0] for _file, _line, said, _comments, _context in found}


def test_every_public_word_is_in_the_catalogue_and_nothing_else_is(catalogue: Catalog) -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in messages(catalogue)}
    assert sorted(_public_words() ^ known) == [], "run `make welsh`"


def test_every_word_has_its_welsh_and_none_is_a_guess(catalogue: Catalog) -> None:
    assert untranslated(catalogue) == []
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []


def test_each_translation_has_the_values_and_the_markup_of_the_english(catalogue: Catalog) -> None:
    for message in messages(catalogue):
        # “One council” may leave the figure out, in either language.
        values = [set(VALUE.findall(english)) for english in _english(message)]
        tags = [sorted(TAG.findall(english)) for english in _english(message)]
        for said in _strings(message):
            assert set(VALUE.findall(said)) in values, said
            assert sorted(TAG.findall(said)) in tags, said


def test_what_the_portal_reads_is_made_from_what_people_read(catalogue: Catalog) -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(catalogue), "run `make welsh`"
    assert CATALOGUE.read_bytes() == written(catalogue)
