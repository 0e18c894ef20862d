"""What somebody should know before an application is sent or signed (approver story 2 of docs/needs.md)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.applications.facts import EvidenceFacts
from portal.applications.own_score import own_result
from portal.applications.rules import Answered
from portal.criteria.edition import Criterion, Edition
from portal.criteria.results import Judged
from portal.criteria.terms import RuleId

# As near to the limit as this, in percentage points, a reviewer's other view of a few criteria decides (C6).
NEAR_POINTS = 5


@dataclass(frozen=True)
class Risk:
    """A criterion to know of, and what the council's own score on it is called: empty where it has none."""

    criterion: str
    title: str
    score_label: str


@dataclass(frozen=True)
class Risks:
    """What may go wrong, the gravest first.

    ``short`` are essentials below what the pass rule asks; ``bare`` are scored and have no evidence; ``left_out`` are
    said not to apply, with which the reviewer must agree. ``near_limit`` is the limit of the total, in percent, where
    the own total is close to it, on either side. ``dead`` are links that did not open when the portal tried
    them: a warning, never a block (C5, row 3).
    """

    short: tuple[Risk, ...]
    near_limit: int | None
    bare: tuple[Risk, ...]
    left_out: tuple[Risk, ...]
    dead: tuple[EvidenceFacts, ...]

    @property
    def are_none(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.short or self.near_limit or self.bare or self.left_out or self.dead)


def risks_in(
    edition: Edition, kind: str, answers: Mapping[str, Answered], evidence: Mapping[str, Collection[EvidenceFacts]]
) -> Risks:
    """The risks in answers and evidence, by criterion id, of a council of this kind.

    Raises RuleBroken as own_result does.
    """
    found = own_result(edition, kind, answers)
    (total,) = (step for step in found.parts(Judged.PASS) if step.rule == RuleId.TOTAL)

    def risk(criterion: Criterion) -> Risk:
        score = answers[criterion.id].self_score if criterion.id in answers else None
        return Risk(criterion.id, criterion.title, "" if score is None else edition.levels[score].label)

    given = [(criterion, answers[criterion.id]) for criterion in edition.criteria if criterion.id in answers]
    return Risks(
        short=tuple(risk(edition.criterion(criterion_id)) for criterion_id in found.essentials_short),
        near_limit=int(total.threshold) if abs(found.total_percent - total.threshold) <= NEAR_POINTS else None,
        bare=tuple(
            risk(criterion) for criterion, answered in given if answered.self_score and not evidence.get(criterion.id)
        ),
        left_out=tuple(risk(criterion) for criterion, answered in given if answered.not_applicable),
        dead=tuple(item for criterion in edition.criteria for item in evidence.get(criterion.id, ()) if item.trouble),
    )
