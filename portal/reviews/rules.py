"""What a score needs before it is saved, and a review before it is locked (C6, and C5 row 19, of docs/process.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    yield from _choice_problems(edition, judgement, basis)
    if len(judgement.reason) < SHORTEST_REASON:
        yield Problem("reason", words("Give your reason in at least one sentence. The council reads it."))
    score = judgement.score
    if score is not None and score < IMPROVE_BELOW and len(judgement.improvement) < SHORTEST_REASON:
        yield Problem("improvement", words("Say in a sentence what would move this score up. The council reads it."))


def _choice_problems(edition: Edition, judgement: Judgement, basis: Basis) -> Iterator[Problem]:
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


def needs_live_check(criterion: Criterion, judgement: Judgement) -> bool:
    """Whether the criterion asks the reviewer to look for themselves and nothing of it has been written down yet."""
    return bool(criterion.live_check) and not judgement.agreed_not_applicable and not judgement.live_check


def lock_problems(edition: Edition, judgements: Mapping[str, Judgement]) -> Iterator[Problem]:
    """Yield what is missing before the scores can be locked; ``judgements`` are those saved, by criterion."""
    for criterion in edition.criteria:
        judgement = judgements.get(criterion.id)
        if judgement is None:
            yield Problem("", words("%(id)s has no score yet.", id=criterion.id))
        elif needs_live_check(criterion, judgement):
            yield Problem("", words("%(id)s: write down what the live check showed.", id=criterion.id))
