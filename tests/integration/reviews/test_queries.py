import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Person
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.states import Place
from portal.kernel.permissions import Part
from portal.reviews.locked import scores_of
from portal.reviews.models import Score
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.integration.reviews.conftest import NOT_APPLICABLE, REVEALING, WITHOUT_EVIDENCE, Review


def test_scores_reach_the_decision_only_once_they_are_locked(review: Review) -> None:
    review.score_all()
    with review.work() as work:
        assert scores_of(work.session, review.application_id) == ()
    review.lock()
    with review.work() as work:
        application, reviewer = review.rows(work)
        assert application.state is ApplicationState.MODERATION
        scores = {score.criterion: score for score in scores_of(work.session, review.application_id)}
        assert len(scores) == 28
        score = scores[REVEALING]
        assert (score.place, score.reviewer_id, score.reviewer_name) == (Place.FIRST, reviewer.id, "Rhys Reviewer")
        assert (score.judgement, score.answer_revision_number) == (make.judgement(), 1)
        assert scores[NOT_APPLICABLE].judgement.agreed_not_applicable
        assert scores[WITHOUT_EVIDENCE].judgement.score == 1
        assert work.record_of(application).parts[Part.SCORER] == {reviewer.id}


def test_first_score_stays_recorded_when_the_reviewer_changes_it_after_seeing_the_councils(review: Review) -> None:
    review.score_all()
    with review.work() as work:
        make.score(work, *review.rows(work), REVEALING, make.judgement(3), version=1)
    review.lock()
    with review.work() as work:
        scores = {score.criterion: score for score in scores_of(work.session, review.application_id)}
        assert (scores[REVEALING].first_score, scores[REVEALING].judgement.score) == (2, 3)


def test_scores_sent_back_can_be_changed_and_locked_again(review: Review) -> None:
    review.score_all()
    review.lock()
    with review.work() as work:
        application, reviewer = review.rows(work)
        lead = acting(work, work.session.get_one(Person, review.lead_id))
        lead.perform(application, "send_back", reason="INF-2 has no support.")
        assignments.reopen(lead, application.id, "INF-2 has no support.")
        make.score(work, application, reviewer, REVEALING, make.judgement(3), version=1)
    assert "INF-2 has no support." in review.visitor().visit(f"/reviews/{review.reference}/").text
    assert "Sent back to you" in review.visitor().visit("/reviews/").text
    review.lock()
    with review.work() as work:
        scores = {score.criterion: score.judgement.score for score in scores_of(work.session, review.application_id)}
        assert scores[REVEALING] == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": 4},
        {"score": -1},
        {"score": None},
        {"agreed_not_applicable": True},
        {"reason": ""},
        {"score": 1, "improvement": ""},
    ],
)
def test_database_refuses_a_score_that_the_rules_would_refuse(review: Review, wrong: dict[str, object]) -> None:
    with review.work() as work:
        make.score(work, *review.rows(work), REVEALING, make.judgement())
        saved = work.session.scalars(select(Score)).one()
        for name, value in wrong.items():
            setattr(saved, name, value)
        with pytest.raises(IntegrityError):
            work.session.flush()
        work.session.rollback()
