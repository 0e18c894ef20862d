"""From an edition to the file that the scheme owner edits: the way back of ``loading.py``, without its comments."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import cast

import yaml

from portal.criteria.edition import AuthorityNote, Edition

_WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Writes everything out: an edition has no anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def to_yaml(tree: Mapping[str | int, object]) -> str:
    """Write plain values as YAML that ``loading.py`` reads back as the same values."""
    written: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return written


def tree_of(edition: Edition) -> dict[str | int, object]:
    """The edition as plain values in the shape of the file, in the order in which an edition is described."""
    tree = cast(dict[str | int, object], _plain(edition))
    for plain, criterion in zip(cast(list[dict[str, object]], tree["criteria"]), edition.criteria, strict=True):
        plain["rubric"] = dict(enumerate(criterion.rubric))
        plain["authority_notes"] = _notes(criterion.authority_notes)
    return tree


def _notes(notes: tuple[AuthorityNote, ...]) -> dict[str, str]:
    return {entry.authority_type: entry.note for entry in notes}


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
    if isinstance(value, Decimal):
        return float(value)
    return str(value) if isinstance(value, StrEnum) else value
