"""The criteria of an appealed decision with every score that they were given."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appeals.models import Appeal, CorrectedScore
from portal.applications import queries as applications
from portal.applications.queries import AnswerFacts
from portal.criteria.edition import Criterion, Edition
from portal.decisions.models import Decision, FinalScore
from portal.decisions.rules import Final
from portal.reviews.locked import ReviewScore, scores_of


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: the council's own score, each reviewer's, and the decided one. ``appealed``: it is appealed."""

    criterion: Criterion
    appealed: bool
    self_score: int | None
    reviewed: tuple[ReviewScore, ...]
    final: Final
    differs: bool
    why_changed: str
    corrected: int | None


def finals_of(session: Session, appeal: Appeal, decision: Decision) -> Mapping[str, FinalScore]:
    """The decided scores of the round that is appealed, by criterion."""
    rows = session.scalars(
        select(FinalScore).where(FinalScore.application_id == appeal.application_id, FinalScore.round == decision.round)
    )
    return {row.criterion: row for row in rows}


def lines_of(
    session: Session, appeal: Appeal, edition: Edition, finals: Mapping[str, FinalScore]
) -> tuple[CriterionLine, ...]:
    """Every criterion with all its scores, in the order of the edition; whoever may see them is the caller's to ask."""
    answers = applications.answers_of(session, appeal.application_id)
    reviewed: dict[str, list[ReviewScore]] = {}
    for score in scores_of(session, appeal.application_id):
        reviewed.setdefault(score.criterion, []).append(score)
    corrected = dict(
        session.execute(
            select(CorrectedScore.criterion, CorrectedScore.score).where(CorrectedScore.appeal_id == appeal.id)
        ).all()
    )
    return tuple(
        _criterion_line(appeal, criterion, answers, tuple(reviewed.get(criterion.id, ())), finals, corrected)
        for criterion in edition.criteria
    )


def _criterion_line(
    appeal: Appeal,
    criterion: Criterion,
    answers: Mapping[str, AnswerFacts],
    reviewed: tuple[ReviewScore, ...],
    finals: Mapping[str, FinalScore],
    corrected: Mapping[str, int | None],
) -> CriterionLine:
    answer, final = answers.get(criterion.id), finals[criterion.id]
    return CriterionLine(
        criterion=criterion,
        appealed=criterion.id in appeal.criteria,
        self_score=answer.answered.self_score if answer else None,
        reviewed=reviewed,
        final=Final(final.score, final.reason),
        differs=final.differs,
        why_changed=final.why_changed,
        corrected=corrected.get(criterion.id),
    )
