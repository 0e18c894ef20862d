"""One criterion on one screen. The council's self-score leaves the database only beside a saved score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.applications.models import Answer, AnswerRevision
from portal.applications.queries import EvidenceFacts, evidence_of
from portal.clarifications.queries import Question, questions_in, rounds_of
from portal.criteria.edition import Criterion, Theme
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor
from portal.kernel.words import Words
from portal.links.queries import SnapshotFacts, snapshots_of
from portal.reviews.beside import Beside, beside
from portal.reviews.livechecks import AllSeen, listed, live_checks_of
from portal.reviews.models import Score
from portal.reviews.queries import OwnReview, judgement_of, own_review
from portal.reviews.rules import Judgement
from portal.reviews.since import CHANGE_WORDS, Change, Touched, touched


@dataclass(frozen=True)
class SelfScore:
    """What the council gave itself on one criterion."""

    score: int | None
    not_applicable: bool


@dataclass(frozen=True)
class OwnScore:
    """The reviewer's saved score on one criterion, and its version.

    ``judged`` is the version of the council's answer that it judged, ``judged_from`` when the council saved that one.
    """

    judgement: Judgement
    version: int
    saved_at: datetime
    judged: int
    judged_from: datetime | None
    carried: bool = False


@dataclass(frozen=True)
class CriterionPage:
    """Everything to score one criterion on one screen.

    ``version`` and ``answered_at`` are those of the answer as it stands, ``changed`` what the council did since the
    score. ``self_score`` is None until the reviewer's own score for this criterion is saved (C6).
    """

    review: OwnReview
    criterion: Criterion
    theme: Theme
    note: str | None
    statement: str
    claims_not_applicable: bool
    evidence: tuple[EvidenceFacts, ...]
    snapshots: Mapping[str, SnapshotFacts]
    seen: AllSeen
    accounts: tuple[str, ...]
    websites: tuple[str, ...]
    questions: tuple[Question, ...]
    own: OwnScore | None
    version: int
    answered_at: datetime | None
    changed: tuple[Words, ...]
    beside: Beside
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
    ids = [entry.id for entry in review.criteria]
    if criterion_id not in ids:
        raise NotFound(f"{criterion_id} is not to be scored")
    place = ids.index(criterion_id)
    row = session.execute(
        select(Answer.statement, Answer.not_applicable, Answer.version, Answer.saved_at, Score, AnswerRevision.saved_at)
        .outerjoin(Score, _own_score_of(review))
        .outerjoin(
            AnswerRevision,
            and_(AnswerRevision.answer_id == Answer.id, AnswerRevision.number == Score.answer_revision_number),
        )
        .where(Answer.application_id == review.application_id, Answer.criterion == criterion_id)
    ).one_or_none()
    seen = live_checks_of(session, [review.assignment_id])[review.assignment_id]
    accounts, websites = listed(session, review)
    statement, claims, version, answered_at, score, judged_from = row or ("", False, 0, None, None, None)
    rounds = rounds_of(session, review.application_id)
    evidence = evidence_of(session, review.application_id).get(criterion_id, ())
    done = touched(session, review.application_id, rounds).get(criterion_id, Touched())
    scored = session.scalars(select(Score.criterion).where(Score.assignment_id == review.assignment_id)).all()
    return CriterionPage(
        review=review,
        criterion=criterion,
        theme=edition.theme(criterion.theme),
        note=criterion.note_for(review.kind),
        statement=statement,
        claims_not_applicable=claims,
        evidence=evidence,
        snapshots=snapshots_of(session, review.application_id),
        seen=seen.get(criterion_id, AllSeen(())),
        accounts=accounts,
        websites=websites,
        # What was collected and not sent tells what the first reviewer thinks.
        questions=tuple(each for each in questions_in(rounds, criterion_id) if each.sent or review.is_first),
        own=_own(score, judged_from) if score else None,
        version=version,
        answered_at=answered_at,
        changed=tuple(CHANGE_WORDS[change] for change in _changes(done, score)),
        beside=beside(session, [item.id for item in evidence]),
        self_score=_self_score_beside_own(session, review, criterion_id),
        number=place + 1,
        total=len(ids),
        scored=len(scored),
        previous_id=ids[place - 1] if place else None,
        next_id=ids[place + 1] if place + 1 < len(ids) else None,
    )


def _changes(done: Touched, score: Score | None) -> tuple[Change, ...]:
    if score is None or score.carried:
        return ()
    return done.since(score.saved_at, score.answer_revision_number)


def _own(score: Score, judged_from: datetime | None) -> OwnScore:
    judged = score.answer_revision_number
    return OwnScore(judgement_of(score), score.version, score.saved_at, judged, judged_from, score.carried)


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
