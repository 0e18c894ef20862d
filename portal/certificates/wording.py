"""The words of a certificate in its own language, whoever asks: a browser, the worker, a command.

The catalogues are the same that pages are translated with.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.support import Translations

ENGLISH, WELSH = "en", "cy"
TRANSLATIONS = Path(__file__).parents[1] / "translations"
LOCALES = {ENGLISH: "en_GB", WELSH: "cy"}
DATE = "d MMMM y"


@cache
def catalogue(lang: str) -> Callable[[str], str]:
    """What says an English sentence in a language: the sentence itself where there is no other."""
    return Translations.load(str(TRANSLATIONS), [LOCALES[lang]]).gettext


def written(day: date, lang: str) -> str:
    """A date as people write it in the language: 3 March 2028, 3 Mawrth 2028."""
    return str(format_date(day, DATE, locale=LOCALES[lang]))
