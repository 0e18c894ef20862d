from datetime import UTC, datetime

import pytest

from portal.applications.states import ApplicationState
from portal.assignments.states import AssignmentState
from portal.audit.queries import trail
from portal.kernel.errors import IllegalMove, NotPermitted
from portal.kernel.permissions import Part
from portal.reviews import actions as reviews
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL
from tests.integration.objections.conftest import Asked

# A minute to midnight on the last day to object, in London, and a minute after.
LAST_MINUTE = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
AFTER = datetime(2026, 11, 24, 0, 1, tzinfo=UTC)


def test_review_begins_by_itself_when_the_time_to_object_is_over(asked: Asked) -> None:
    asked.accept()
    asked.clock.at = LAST_MINUTE
    assert asked.sweep() == 0
    assert asked.application.state is ApplicationState.REVIEWER_PROPOSED
    asked.clock.at = AFTER
    assert asked.sweep() == 1
    assert (asked.application.state, asked.assignment.begun_at) == (ApplicationState.IN_REVIEW, AFTER)
    begun = trail(asked.work.session, asked.application.id)[-1]
    assert (begun.event, begun.actor_id) == ("application:in_review", None)
    assert asked.sweep() == 0
    assert asked.letters("E17") == {("E17", f"You can now review {AWKWARD_COUNCIL}", asked.reviewer.email)}


def test_reviewer_who_accepts_later_begins_at_once_and_gets_no_letter(asked: Asked) -> None:
    asked.clock.at = AFTER
    assert asked.sweep() == 0
    asked.accept()
    assert (asked.application.state, asked.assignment.begun_at) == (ApplicationState.IN_REVIEW, AFTER)
    assert asked.letters("E17") == set()


def test_council_that_does_not_object_lets_the_review_begin_with_accepting(asked: Asked) -> None:
    asked.waive()
    assert asked.assignment.begun_at is None
    asked.accept()
    assert asked.application.state is ApplicationState.IN_REVIEW


def test_council_that_does_not_object_begins_what_is_accepted(asked: Asked) -> None:
    asked.accept()
    asked.waive()
    assert asked.application.state is ApplicationState.IN_REVIEW


def test_review_waits_for_the_answer_to_an_objection_however_long(asked: Asked) -> None:
    asked.object_to()
    asked.clock.at = AFTER
    asked.accept()
    assert asked.sweep() == 0
    assert asked.application.state is ApplicationState.REVIEWER_PROPOSED
    asked.answer(upheld=False)
    assert asked.assignment.begun_at == AFTER


def test_too_late_is_too_late_to_object(asked: Asked) -> None:
    asked.clock.at = AFTER
    with pytest.raises(IllegalMove):
        asked.object_to()
    with pytest.raises(IllegalMove):
        asked.waive()


def test_withdrawn_application_begins_no_review(asked: Asked) -> None:
    asked.accept()
    asked.application.state = ApplicationState.WITHDRAWN
    asked.work.session.flush()
    asked.clock.at = AFTER
    assert asked.sweep() == 0


def test_who_has_accepted_scores_nothing_before_the_review_begins(asked: Asked) -> None:
    asked.accept()
    assert asked.assignment.state is AssignmentState.ACCEPTED
    doing = acting(asked.work, asked.reviewer)
    command = reviews.SaveScore(asked.application.reference, "INF-1", make.judgement(), 0)
    with pytest.raises(NotPermitted):
        reviews.save_score(doing, command)
    asked.waive()
    assert asked.work.record_of(asked.application).parts[Part.REVIEWER] == {asked.reviewer.id}
    reviews.save_score(doing, command)
