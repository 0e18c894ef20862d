"""What a reviewer does with scores: save one, and lock them all (C5 row 19, C6 of docs/process.md)."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.applications.models import Answer, Application
from portal.applications.queries import evidence_counts
from portal.applications.states import SCORING_STATES
from portal.assignments.models import Assignment
from portal.assignments.states import LIVE_STATES, AssignmentState, Place
from portal.audit.work import Work
from portal.clarifications import actions as clarifications
from portal.clarifications.queries import rounds_of
from portal.criteria.queries import edition_of
from portal.kernel.errors import IllegalMove, NotFound, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission
from portal.kernel.words import words
from portal.reviews import queries, rules, seconding
from portal.reviews.livechecks import live_checks_of
from portal.reviews.models import Score, ScoreRevision
from portal.reviews.rules import Basis, Judgement
from portal.reviews.since import touched


@dataclass(frozen=True)
class SaveScore:
    """A judgement on one criterion; ``version`` is that of the score that the form showed, 0 where there was none."""

    reference: str
    criterion: str
    judgement: Judgement
    version: int


@dataclass(frozen=True)
class LockScores:
    """The end of the review of the application with this reference.

    With ``asks``, the reviewer wants somebody else to look too, and says why.
    """

    reference: str
    asks: bool = False
    second_opinion_why: str = ""


def save_score(work: Work, command: SaveScore) -> None:
    """Save the reviewer's own score; also while the council answers questions.

    Raises RuleBroken, IllegalMove once locked or withdrawn, StaleEdit over a newer score.
    """
    application, assignment = review_being_scored(work, command.reference)
    edition = edition_of(work.session, application.edition_id)
    criterion_id = edition.criterion(command.criterion).id
    if all(each.id != criterion_id for each in queries.criteria_of(work.session, assignment, edition)):
        raise NotFound(f"{criterion_id} is not to be scored")
    answer = work.session.scalars(
        select(Answer).where(Answer.application_id == application.id, Answer.criterion == criterion_id)
    ).one()
    basis = Basis(
        has_evidence=criterion_id in evidence_counts(work.session, application.id),
        claims_not_applicable=answer.not_applicable,
    )
    if problems := tuple(rules.judgement_problems(edition, command.judgement, basis)):
        raise RuleBroken(problems)
    known = work.session.scalars(
        select(Score).where(Score.assignment_id == assignment.id, Score.criterion == criterion_id)
    ).one_or_none()
    if known is not None and known.carried:
        raise RuleBroken([Problem("", words("This score stands from the first decision. It cannot be changed."))])
    # Whoever scores has the reply before their eyes.
    clarifications.mark_read(work, command.reference, criterion_id)
    if known is not None and queries.judgement_of(known) == command.judgement and not _overtaken(work, known, answer):
        return
    if command.version != (known.version if known else 0):
        raise _stale(work, command.judgement, known)
    score = known or Score(assignment_id=assignment.id, criterion=criterion_id)
    write_score(work, score, command.judgement, answer.version)


def write_score(work: Work, score: Score, judgement: Judgement, answer_revision_number: int) -> None:
    """Save a score as a new version, kept for good. Who may give it is the caller's to ask."""
    now = work.clock.now()
    values = {
        "score": judgement.score,
        "agreed_not_applicable": judgement.agreed_not_applicable,
        "reason": judgement.reason,
        "improvement": judgement.improvement,
        "live_check": judgement.live_check,
        "answer_revision_number": answer_revision_number,
        "saved_at": now,
    }
    for name, value in values.items():
        setattr(score, name, value)
    work.session.add(score)
    work.session.flush()
    work.session.add(ScoreRevision(score_id=score.id, number=score.version, **values))


def _overtaken(work: Work, known: Score, answer: Answer) -> bool:
    """Whether the council has done something since: the same score, given again, then judges that too."""
    rounds = rounds_of(work.session, answer.application_id)
    done = touched(work.session, answer.application_id, rounds)[answer.criterion]
    return bool(done.since(known.saved_at, known.answer_revision_number))


def _stale(work: Work, judgement: Judgement, known: Score | None) -> StaleEdit:
    saved = queries.judgement_of(known) if known else Judgement(None, False, "", "", "")
    return StaleEdit(_shown(judgement), _shown(saved), work.actor.name, known.version if known else 0)


def _shown(judgement: Judgement) -> dict[str, str]:
    return {
        "choice": rules.choice_of(judgement),
        "reason": judgement.reason,
        "improvement": judgement.improvement,
        "live_check": judgement.live_check,
    }


def lock_scores(work: Work, command: LockScores) -> None:
    """End the review: from now on no score changes. Raises RuleBroken where anything is missing."""
    application, assignment = own_review_held(work, command.reference)
    # Asked first, so that a second click is told that it is done.
    assignment.lifecycle.find(assignment.state, "lock")
    application.lifecycle.find(application.state, "lock_scores")
    edition = edition_of(work.session, application.edition_id)
    criteria = queries.criteria_of(work.session, assignment, edition)
    saved = queries.judgements(work.session, assignment.id)
    checked = live_checks_of(work.session, [assignment.id])[assignment.id]
    if problems := (
        *rules.lock_problems(criteria, saved, checked),
        *rules.second_opinion_problems(asks=command.asks, why=command.second_opinion_why),
    ):
        raise RuleBroken(problems)
    if assignment.place is Place.FIRST:
        clarifications.forget_unsent(work, application)
        if command.asks:
            # Asked once: whoever locks again, after the scores were sent back, has not taken it back.
            assignment.second_opinion_why = command.second_opinion_why
    work.perform(assignment, "lock", criteria=len(saved))
    seconding.follow_lock(work, application, assignment, edition)


def review_being_scored(work: Work, reference: str) -> tuple[Application, Assignment]:
    """The actor's own review while they may write in it, and its application. Raises NotFound, IllegalMove."""
    application, assignment = own_review_held(work, reference)
    if application.state not in SCORING_STATES:
        raise application.lifecycle.refusal(application.state, "score")
    if assignment.state is not AssignmentState.ACCEPTED:
        raise IllegalMove(assignment.lifecycle.name, assignment.state, "score")
    return application, assignment


def own_review_held(work: Work, reference: str) -> tuple[Application, Assignment]:
    """The actor's own review and its application, both held until the transaction ends. Raises NotFound."""
    application = work.session.scalars(
        select(Application).where(Application.reference == reference).with_for_update()
    ).one_or_none()
    if application is None:
        raise NotFound(f"no application {reference}")
    assignment = work.session.scalars(
        select(Assignment)
        .where(
            Assignment.application_id == application.id,
            Assignment.reviewer_id == work.actor.person_id,
            Assignment.state.in_(LIVE_STATES),
        )
        .with_for_update()
    ).one_or_none()
    if assignment is None:
        raise NotFound(f"no review of {reference}")
    work.require(Permission.REVIEW_SCORE, work.record_of(assignment))
    return application, assignment
