"""Words in the reader's language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache

from babel.support import Translations
from flask import Flask
from flask_babel import Babel, force_locale, format_date, format_datetime, format_decimal, get_locale, gettext, ngettext

from config import ROOT
from portal.kernel.clock import LONDON, day_of
from portal.kernel.words import Names, Words
from portal.web.language import Language, language

LOCALES = {Language.ENGLISH: "en_GB", Language.WELSH: "cy"}
TRANSLATIONS = "portal/translations"
DATE = "d MMMM y"
# As the limits on uploads count them.
KILOBYTE = 1024
MEGABYTE = 1024 * KILOBYTE


def say(said: Words | Names | str) -> str:
    """A sentence from the catalogue of the reader's language, with its values filled in: dates as people write them.

    A name is the one in that language.
    """
    if isinstance(said, str):
        return said
    if isinstance(said, Names):
        return said.welsh if said.welsh and _is_welsh() else said.english
    return str(gettext(said.text, **{name: _value(value) for name, value in said.values.items()}))


def _is_welsh() -> bool:
    spoken = get_locale()
    return spoken is not None and spoken.language == Language.WELSH


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Within it, words are said in this language, whatever language the page has: for letters."""
    with force_locale(LOCALES[chosen]):
        yield


def say_in(said: Words | Names | str, chosen: str) -> str:
    """A sentence in the language that ``lang`` names so, whatever language the page has."""
    with speaking(Language(chosen)):
        return say(said)


def _value(value: object) -> object:
    if isinstance(value, Words | Names):
        return say(value)
    if isinstance(value, datetime):
        return moment(value)
    return long_date(value) if isinstance(value, date) else value


def long_date(day: date | None) -> str:
    """A date as people write it: 3 March 2028; empty for none."""
    return str(format_date(day, DATE)) if day else ""


def moment(at: datetime | None) -> str:
    """A moment in London time: 3 March 2028 at 4:05pm; empty for none."""
    if at is None:
        return ""
    return str(gettext("%(day)s at %(time)s", day=long_date(day_of(at)), time=time_of_day(at)))


def time_of_day(at: datetime | None) -> str:
    """The time of a moment in London: 4:05pm; empty for none."""
    return str(format_datetime(at.astimezone(LONDON), "h:mma")).lower() if at else ""


def file_size(size: int) -> str:
    """The size of a file, given in bytes, as people read it: 81 bytes, 12 KB, 1.5 MB."""
    if size < KILOBYTE:
        return str(ngettext("%(count)s byte", "%(count)s bytes", size, count=format_decimal(size)))
    if (kilobytes := round(size / KILOBYTE)) < KILOBYTE:
        return str(gettext("%(size)s KB", size=kilobytes))
    return str(gettext("%(size)s MB", size=format_decimal(size / MEGABYTE, "0.#")))


def figure(number: int | str) -> str:
    """A number as people read it, 45,083; a text such as "over 10000" with the numbers in it so."""
    if isinstance(number, int):
        return str(format_decimal(number))
    return " ".join(str(format_decimal(int(part))) if part.isdecimal() else part for part in number.split())


@cache
def translator(chosen: Language) -> Callable[[str], str]:
    """What gives the words of a language for the English ones, whatever language the page has: for pictures.

    A sentence that the catalogue does not have stays in English.
    """
    gettext_of: Callable[[str], str] = Translations.load(ROOT / TRANSLATIONS, LOCALES[chosen]).gettext
    return gettext_of


def install(app: Flask) -> None:
    """Flask-Babel with British dates, London time, and Welsh where the address says so."""
    # Everything is told here: what is told to Babel() itself is forgotten by a later init_app().
    Babel().init_app(
        app,
        default_locale=LOCALES[Language.ENGLISH],
        default_timezone=LONDON.key,
        default_translation_directories=TRANSLATIONS,
        locale_selector=lambda: LOCALES[language()],
    )
