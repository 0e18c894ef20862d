"""Reads about scores. A reviewer's query returns their own; the council's self-score only beside a saved score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.applications.history import entered
from portal.applications.models import Answer, Application
from portal.applications.queries import EvidenceFacts, PresenceFacts, evidence_of, presence_of
from portal.applications.states import ENDED_WITHOUT_DECISION, ApplicationState
from portal.assignments import rules as assignment_rules
from portal.assignments.models import Assignment
from portal.assignments.queries import own_record
from portal.assignments.states import AssignmentState
from portal.clarifications.queries import Question, questions_on, replies_new_to, unsent_count
from portal.councils.kinds import Kind
from portal.councils.models import Council
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, may
from portal.links.queries import SnapshotFacts, snapshots_of
from portal.reviews import rules
from portal.reviews.models import Score
from portal.reviews.rules import Judgement


@dataclass(frozen=True)
class OwnReview:
    """The review that belongs to the actor: what every page of it begins with.

    ``with_council``: the council answers questions now, and the reviewer's time does not run. Nor does it
    ``on_hold``, when nothing can be scored.
    """

    assignment_id: UUID
    application_id: UUID
    reference: str
    council_name: str
    kind: Kind
    edition: Edition
    editable: bool
    with_council: bool
    due_on: date | None
    reopened_why: str
    since: datetime
    on_hold: bool = False


def own_review(session: Session, actor: Actor, reference: str) -> OwnReview:
    """The actor's review of this application, accepted or locked. Raises NotFound for everybody else's."""
    row = session.execute(
        select(Assignment, Application, Council.name, Council.kind)
        .join(Application, Application.id == Assignment.application_id)
        .join(Council, Council.id == Assignment.council_id)
        .where(
            Application.reference == reference,
            Assignment.reviewer_id == actor.person_id,
            Assignment.state.in_((AssignmentState.ACCEPTED, AssignmentState.LOCKED)),
            Application.state.not_in(ENDED_WITHOUT_DECISION),
        )
    ).one_or_none()
    if row is None or not may(actor, Permission.REVIEW_SCORE, own_record(row[0])):
        raise NotFound(f"no review of {reference}")
    assignment, application, council_name, kind = row
    on_hold = application.state is ApplicationState.ON_HOLD
    editable = assignment.state is AssignmentState.ACCEPTED and not on_hold
    return OwnReview(
        assignment_id=assignment.id,
        application_id=assignment.application_id,
        reference=reference,
        council_name=council_name,
        kind=kind,
        edition=edition_of(session, application.edition_id),
        editable=editable,
        with_council=application.state is ApplicationState.CLARIFICATION_REQUESTED,
        due_on=assignment_rules.due_on(
            assignment.state,
            assignment.proposed_at,
            assignment.accepted_at,
            entered(session, [assignment.application_id])[assignment.application_id],
            extended_to=assignment.extended_to,
        ),
        reopened_why=assignment.reopened_why if editable else "",
        since=assignment.state_since,
        on_hold=on_hold,
    )


@dataclass(frozen=True)
class CriterionLine:
    """One criterion on the overview; ``judgement`` is None while the reviewer has not scored it."""

    criterion: Criterion
    judgement: Judgement | None
    needs_live_check: bool
    carried: bool


@dataclass(frozen=True)
class ThemeLines:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class OverviewPage:
    """How far the reviewer has come; ``ready`` says that nothing is missing before the scores can be locked.

    ``unsent`` counts the questions to the council that were collected, ``unread`` names the criteria with new replies.
    """

    review: OwnReview
    themes: tuple[ThemeLines, ...]
    scored: int
    total: int
    ready: bool
    carried: int
    unsent: int
    unread: tuple[str, ...]


def overview_page(session: Session, actor: Actor, reference: str) -> OverviewPage:
    """The actor's review of this application, by theme. Raises NotFound."""
    review = own_review(session, actor, reference)
    saved = judgements(session, review.assignment_id)
    carried = carried_in(session, review.assignment_id)
    edition = review.edition
    return OverviewPage(
        review=review,
        themes=tuple(
            ThemeLines(theme, tuple(_line(criterion, saved, carried) for criterion in edition.criteria_in(theme.id)))
            for theme in edition.themes
        ),
        scored=len(saved),
        total=len(edition.criteria),
        ready=not review.with_council and not any(rules.lock_problems(edition, saved)),
        unsent=unsent_count(session, review.application_id),
        unread=replies_new_to(session, review.application_id),
        carried=len(carried),
    )


