"""One criterion of an appealed decision, for those who hear the appeal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appeals.facts import AppealFacts
from portal.appeals.hearing import panel_page
from portal.appeals.lines import CriterionLine
from portal.appeals.models import CorrectedScore
from portal.appeals.states import Finding
from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts, EvidenceFacts
from portal.clarifications.queries import Question, rounds_of
from portal.criteria.edition import Edition
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.links.queries import SnapshotFacts, snapshots_of


@dataclass(frozen=True)
class CorrectedFacts:
    """The score that the chair has entered so far, with its reason and version."""

    score: int | None
    reason: str
    version: int


@dataclass(frozen=True)
class CriterionHearing:
    """One criterion, for somebody who hears the appeal.

    ``may_correct``: the panel has found that scores are wrong, this one is appealed, and the reader chairs.
    """

    appeal: AppealFacts
    application: ApplicationFacts
    edition: Edition
    line: CriterionLine
    statement: str
    evidence: tuple[EvidenceFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]
    questions: tuple[Question, ...]
    may_correct: bool
    corrected: CorrectedFacts | None
    previous_id: str | None
    next_id: str | None


def criterion_page(session: Session, actor: Actor, reference: str, criterion_id: str, today: date) -> CriterionHearing:
    """One criterion: answer, evidence, questions, all scores. Raises NotFound for whoever does not hear the appeal."""
    page = panel_page(session, actor, reference, today)
    ids = [line.criterion.id for line in page.lines]
    if criterion_id not in ids:
        raise NotFound(f"no criterion {criterion_id}")
    place = ids.index(criterion_id)
    line = page.lines[place]
    answer = applications.answers_of(session, page.application.id).get(criterion_id)
    return CriterionHearing(
        appeal=page.appeal,
        application=page.application,
        edition=page.edition,
        line=line,
        statement=answer.answered.statement if answer else "",
        evidence=applications.evidence_of(session, page.application.id).get(criterion_id, ()),
        snapshots=snapshots_of(session, page.application.id),
        questions=tuple(
            question
            for found in rounds_of(session, page.application.id)
            for question in found.questions
            if question.sent and question.criterion == criterion_id
        ),
        may_correct=page.chairs and page.found is Finding.CORRECT and line.appealed and line.final.score is not None,
        corrected=_corrected(session, page.appeal.id, criterion_id),
        previous_id=ids[place - 1] if place else None,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
    )


def _corrected(session: Session, appeal_id: UUID, criterion: str) -> CorrectedFacts | None:
    row = session.scalar(
        select(CorrectedScore).where(CorrectedScore.appeal_id == appeal_id, CorrectedScore.criterion == criterion)
    )
    return CorrectedFacts(row.score, row.reason, row.version) if row else None
