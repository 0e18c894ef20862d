"""What the reviewers gave, side by side, once all of them have locked (C6)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.assignments.states import Place
from portal.criteria.edition import Edition
from portal.decisions.differences import to_talk_about
from portal.kernel.errors import NotFound
from portal.reviews.locked import ReviewScore, scores_of


@dataclass(frozen=True)
class Given:
    """One reviewer's score on one criterion; no score where it is agreed not to apply.

    ``before`` is what they gave before they saw the council's own score. ``answer`` is the version of the council's
    answer that they judged. ``carried``: it stands from the decision that a resubmission repeats.
    """

    place: Place
    assignment_id: UUID
    reviewer: str
    employer: str
    score: int | None
    reason: str
    improvement: str
    live_check: str
    before: int | None
    answer: int
    carried: bool = False


def given_of(session: Session, application_id: UUID) -> dict[str, tuple[Given, ...]]:
    """The locked scores by criterion, the first reviewer's first. Raises NotFound while any review is open."""
    found: dict[str, list[Given]] = defaultdict(list)
    for score in scores_of(session, application_id):
        found[score.criterion].append(_given(score))
    if not found:
        raise NotFound("no locked review")
    return {criterion: tuple(given) for criterion, given in found.items()}


def _given(score: ReviewScore) -> Given:
    said = score.judgement
    return Given(
        place=score.place,
        assignment_id=score.assignment_id,
        reviewer=score.reviewer_name,
        employer=score.reviewer_employer,
        score=said.score,
        reason=said.reason,
        improvement=said.improvement,
        live_check=said.live_check,
        before=score.first_score,
        answer=score.answer_revision_number,
        carried=score.carried,
    )


def scores_at(given: Mapping[str, tuple[Given, ...]], place: Place) -> dict[str, int | None]:
    """What the reviewer in this place gave, by criterion."""
    return {name: one.score for name, all_given in given.items() for one in all_given if one.place is place}


def needing_talk(
    edition: Edition, given: Mapping[str, tuple[Given, ...]], kind: str, *, resubmission: bool
) -> tuple[str, ...]:
    """The criteria on which C6 asks for a conversation."""
    first, second = (scores_at(given, place) for place in (Place.FIRST, Place.SECOND))
    return to_talk_about(edition, first, second, kind, resubmission=resubmission)
