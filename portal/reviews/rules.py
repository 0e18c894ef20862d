"""What a score needs before it is saved, and a review before it is locked (C6, and C5 row 19, of docs/process.md)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.criteria.edition import Criterion, Edition
from portal.kernel.errors import Problem
from portal.kernel.words import words

SHORTEST_REASON = 10
# Below this, the council must be told what would raise the score.
IMPROVE_BELOW = 2


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says of one criterion; no score where they agree that it does not apply to the council."""

    score: int | None
    agreed_not_applicable: bool
    reason: str
    improvement: str
    live_check: str


# What the scoring form calls the agreement that a criterion does not apply.
NOT_APPLICABLE = "na"


def choice_of(judgement: Judgement) -> str:
    """What is chosen on the scoring form: the score, or NOT_APPLICABLE; empty where nothing is."""
    if judgement.agreed_not_applicable:
        return NOT_APPLICABLE
    return "" if judgement.score is None else str(judgement.score)


@dataclass(frozen=True)
class Basis:
    """What the judgement rests on: whether there is evidence beside the statement, and what the council claims."""

    has_evidence: bool
    claims_not_applicable: bool


def judgement_problems(edition: Edition, judgement: Judgement, basis: Basis) -> Iterator[Problem]:
    """Yield what keeps this judgement from being saved; the fields are those of the scoring form."""
    yield from choice_problems(edition, judgement, basis)
    if len(judgement.reason) < SHORTEST_REASON:
        yield Problem("reason", words("Give your reason in at least one sentence. The council reads it."))
    score = judgement.score
    if score is not None and score < IMPROVE_BELOW and len(judgement.improvement) < SHORTEST_REASON:
        yield Problem("improvement", words("Say in a sentence what would move this score up. The council reads it."))


def choice_problems(edition: Edition, judgement: Judgement, basis: Basis) -> Iterator[Problem]:
    """Yield what is wrong with the choice of a score, whatever is said about it."""
    scale, score = edition.scale, judgement.score
    if judgement.agreed_not_applicable:
        if not basis.claims_not_applicable:
            yield Problem("choice", words("The council has answered this criterion, so give it a score."))
    elif score is None or not scale.min <= score <= scale.max:
        yield Problem("choice", words("Choose the sentence that fits best."))
    elif score > scale.statement_only_cap and not basis.has_evidence:
        yield Problem(
            "choice",
            words("%(note)s The council has given no other evidence here.", note=scale.statement_only_cap_note),
        )


def needs_live_check(criterion: Criterion, judgement: Judgement, checked: Collection[str] = ()) -> bool:
    """Whether the criterion asks the reviewer to look for themselves and nothing of it has been written down yet.

    ``checked`` are the criteria with a recorded live check; without one, the words of the score say why there is none.
    """
    asked = bool(criterion.live_check) and not judgement.agreed_not_applicable
    return asked and criterion.id not in checked and not judgement.live_check


def lock_problems(
    criteria: Iterable[Criterion], judgements: Mapping[str, Judgement], checked: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is missing before the scores of these criteria can be locked; ``judgements`` are those saved.

    ``checked`` are the criteria with a recorded live check.
    """
    for criterion in criteria:
        judgement = judgements.get(criterion.id)
        if judgement is None:
            yield Problem("", words("%(id)s has no score yet.", id=criterion.id))
        elif needs_live_check(criterion, judgement, checked):
            yield Problem("", words("%(id)s: record a live check, or say why none could be made.", id=criterion.id))


@dataclass(frozen=True)
class Looked:
    """What a reviewer saw on one account: ``good`` out of ``sampled``; None where no number was typed."""

    account: str
    checked_on: date | None
    sampled: int | None
    good: int | None
    notes: str


LONGEST_ACCOUNT = 300
LONGEST_NOTES = 2000
MOST_SAMPLED = 10_000
# On one criterion: far more than anybody opens.
MOST_CHECKS = 40


def looked_problems(looked: Looked, today: date, already: int = 0) -> Iterator[Problem]:
    """Yield what keeps a live check from being recorded; ``already`` are those recorded on the criterion."""
    if already >= MOST_CHECKS:
        yield Problem("account", words("There are %(most)s live checks here already. Remove one first.", most=already))
    if not looked.account:
        yield Problem("account", words("Choose the account that you looked at, or type its address."))
    elif len(looked.account) > LONGEST_ACCOUNT:
        yield Problem("account", words("Write the account in at most %(most)s characters.", most=LONGEST_ACCOUNT))
    if looked.checked_on is None:
        yield Problem("checked_on", words("Give the day on which you looked."))
    elif looked.checked_on > today:
        yield Problem("checked_on", words("Give a day that has come: you cannot have looked after today."))
    yield from _number_problems(looked)
    if len(looked.notes) > LONGEST_NOTES:
        yield Problem("notes", words("Write at most %(most)s characters.", most=LONGEST_NOTES))


def _number_problems(looked: Looked) -> Iterator[Problem]:
    if looked.sampled is None or not 0 < looked.sampled <= MOST_SAMPLED:
        said = words("Say how many you looked at, as a number from 1 to %(most)s.", most=MOST_SAMPLED)
        yield Problem("sampled", said)
    elif looked.good is None or looked.good > looked.sampled:
        yield Problem("good", words("Say how many were good, as a number from 0 to %(most)s.", most=looked.sampled))
    if looked.good is None and (looked.sampled is None or not 0 < looked.sampled <= MOST_SAMPLED):
        yield Problem("good", words("Say how many were good, as a number. It can be 0."))


def share(good: int, sampled: int) -> int:
    """How many in a hundred were good, rounded; 100 only where all of them were, and 0 only where none was."""
    if good in (0, sampled):
        return 100 if good else 0
    return min(99, max(1, (200 * good + sampled) // (2 * sampled)))


def second_opinion_problems(*, asks: bool, why: str) -> Iterator[Problem]:
    """Yield what is missing where a reviewer asks for a second opinion; the field is that of the form."""
    if asks and len(why) < SHORTEST_REASON:
        yield Problem("second_opinion_why", words("Say in a sentence what somebody else should look at."))
