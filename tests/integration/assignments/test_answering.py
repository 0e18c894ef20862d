from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest
from portal.applications.states import ApplicationState
from portal.assignments import actions, linking
from portal.assignments.candidates import choice_page
from portal.assignments.desk import queue
from portal.assignments.proposals import interests_page, open_proposal
from portal.assignments.queries import own_record
from portal.assignments.states import AssignmentState, Interest
from portal.audit.queries import trail
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Part, Role
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.people import AWKWARD_NAME, make_conflict, make_staff
from tests.integration.assignments.conftest import TODAY, Case, choices


def test_accepting_makes_nobody_the_reviewer_before_the_review_begins(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    assignment = make.accept_only(case.work, case.application, case.reviewer)
    assert (assignment.state, assignment.interest) == (AssignmentState.ACCEPTED, Interest.NONE)
    assert Part.REVIEWER not in case.work.record_of(case.application).parts
    assert Part.REVIEWER not in own_record(assignment).parts
    make.waive(case.work, case.application)
    assert case.application.state is ApplicationState.IN_REVIEW
    assert case.work.record_of(case.application).parts[Part.REVIEWER] == {case.reviewer.id}
    assert own_record(assignment).parts[Part.REVIEWER] == {case.reviewer.id}


def test_invitation_to_a_withdrawn_application_does_not_open(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    doing = acting(case.work, case.reviewer)
    assert interests_page(case.work.session, doing.actor, case.application.reference).reference
    case.application.state = ApplicationState.WITHDRAWN
    case.work.session.flush()
    with pytest.raises(IllegalMove):
        interests_page(case.work.session, doing.actor, case.application.reference)


def test_accepting_twice_is_refused_the_second_time(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.accept(case.work, case.application, case.reviewer)
    with pytest.raises(IllegalMove):
        make.accept(case.work, case.application, case.reviewer)


def test_declared_conflict_is_kept_and_frees_the_application(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, Interest.DISQUALIFYING, "My sister works there, =1+1")
    assert (assignment.state, assignment.declaration) == (AssignmentState.DECLINED, "My sister works there, =1+1")
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    conflict = case.work.session.scalars(select(ConflictOfInterest)).one()
    assert (conflict.person_id, conflict.council_id, conflict.reason, conflict.until) == (
        case.reviewer.id,
        case.council.id,
        "My sister works there, =1+1",
        None,
    )
    assert choices(case) == []
    assert trail(case.work.session, case.application.id)[-1].reason == "My sister works there, =1+1"


def test_conflict_that_was_over_counts_again_once_declared(case: Case) -> None:
    make_conflict(case.work, case.reviewer, case.council.id)
    conflict = case.work.session.scalars(select(ConflictOfInterest)).one()
    conflict.until = date(2020, 1, 1)
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, Interest.DISQUALIFYING, "I work there again.")
    assert conflict.reason == "I work there again."
    assert case.work.session.scalars(select(ConflictOfInterest.until)).all() == [None]


def test_minor_link_waits_for_the_lead_who_can_ask_somebody_else(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, Interest.MINOR, "We shared a panel in 2025.")
    assert assignment.state is AssignmentState.LINK_DECLARED
    assert case.work.session.scalars(select(ConflictOfInterest)).all() == []
    lead, reference = acting(case.work, case.lead), case.application.reference
    assert open_proposal(case.work.session, lead.actor, reference, TODAY).link == "We shared a panel in 2025."
    actions.take_back_proposal(lead, actions.TakeBackProposal(reference, "A panel too many."))
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    page = choice_page(case.work.session, acting(case.work, case.lead).actor, case.application.reference, TODAY)
    assert [(entry.name, str(entry.interest_words), entry.why) for entry in page.earlier] == [
        (AWKWARD_NAME, "Minor link", "A panel too many.")
    ]
    assert (page.candidates, page.left_out) == ((), 1)


def test_lead_lets_somebody_with_a_minor_link_review(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, Interest.MINOR, "We shared a panel in 2025.")
    lead = acting(case.work, case.lead)
    with pytest.raises(RuleBroken) as refusal:
        linking.accept_link(lead, linking.AcceptLink(case.application.reference, " ok "))
    assert [problem.field for problem in refusal.value.problems] == ["link_why"]
    linking.accept_link(lead, linking.AcceptLink(case.application.reference, "One panel is no conflict, =1+1"))
    assert (assignment.state, assignment.interest, assignment.link_accepted_why, assignment.begun_at) == (
        AssignmentState.ACCEPTED,
        Interest.MINOR,
        "One panel is no conflict, =1+1",
        None,
    )
    assert case.lead.id not in set().union(*case.work.record_of(case.application).parts.values())
    make.waive(case.work, case.application)
    assert case.application.state is ApplicationState.IN_REVIEW
    with pytest.raises(IllegalMove):
        linking.accept_link(lead, linking.AcceptLink(case.application.reference, "Once more, to be sure."))


def test_tie_that_came_up_since_the_proposal_keeps_the_reviewer_from_accepting(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    case.reviewer.employer = case.council.name
    with pytest.raises(RuleBroken, match="You cannot accept"):
        make.accept_only(case.work, case.application, case.reviewer)
    assert assignment.state is AssignmentState.PROPOSED


def test_who_declined_for_want_of_time_can_be_asked_again(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, None)
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.accept(case.work, case.application, case.reviewer)
    assert case.application.state is ApplicationState.IN_REVIEW


@pytest.mark.parametrize("interest", [None, Interest.MINOR, Interest.DISQUALIFYING])
def test_declining_without_a_word_is_refused(case: Case, interest: Interest | None) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    with pytest.raises(RuleBroken) as refusal:
        make.decline(case.work, case.application, case.reviewer, interest, " no ")
    assert [problem.field for problem in refusal.value.problems] == ["text"]
    assert assignment.state is AssignmentState.PROPOSED


def test_nobody_answers_for_somebody_else(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    other = make_staff(case.work, Role.REVIEWER)
    with pytest.raises(NotFound):
        make.accept(case.work, case.application, other)
    with pytest.raises(NotFound):
        interests_page(case.work.session, acting(case.work, other).actor, case.application.reference)


def test_who_declined_is_nobody_to_the_next_proposal(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, None)
    other = make_staff(case.work, Role.REVIEWER, name="Zoë Zeal")
    make.assign(case.work, case.application, other, case.lead)
    with pytest.raises(IllegalMove):
        make.accept(case.work, case.application, case.reviewer)


def test_proposal_can_be_taken_back_until_it_is_answered(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    command = actions.TakeBackProposal(case.application.reference, "The council objected, with reason.")
    actions.take_back_proposal(acting(case.work, case.lead), command)
    assert (assignment.state, assignment.ended_why) == (AssignmentState.TAKEN_BACK, command.why)
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.accept(case.work, case.application, case.reviewer)
    with pytest.raises(IllegalMove):
        actions.take_back_proposal(acting(case.work, case.lead), command)


def test_queue_shows_a_reviewer_their_own_reviews_with_due_dates(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    actor = acting(case.work, case.reviewer).actor
    (line,) = queue(case.work.session, actor, TODAY).own
    assert (line.reference, line.due_on, line.overdue) == (case.application.reference, date(2026, 11, 23), False)
    make.accept(case.work, case.application, case.reviewer)
    (line,) = queue(case.work.session, actor, date(2026, 12, 17)).own
    assert (line.due_on, line.overdue, str(line.interest_words)) == (
        date(2026, 12, 16),
        True,
        "No conflict of interest",
    )
    stranger = acting(case.work, make_staff(case.work, Role.REVIEWER)).actor
    assert queue(case.work.session, stranger, TODAY).own == ()
    assert queue(case.work.session, actor, TODAY).stages == ()


def test_queue_shows_a_lead_every_open_application_with_its_age(case: Case, clock: FixedClock) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    clock.at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    stages = queue(case.work.session, acting(case.work, case.lead).actor, date(2026, 11, 25)).stages
    shown = {
        stage.state: [(line.reviewer_name, line.days_in_state, line.overdue) for line in stage.cases]
        for stage in stages
    }
    assert shown == {
        ApplicationState.READY_TO_ASSIGN: [],
        ApplicationState.REVIEWER_PROPOSED: [(AWKWARD_NAME, 5, True)],
        ApplicationState.IN_REVIEW: [],
        ApplicationState.CLARIFICATION_REQUESTED: [],
        ApplicationState.SECOND_REVIEW: [],
        ApplicationState.MODERATION: [],
        ApplicationState.DECIDED: [],
        ApplicationState.ON_HOLD: [],
    }


def test_lead_is_not_shown_a_council_of_a_conflict(case: Case) -> None:
    make_conflict(case.work, case.lead, case.council.id)
    stages = queue(case.work.session, acting(case.work, case.lead).actor, TODAY).stages
    assert [line for stage in stages for line in stage.cases] == []
