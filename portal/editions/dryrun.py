"""What a draft would have made of a result: the scores of the past under another rule. Nothing of it is kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.criteria.edition import Edition
from portal.criteria.results import Judged
from portal.criteria.rules import result
from portal.criteria.terms import Outcome
from portal.kernel.words import Words, words


class Verdict(StrEnum):
    """What would become of a result, as far as it can be told."""

    LOSES = "loses"
    OPEN = "open"
    GAINS = "gains"
    KEEPS = "keeps"
    STAYS_OUT = "stays_out"


VERDICT_WORDS: Mapping[Verdict, Words] = {
    Verdict.LOSES: words("Awarded then, not under the draft"),
    Verdict.OPEN: words("Cannot be told: it depends on what would be scored anew"),
    Verdict.GAINS: words("Not awarded then, awarded under the draft"),
    Verdict.KEEPS: words("Awarded then and under the draft"),
    Verdict.STAYS_OUT: words("Not awarded then, nor under the draft"),
}


@dataclass(frozen=True)
class Past:
    """One decided application. ``scores`` are the final ones by criterion; None is not applicable."""

    reference: str
    council: str
    kind: str
    edition: str
    decided_on: date
    outcome: Outcome
    scores: Mapping[str, int | None]


@dataclass(frozen=True)
class Case:
    """What the draft's rule makes of the scores: the outcome, the total, the rules not met, the essentials short."""

    outcome: Outcome
    total: Decimal
    failing: tuple[Words, ...]
    short: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """One past result under the draft. ``unknown`` are the criteria, by id, of which the past says nothing.

    ``worst`` counts them as the lowest score, ``best`` as the highest; where none is unknown the two are the same.
    """

    past: Past
    unknown: tuple[str, ...]
    worst: Case
    best: Case

    @property
    def verdict(self) -> Verdict:
        """What would become of the result."""
        worst, best = self.worst.outcome.is_award, self.best.outcome.is_award
        if worst != best:
            return Verdict.OPEN
        if self.past.outcome.is_award:
            return Verdict.KEEPS if worst else Verdict.LOSES
        return Verdict.GAINS if worst else Verdict.STAYS_OUT


def dry_run(edition: Edition, past: Past) -> Tried:
    """Lay the scores of a past result on the criteria of an edition, by their ids.

    What was not applicable stays so where the edition still lets this kind of council leave it out. Anything else
    without a score that fits the scale is unknown.
    """
    left_out = frozenset(
        criterion.id
        for criterion in edition.criteria
        if criterion.id in past.scores
        and past.scores[criterion.id] is None
        and past.kind in criterion.na_allowed_for
        and not criterion.essential
    )
    known: dict[str, int] = {}
    for criterion in edition.criteria:
        score = past.scores.get(criterion.id)
        if score is not None and edition.scale.min <= score <= edition.scale.max:
            known[criterion.id] = score
    unknown = tuple(c.id for c in edition.criteria if c.id not in known and c.id not in left_out)

    def case(score: int) -> Case:
        found = result(edition, known | dict.fromkeys(unknown, score), not_applicable=left_out)
        failing = tuple(step.words for step in found.parts(Judged.PASS) if not step.holds)
        return Case(found.outcome, found.shown_total, failing, found.essentials_short)

    return Tried(past, unknown, case(edition.scale.min), case(edition.scale.max))


@dataclass(frozen=True)
class Totals:
    """All results of a dry run counted: by verdict, and how many awards there were and would be."""

    results: int
    verdicts: Mapping[Verdict, int]
    awards_then: int
    awards_worst: int
    awards_best: int
    commendations_then: int
    commendations_worst: int
    commendations_best: int


def totals(tried: Iterable[Tried]) -> Totals:
    """Count them."""
    found = tuple(tried)
    counted = Counter(each.verdict for each in found)

    def count(outcomes: Iterable[Outcome]) -> tuple[int, int]:
        listed = list(outcomes)
        return sum(each.is_award for each in listed), listed.count(Outcome.AWARDED_WITH_COMMENDATION)

    then = count(each.past.outcome for each in found)
    worst = count(each.worst.outcome for each in found)
    best = count(each.best.outcome for each in found)
    return Totals(
        len(found),
        {verdict: counted[verdict] for verdict in Verdict},
        *(then[0], worst[0], best[0]),
        *(then[1], worst[1], best[1]),
    )
