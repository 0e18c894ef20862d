"""When somebody else has to look too, and at what (C6 of docs/process.md)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.criteria.edition import Edition
from portal.criteria.results import Result, is_borderline
from portal.kernel.words import Words, words
from portal.reviews.rules import IMPROVE_BELOW, Judgement

# A reviewer is new until so many applications have been reviewed.
NEW_UNTIL = 3
# More essential criteria than these below 2, and nobody doubts the outcome.
FEW_ESSENTIALS = (1, 2)


class Trigger(StrEnum):
    """Why a second review is needed."""

    CLOSE = "close"
    ESSENTIALS = "essentials"
    NEW_REVIEWER = "new_reviewer"
    DRAWN = "drawn"
    ASKED = "asked"
    MINOR_LINK = "minor_link"
    AFTER_APPEAL = "after_appeal"


# What whoever moderates reads, once every review is locked.
TRIGGER_WORDS: dict[Trigger, Words] = {
    Trigger.CLOSE: words("The first reviewer’s total is close to what an award or a commendation needs."),
    Trigger.ESSENTIALS: words("One or two essential criteria fall short in the first review."),
    Trigger.NEW_REVIEWER: words("It was one of the first reviewer’s first three applications."),
    Trigger.DRAWN: words("The application was drawn at random."),
    Trigger.ASKED: words("The first reviewer asked for a second opinion."),
    Trigger.MINOR_LINK: words("The first reviewer has declared a minor link, which was accepted."),
    Trigger.AFTER_APPEAL: words("It is reviewed afresh after an appeal."),
}


@dataclass(frozen=True)
class FirstReview:
    """What is known once the first scores lock.

    ``found`` is what they alone come to. ``reviewed`` is how many other applications the reviewer has reviewed.
    ``round`` is above 1 after an appeal.
    """

    found: Result
    reviewed: int
    drawn: bool
    asks: bool
    minor_link: bool
    round: int


def triggers(first: FirstReview) -> tuple[Trigger, ...]:
    """Every reason for a second review; none where the first is enough."""
    holds = {
        Trigger.CLOSE: is_borderline(first.found),
        Trigger.ESSENTIALS: len(first.found.essentials_short) in FEW_ESSENTIALS,
        Trigger.NEW_REVIEWER: first.reviewed < NEW_UNTIL,
        Trigger.DRAWN: first.drawn,
        Trigger.ASKED: first.asks,
        Trigger.MINOR_LINK: first.minor_link,
        Trigger.AFTER_APPEAL: first.round > 1,
    }
    return tuple(trigger for trigger in Trigger if holds[trigger])


def criteria(
    edition: Edition,
    judgements: Mapping[str, Judgement],
    stands: Collection[str],
    some_of: Callable[[Collection[str]], Collection[str]],
) -> tuple[str, ...]:
    """What the second reviewer scores, by id, in the order of the edition.

    These are every essential criterion, every one that the first reviewer scored 0 or 1, and what ``some_of`` draws
    out of the rest. What ``stands`` from an earlier decision is scored by nobody.
    """
    open_ids = [criterion.id for criterion in edition.criteria if criterion.id not in stands]
    needed = {criterion_id for criterion_id in _needed(edition, judgements) if criterion_id in open_ids}
    chosen = needed | set(some_of([each for each in open_ids if each not in needed]))
    return tuple(each for each in open_ids if each in chosen)


def _needed(edition: Edition, judgements: Mapping[str, Judgement]) -> Iterator[str]:
    for criterion in edition.criteria:
        score = judgements[criterion.id].score
        if criterion.essential or (score is not None and score < IMPROVE_BELOW):
            yield criterion.id
