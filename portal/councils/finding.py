"""Which councils fit what somebody typed: conditions for queries over councils, by the parts of their names.

A condition names its values, so that a statement can be put together once and asked with other words.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, select
from sqlalchemy.orm import Session

from portal.councils.models import Council, CouncilNamePart
from portal.councils.naming import BEGINNING, LONGEST_PART, folded, search_words

# Beyond this a word says so little that it does not matter with which one the search begins.
FEW = 200
# Parts of names that begin with one letter: there are a few hundred. Beyond this nobody is helped by looking on.
MOST_PARTS = 2_000
_HIGHEST = "\U0010ffff"


def typed_words(session: Session, q: str) -> tuple[str, ...]:
    """The words of ``q`` to look for, the rarest first: it is looked up, the others are checked for what it finds.

    So a search costs what the councils cost that fit, however many there are in all.
    """
    words = search_words(q)
    return tuple(sorted(words, key=lambda word: _some(session, word))) if len(words) > 1 else words


def word_values(words: Sequence[str]) -> dict[str, str]:
    """The values of ``has_words``: each word, and the end of what begins with it."""
    return {f"word_{place}": word for place, word in enumerate(words)} | {
        f"word_{place}_end": word + _HIGHEST for place, word in enumerate(words)
    }


def has_words(count: int) -> ColumnElement[bool]:
    """That a council has each of so many words in one of its names, whole or in part; nothing fits without a word."""
    if not count:
        return false()
    found: ColumnElement[bool] = Council.id.in_(select(CouncilNamePart.council_id).where(_begins("word_0")))
    for place in range(1, count):
        found &= _has(f"word_{place}")
    return found


def begins_with() -> ColumnElement[bool]:
    """That one of the council's names begins with what was typed: see ``beginning_values``."""
    return _has("beginning")


def like_it() -> Select[str]:
    """Words and endings of words in names that begin with the letter ``word_0``: see ``word_values``."""
    return select(CouncilNamePart.part).distinct().where(_begins("word_0")).limit(MOST_PARTS)


def with_part(parts: Sequence[str]) -> ColumnElement[bool]:
    """That a council has one of these parts in its names."""
    return exists().where(CouncilNamePart.council_id == Council.id, CouncilNamePart.part.in_(parts)).correlate(Council)


def beginning_values(q: str) -> dict[str, str]:
    """The values of ``begins_with``."""
    beginning = BEGINNING + folded(q)[:LONGEST_PART]
    return {"beginning": beginning, "beginning_end": beginning + _HIGHEST}


def _has(name: str) -> ColumnElement[bool]:
    return exists().where(CouncilNamePart.council_id == Council.id, _begins(name)).correlate(Council)


def _begins(name: str) -> ColumnElement[bool]:
    return (CouncilNamePart.part >= bindparam(name)) & (CouncilNamePart.part < bindparam(f"{name}_end"))


_SOME = select(func.count()).select_from(
    select(CouncilNamePart.council_id).where(_begins("word_0")).limit(FEW).subquery()
)


def _some(session: Session, word: str) -> int:
    return session.scalars(_SOME, word_values([word])).one()
