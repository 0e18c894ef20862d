"""What the public reads of an award, for every standing: C9 and C10 of docs/process.md, in one place.

The words of one standing alone are ``rules.STANDING_WORDS``.
"""

from collections.abc import Sequence
from datetime import date

from portal.awards.rules import STANDING_WORDS, Position, Standing
from portal.awards.states import ReasonType
from portal.kernel.words import Names, Words, words

REASON_WORDS: dict[ReasonType, Words] = {
    ReasonType.FALSE_STATEMENT: words("A statement in the application was false."),
    ReasonType.MISUSE: words("The Mark was misused."),
    ReasonType.ANNUAL_CHECK_NOT_DONE: words("The annual check was not done."),
    ReasonType.CRITERION_NOT_MET: words("An essential criterion was no longer met."),
}

_LINES: dict[Standing, Words] = {
    Standing.CURRENT: words("Yes. %(council)s holds the Mark until %(until)s"),
    Standing.RENEWAL_OPEN: words("Yes. %(council)s holds the Mark until %(until)s"),
    Standing.EXPIRED: words("No. %(council)s held the Mark until %(until)s"),
    Standing.SUSPENDED: words("No. The Mark of %(council)s has been suspended since %(since)s"),
    Standing.WITHDRAWN: words("No. The Mark was withdrawn from %(council)s on %(since)s"),
    Standing.GIVEN_UP: words("No. %(council)s gave up the Mark on %(since)s"),
    Standing.REPLACED: words("No. This award of %(council)s was replaced by a newer one on %(since)s"),
    Standing.COUNCIL_REPLACED: words("No. The Mark of %(council)s ended on %(since)s, when the council was replaced"),
}


def first_line(council: str | Names, position: Position, valid_until: date) -> Words:
    """Yes or no about one award, in one sentence, for every standing: what a resident came for."""
    return words(_LINES[position.standing].text, council=council, since=position.since_on, until=valid_until)


def standing_words(standing: Standing, successors: Sequence[str] = ()) -> Words:
    """How an award stands, with the names of the councils that replace its own where that ended it (C10)."""
    if standing is Standing.COUNCIL_REPLACED and successors:
        return words("Ended: council replaced by %(names)s", names=", ".join(successors))
    return STANDING_WORDS[standing]
