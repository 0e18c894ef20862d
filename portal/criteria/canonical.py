"""The canonical form of an edition: the bytes that are stored, hashed and read back. The one file that knows pydantic.

JSON in UTF-8, keys sorted, no spaces; a field that equals its default is left out. Two files with the same content
have the same canonical form, whatever the order of their keys and their comments.
"""

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import cast

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from portal.criteria.edition import Edition
from portal.criteria.faults import Fault, Path
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import Words, words

# Pydantic takes these settings for a tuple, and passes them on to the dataclasses in it, but not for a dataclass.
_ONE_EDITION: TypeAdapter[tuple[Edition]] = TypeAdapter(
    tuple[Edition],
    config=ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True, str_min_length=1),
)


def canonical(edition: Edition) -> bytes:
    """Write the whole content of an edition as canonical JSON."""
    return json.dumps(_plain(edition), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def edition_hash(edition: Edition) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal: the identity of the content."""
    return hashlib.sha256(canonical(edition)).hexdigest()


def from_canonical(stored: bytes) -> Edition:
    """Read an edition back from its canonical form. Raises ``RuleBroken`` if the bytes do not have the shape of one."""
    try:
        return read_shape(stored)
    except Misshapen as error:
        raise RuleBroken(Problem(".".join(map(str, f.path)), f.words) for f in error.faults) from error


class Misshapen(Exception):
    """This JSON does not have the shape of an edition; ``faults`` say every place where it differs."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


def read_shape(data: bytes) -> Edition:
    """Read an edition from JSON in which names, types and required values are right. Raises ``Misshapen``."""
    try:
        return _ONE_EDITION.validate_json(b"[" + data + b"]")[0]
    except ValidationError as error:
        raise Misshapen(tuple(_fault(detail) for detail in error.errors(include_url=False))) from error


def _fault(detail: ErrorDetails) -> Fault:
    path: Path = detail["loc"][1:]
    key = next((part for part in reversed(path) if isinstance(part, str)), "edition")
    return Fault(path, _words_for(detail, key))


def _words_for(detail: ErrorDetails, key: str) -> Words:
    match detail["type"]:
        case "missing":
            return words("%(key)s is missing.", key=key)
        case "unexpected_keyword_argument":
            return words("%(key)s does not belong here.", key=key)
        case "string_type":
            return words("%(key)s must be text. Put quotes around what looks like a number or a date.", key=key)
        case "string_too_short":
            return words("%(key)s is empty.", key=key)
        case "int_type":
            return words("%(key)s must be a whole number.", key=key)
        case "bool_type":
            return words("%(key)s must be true or false.", key=key)
        case "tuple_type":
            return words("%(key)s must be a list.", key=key)
        case "dataclass_type":
            return words("%(key)s must be keys with values.", key=key)
        case "enum" | "literal_error":
            return words("%(key)s must be %(expected)s.", key=key, expected=detail["ctx"]["expected"])
    return words("%(key)s cannot be read: %(reason)s.", key=key, reason=detail["msg"])


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {
            field.name: _plain(content)
            for field, content in pairs
            if field.default is MISSING or content != field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in cast(tuple[object, ...], value)]
    return str(value) if isinstance(value, Decimal) else value
