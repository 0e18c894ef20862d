"""What an upheld appeal sets going: a corrected decision, or a review by new reviewers (C8 of docs/process.md).

Each is another round of the same application. The final scores and the decision of the round before stay as they were.
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import select

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import OPEN_STATES
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState
from portal.audit.work import Work
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.criteria.rules import score_problems
from portal.decisions import kept, recording, rules
from portal.decisions.models import FinalScore
from portal.decisions.rules import Final
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words


def correct(work: Work, application: Application, corrected: Mapping[str, Final], appeal: str) -> None:
    """Decide once more, with the panel's scores in the place of those decided and all others as they were.

    The actor is the panel's chair, whose decision it is on record; ``appeal`` is the reference of the appeal, which the
    record names. The outcome is worked out by the rule of the edition; the result then goes out like every other.

    Raises RuleBroken where a score cannot be counted or the council has another open application, NotPermitted for
    anybody who does not chair the panel, IllegalMove where there is no result to correct.
    """
    _nothing_else_open(work, application)
    application.lifecycle.find(application.state, "correct")
    edition = edition_of(work.session, application.edition_id)
    kind = applications.application(work.session, application.id).kind
    finals = kept.finals_of(work.session, application.id, application.round)
    after = finals | {name: _put_right(edition, name, finals[name], final) for name, final in corrected.items()}
    if problems := tuple(_score_problems(edition, after, kind)):
        raise RuleBroken(problems)
    _copy(work, application, after, appeal)
    application.round += 1
    found = recording.result_of(work, application, edition, after)
    record = recording.keep(work, application, edition, after, found, appeal=appeal)
    work.perform(
        application, "correct", outcome=found.outcome, record_sha256=record, round=application.round, appeal=appeal
    )


def begin_afresh(work: Work, application: Application, why: str) -> None:
    """Let new reviewers look at the same application: back to row 13 of C5, in another round.

    ``why`` is kept with the reviews that are set aside. The actor is the panel's chair. Raises as ``correct`` does.
    """
    _nothing_else_open(work, application)
    locked = select(Assignment).where(
        Assignment.application_id == application.id, Assignment.state == AssignmentState.LOCKED
    )
    for assignment in work.session.scalars(locked.order_by(Assignment.place).with_for_update()).all():
        work.perform(assignment, "set_aside", reason=why)
    application.round += 1
    work.perform(application, "review_afresh", reason=why, round=application.round)


def _nothing_else_open(work: Work, application: Application) -> None:
    """A council has one open application at most, and this one is about to be open again."""
    other = applications.latest_application(work.session, application.council_id)
    if other is not None and other.id != application.id and other.state in OPEN_STATES:
        said = words(
            "The council has another open application, %(reference)s. It has to be finished or withdrawn first: write"
            " to the council.",
            reference=other.reference,
        )
        raise RuleBroken([Problem("", said)])


def _put_right(edition: Edition, name: str, before: Final, final: Final) -> Final:
    """What would move it up stays where the score is the same; otherwise the panel's words, or those of the rubric."""
    if final.improvement or final.score is None:
        return final
    if final.score == before.score:
        return replace(final, improvement=before.improvement)
    rubric = edition.criterion(name).rubric
    return replace(final, improvement=rubric[final.score + 1] if final.score < rules.GOOD else "")


def _score_problems(edition: Edition, finals: Mapping[str, Final], kind: str) -> list[Problem]:
    scores = {name: final.score for name, final in finals.items() if final.score is not None}
    return list(score_problems(edition, scores, kind, finals.keys() - scores.keys()))


def _copy(work: Work, application: Application, after: Mapping[str, Final], appeal: str) -> None:
    """Write the final scores of the next round beside those of the present one."""
    chosen = select(FinalScore).where(
        FinalScore.application_id == application.id, FinalScore.round == application.round
    )
    for old in work.session.scalars(chosen.order_by(FinalScore.criterion)).all():
        final = after[old.criterion]
        changed = final != Final(old.score, old.reason, old.improvement)
        row = FinalScore(
            application_id=application.id, round=application.round + 1, criterion=old.criterion, score=final.score
        )
        row.reason, row.improvement = final.reason, final.improvement
        row.differs = old.differs or final.score != old.score
        row.why_changed = f"{appeal}: {final.reason}" if changed else old.why_changed
        row.saved_by_id = work.person_id if changed else old.saved_by_id
        row.saved_at = work.clock.now() if changed else old.saved_at
        work.session.add(row)
    work.session.flush()
