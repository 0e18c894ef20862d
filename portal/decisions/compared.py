"""What each reviewer gave and what was decided, for the reviewers themselves once the result is out (C6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.assignments.models import Assignment
from portal.assignments.queries import own_record
from portal.assignments.states import AssignmentState
from portal.councils.models import Council
from portal.criteria.edition import Criterion, Theme
from portal.criteria.queries import edition_of
from portal.decisions.models import Decision, FinalScore
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.reviews.locked import ReviewScore, scores_of
from portal.reviews.rules import Judgement


@dataclass(frozen=True)
class Reviewer:
    """Somebody who has scored it; ``is_self`` where that is the reader."""

    id: UUID
    name: str
    employer: str
    is_self: bool


@dataclass(frozen=True)
class Decided:
    """What counts on one criterion; no score where it does not apply. ``why_changed`` is empty where nothing was."""

    score: int | None
    reason: str
    why_changed: str


@dataclass(frozen=True)
class ComparedLine:
    """One criterion; ``given`` has a judgement by reviewer. ``differ``: they gave not alike."""

    criterion: Criterion
    given: Mapping[UUID, Judgement]
    decided: Decided | None
    differ: bool


@dataclass(frozen=True)
class ComparedTheme:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    lines: tuple[ComparedLine, ...]


@dataclass(frozen=True)
class ComparedPage:
    """The whole comparison, and how it ended."""

    reference: str
    council_name: str
    outcome: str
    reviewers: tuple[Reviewer, ...]
    themes: tuple[ComparedTheme, ...]


def compared_page(session: Session, actor: Actor, reference: str) -> ComparedPage:
    """What everybody gave, for one of the reviewers. Raises NotFound for others, and before the result is out."""
    row = session.execute(
        select(Application, Assignment, Council.name, Decision.outcome)
        .join(Assignment, Assignment.application_id == Application.id)
        .join(Council, Council.id == Application.council_id)
        .join(Decision, (Decision.application_id == Application.id) & (Decision.round == Application.round))
        .where(
            Application.reference == reference,
            Application.state.in_(RESULT_STATES),
            Assignment.reviewer_id == actor.person_id,
            Assignment.state == AssignmentState.LOCKED,
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_SCORE, own_record(row[1])):
        raise NotFound(f"no finished review of {reference} by {actor.name}")
    application, _assignment, council_name, outcome = row
    edition = edition_of(session, application.edition_id)
    scores = scores_of(session, application.id)
    decided = _decided(session, application)
    return ComparedPage(
        reference=reference,
        council_name=council_name,
        outcome=edition.outcome(outcome).label,
        reviewers=_reviewers(scores, actor),
        themes=tuple(
            ComparedTheme(
                theme, tuple(_line(criterion, scores, decided) for criterion in edition.criteria_in(theme.id))
            )
            for theme in edition.themes
        ),
    )


def _decided(session: Session, application: Application) -> dict[str, Decided]:
    rows = session.scalars(
        select(FinalScore).where(FinalScore.application_id == application.id, FinalScore.round == application.round)
    )
    return {row.criterion: Decided(row.score, row.reason, row.why_changed) for row in rows}


def _reviewers(scores: tuple[ReviewScore, ...], actor: Actor) -> tuple[Reviewer, ...]:
    found = {
        score.reviewer_id: Reviewer(
            score.reviewer_id, score.reviewer_name, score.reviewer_employer, score.reviewer_id == actor.person_id
        )
        for score in scores
    }
    return tuple(found.values())


def _line(criterion: Criterion, scores: tuple[ReviewScore, ...], decided: Mapping[str, Decided]) -> ComparedLine:
    given = {score.reviewer_id: score.judgement for score in scores if score.criterion == criterion.id}
    return ComparedLine(
        criterion, given, decided.get(criterion.id), len({judgement.score for judgement in given.values()}) > 1
    )