def _line(criterion: Criterion, saved: Mapping[str, Judgement], carried: frozenset[str]) -> CriterionLine:
    judgement = saved.get(criterion.id)
    live_check = judgement is not None and rules.needs_live_check(criterion, judgement)
    return CriterionLine(criterion, judgement, live_check, criterion.id in carried)


def carried_in(session: Session, assignment_id: UUID) -> frozenset[str]:
    """The criteria of a resubmission's review whose scores stand from the first decision (C5, row 27)."""
    return frozenset(
        session.scalars(select(Score.criterion).where(Score.assignment_id == assignment_id, Score.carried))
    )


def judgements(session: Session, assignment_id: UUID) -> dict[str, Judgement]:
    """What has been saved in one review, by criterion."""
    rows = session.scalars(select(Score).where(Score.assignment_id == assignment_id))
    return {row.criterion: judgement_of(row) for row in rows}


def judgement_of(row: Score) -> Judgement:
    """The plain values of a saved score."""
    return Judgement(row.score, row.agreed_not_applicable, row.reason, row.improvement, row.live_check)


def next_to_score(session: Session, actor: Actor, reference: str, after: str) -> str | None:
    """The next criterion without a score, by id, going round once; None where every one has a score."""
    review = own_review(session, actor, reference)
    ids = [criterion.id for criterion in review.edition.criteria]
    if after not in ids:
        raise NotFound(f"no criterion {after}")
    saved = judgements(session, review.assignment_id)
    start = ids.index(after) + 1
    return next((found for found in ids[start:] + ids[:start] if found not in saved), None)


@dataclass(frozen=True)
class SelfScore:
    """What the council gave itself on one criterion."""

    score: int | None
    not_applicable: bool


@dataclass(frozen=True)
class OwnScore:
    """The reviewer's saved score on one criterion, and its version."""

    judgement: Judgement
    version: int
    saved_at: datetime
    carried: bool = False


@dataclass(frozen=True)
class CriterionPage:
    """Everything to score one criterion on one screen.

    ``self_score`` is None until the reviewer's own score for this criterion is saved (C6).
    """

    review: OwnReview
    criterion: Criterion
    theme: Theme
    note: str | None
    statement: str
    claims_not_applicable: bool
    evidence: tuple[EvidenceFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]
    presence: PresenceFacts | None
    questions: tuple[Question, ...]
    own: OwnScore | None
    self_score: SelfScore | None
    number: int
    total: int
    scored: int
    previous_id: str | None
    next_id: str | None


def criterion_page(session: Session, actor: Actor, reference: str, criterion_id: str) -> CriterionPage:
    """One criterion of the actor's review. Raises NotFound."""
    review = own_review(session, actor, reference)
    edition = review.edition
    criterion = edition.criterion(criterion_id)
    ids = [entry.id for entry in edition.criteria]
    place = ids.index(criterion_id)
    row = session.execute(
        select(Answer.statement, Answer.not_applicable, Score)
        .outerjoin(Score, _own_score_of(review))
        .where(Answer.application_id == review.application_id, Answer.criterion == criterion_id)
    ).one_or_none()
    statement, claims, score = row or ("", False, None)
    scored = session.scalars(select(Score.criterion).where(Score.assignment_id == review.assignment_id)).all()
    return CriterionPage(
        review=review,
        criterion=criterion,
        theme=edition.theme(criterion.theme),
        note=criterion.note_for(review.kind),
        statement=statement,
        claims_not_applicable=claims,
        evidence=evidence_of(session, review.application_id).get(criterion_id, ()),
        snapshots=snapshots_of(session, review.application_id),
        presence=presence_of(session, review.application_id),
        questions=questions_on(session, review.application_id, criterion_id),
        own=OwnScore(judgement_of(score), score.version, score.saved_at, score.carried) if score else None,
        self_score=_self_score_beside_own(session, review, criterion_id),
        number=place + 1,
        total=len(ids),
        scored=len(scored),
        previous_id=ids[place - 1] if place else None,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
    )


def _own_score_of(review: OwnReview) -> ColumnElement[bool]:
    return and_(Score.assignment_id == review.assignment_id, Score.criterion == Answer.criterion)


def _self_score_beside_own(session: Session, review: OwnReview, criterion_id: str) -> SelfScore | None:
    # Joined to the reviewer's saved score: until there is one, the council's own does not leave the database.
    row = session.execute(
        select(Answer.self_score, Answer.not_applicable)
        .join(Score, _own_score_of(review))
        .where(Answer.application_id == review.application_id, Answer.criterion == criterion_id)
    ).one_or_none()
    return SelfScore(*row) if row else None
