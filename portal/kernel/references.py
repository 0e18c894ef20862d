"""Public numbers: short, unguessable in order, easy to read out, with a check character.

Check characters are ISO/IEC 7064 MOD 37,36, which finds every single wrong character and nearly every swap of two
neighbours. Vowels and the characters that are taken for each other (0 O, 1 I L, 5 S, 2 Z, 8 B, U V) are left out.
"""

import re
import secrets
from collections.abc import Callable

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "34679CDFGHJKMNPQRTVWXY"
AWARD_NUMBER = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{5}")
_APPLICATION_PREFIX = "APP-"
_APPEAL_PREFIX = "APL-"
_CONCERN_PREFIX = "RPT-"


Choose = Callable[[str], str]


def _random_body(length: int, choose: Choose) -> str:
    while True:
        body = "".join(choose(ALPHABET) for _ in range(length))
        check = mod_37_36.calc_check_digit(body)
        if check in ALPHABET:
            return body + check


def new_award_number(choose: Choose = secrets.choice) -> str:
    """A number such as ``K7QX-3MWDR``: 22^8 possibilities, drawn at random; the last character checks the others."""
    body = _random_body(8, choose)
    return f"{body[:4]}-{body[4:]}"


def new_application_reference(choose: Choose = secrets.choice) -> str:
    """A reference such as ``APP-7KQ-3MW``; the last character checks the others."""
    return _reference(_APPLICATION_PREFIX, choose)


def new_appeal_reference(choose: Choose = secrets.choice) -> str:
    """A reference such as ``APL-7KQ-3MW``, made like that of an application."""
    return _reference(_APPEAL_PREFIX, choose)


def new_concern_reference(choose: Choose = secrets.choice) -> str:
    """A reference such as ``RPT-7KQ3-MWDR-XY46``: long, because whoever has it learns what came of the report."""
    body = _random_body(11, choose)
    return f"{_CONCERN_PREFIX}{body[:4]}-{body[4:8]}-{body[8:]}"


def concern_reference_from(typed: str) -> str | None:
    """The reference of a report in what a person typed; None where the check character is wrong.

    Case, spaces, dots and dashes do not matter, nor does the beginning, which all have in common.
    """
    bare = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper().removeprefix(_CONCERN_PREFIX.rstrip("-"))
    try:
        mod_37_36.validate(bare)
    except ValidationError:
        return None
    return f"{_CONCERN_PREFIX}{bare[:4]}-{bare[4:8]}-{bare[8:]}" if re.fullmatch(r"[0-9A-Z]{12}", bare) else None


def _reference(prefix: str, choose: Choose) -> str:
    body = _random_body(5, choose)
    return f"{prefix}{body[:3]}-{body[3:]}"


def award_number_from(typed: str) -> str | None:
    """The award number in what a person typed, in its one written form; None where the check character is wrong.

    Case, spaces, dots and dashes do not matter.
    """
    bare = re.sub(r"[\s.\-\u2010-\u2015]", "", typed).upper()
    try:
        mod_37_36.validate(bare)
    except ValidationError:
        return None
    number = f"{bare[:4]}-{bare[4:]}"
    return number if AWARD_NUMBER.fullmatch(number) else None


def looks_like_award_number(typed: str) -> bool:
    """Whether somebody meant to type a number, right or wrong: nine letters and digits with at least one digit."""
    bare = re.sub(r"[\s.\-\u2010-\u2015]", "", typed)
    return len(bare) == 9 and bare.isascii() and bare.isalnum() and any(char.isdigit() for char in bare)
