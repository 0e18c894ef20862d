"""What follows when scores lock: a second review where one is needed, moderation otherwise (C5 rows 18 and 19)."""

from collections.abc import Mapping

from sqlalchemy import func, select

from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.assignments.states import OPEN_STATES, Interest
from portal.audit.models import Involvement
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.edition import Edition
from portal.criteria.results import Result
from portal.criteria.rules import result
from portal.draws import rules as draws
from portal.draws.actions import seed_for
from portal.kernel.permissions import Part
from portal.reviews import queries, second
from portal.reviews.models import SecondReview
from portal.reviews.rules import Judgement


def follow_lock(work: Work, application: Application, assignment: Assignment, edition: Edition) -> None:
    """Take the application on after one of its reviews has been locked.

    While another review of it is open, nothing happens. Where none was held so far and one is needed, the second
    review is asked for. Otherwise the application goes to moderation.
    """
    if _still_open(work, application):
        return
    if second_review_of(work, application) is None and _ask(work, application, assignment, edition):
        work.perform(application, "ask_second_review")
    else:
        work.perform(application, "lock_scores")


def second_review_of(work: Work, application: Application) -> SecondReview | None:
    """The second review of the application's present round; None where none has been needed so far."""
    return work.session.scalars(
        select(SecondReview).where(
            SecondReview.application_id == application.id, SecondReview.round == application.round
        )
    ).one_or_none()


def _still_open(work: Work, application: Application) -> bool:
    others = select(Assignment.id).where(Assignment.application_id == application.id, Assignment.state.in_(OPEN_STATES))
    return work.session.scalar(others.limit(1)) is not None


def _ask(work: Work, application: Application, assignment: Assignment, edition: Edition) -> bool:
    """Note why a second review is needed and on which criteria; False where none is.

    Neither goes into the audit trail: both tell what the first reviewer gave.
    """
    saved = queries.judgements(work.session, assignment.id)
    seed = seed_for(work, application)
    reasons = second.triggers(
        second.FirstReview(
            found=_found(work, application, edition, saved),
            reviewed=_reviewed(work, assignment),
            drawn=draws.is_drawn(seed.seed, seed.one_in, application.reference),
            asks=assignment.second_opinion_why != "",
            minor_link=assignment.interest is Interest.MINOR,
            round=application.round,
        )
    )
    if not reasons:
        return False
    chosen = second.criteria(
        edition,
        saved,
        queries.carried_in(work.session, assignment.id),
        lambda ids: draws.some_of(seed.seed, application.reference, ids),
    )
    work.session.add(
        SecondReview(
            application_id=application.id,
            round=application.round,
            triggers=list(reasons),
            criteria=list(chosen),
            required_at=work.clock.now(),
        )
    )
    work.session.flush()
    return True


def _found(work: Work, application: Application, edition: Edition, saved: Mapping[str, Judgement]) -> Result:
    kind = work.session.scalars(select(Council.kind).where(Council.id == application.council_id)).one()
    scores = {criterion: judgement.score for criterion, judgement in saved.items() if judgement.score is not None}
    left_out = frozenset(criterion for criterion, judgement in saved.items() if judgement.score is None)
    return result(edition, scores, kind, left_out)


def _reviewed(work: Work, assignment: Assignment) -> int:
    """How many other applications this reviewer has scored to the end, here and before the portal kept count."""
    here = work.session.scalar(
        select(func.count(Involvement.case_id.distinct())).where(
            Involvement.person_id == assignment.reviewer_id,
            Involvement.part == Part.SCORER,
            Involvement.case_id != assignment.application_id,
        )
    )
    return (here or 0) + queries.reviewed_before(work.session, assignment.reviewer_id)
