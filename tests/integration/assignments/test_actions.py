from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import ConflictOfInterest, Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments import actions
from portal.assignments.candidates import choice_page
from portal.assignments.models import Assignment
from portal.assignments.queries import interests_page, own_record, proposal_made, queue
from portal.assignments.states import AssignmentState, Interest
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import SYSTEM, Part, Role
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_staff

TODAY = date(2026, 11, 18)


@dataclass(frozen=True)
class Case:
    work: Work
    council: Council
    application: Application
    reviewer: Person
    lead: Person


def begin(work: Work) -> Case:
    council = make_council(work, name=AWKWARD_COUNCIL)
    application = make.application_ready_to_assign(work, council)
    reviewer = make_staff(work, Role.REVIEWER, name=AWKWARD_NAME, employer="Otherplace Council, =cmd")
    return Case(work, council, application, reviewer, make_staff(work, Role.LEAD, name="Lee Lead"))


@pytest.fixture
def case(database: Database, clock: FixedClock) -> Iterator[Case]:
    with database.writing() as session:
        yield begin(Work(session, SYSTEM, clock, {}))


def choices(case: Case) -> list[str]:
    page = choice_page(case.work.session, make.acting(case.work, case.lead).actor, case.application.reference, TODAY)
    return [person.name for person in page.candidates]


def refused(case: Case, person: Person) -> str:
    """What the action says to a form that was forged to choose this person."""
    with pytest.raises(RuleBroken) as refusal:
        make.assign(case.work, case.application, person, case.lead)
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    return str(refusal.value)


def test_proposed_reviewer_is_asked_with_the_reason_and_the_trail_tells(case: Case) -> None:
    assert choices(case) == [AWKWARD_NAME]
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    assert (assignment.state, assignment.why) == (AssignmentState.PROPOSED, "Knows districts, =well 🙂")
    assert case.application.state is ApplicationState.REVIEWER_PROPOSED
    told = [(entry.event, entry.actor_name) for entry in trail(case.work.session, case.application.id)]
    assert told == [("application:proposed", "Lee Lead"), ("assignment:proposed", "Lee Lead")]
    proposal = proposal_made(case.work.session, assignment.id, TODAY)
    assert (proposal.reviewer_name, proposal.reviewer_employer) == (AWKWARD_NAME, "Otherplace Council, =cmd")
    assert (proposal.answer_by, proposal.object_by) == (date(2026, 11, 23), date(2026, 11, 23))


def test_member_of_the_council_can_not_be_chosen(case: Case) -> None:
    make_member(case.work, case.council.id, Role.CONTRIBUTOR, person=case.reviewer)
    assert choices(case) == []
    said = f"reviewer: {AWKWARD_NAME} works for {AWKWARD_COUNCIL} and cannot review it. Choose somebody else."
    assert refused(case, case.reviewer) == said


def test_person_with_a_declared_conflict_can_not_be_chosen(case: Case) -> None:
    make_conflict(case.work, case.reviewer, case.council.id)
    assert choices(case) == []
    said = f"reviewer: {AWKWARD_NAME} has a conflict of interest with {AWKWARD_COUNCIL}. Choose somebody else."
    assert refused(case, case.reviewer) == said


def test_conflict_that_is_over_keeps_nobody_out(case: Case) -> None:
    make_conflict(case.work, case.reviewer, case.council.id)
    conflict = case.work.session.scalars(select(ConflictOfInterest)).one()
    conflict.until = date(2026, 11, 17)
    assert choices(case) == [AWKWARD_NAME]


def test_person_who_has_taken_part_in_the_case_can_not_be_chosen(case: Case) -> None:
    case.work.involve(case.application, case.reviewer.id, Part.SENDER)
    assert choices(case) == []
    said = f"reviewer: {AWKWARD_NAME} has already taken part in this application. Choose somebody else."
    assert refused(case, case.reviewer) == said


def test_two_councils_do_not_review_each_other_at_the_same_time(case: Case) -> None:
    theirs = make_council(case.work, name="Otherplace Council")
    make_member(case.work, theirs.id, Role.OWNER, person=case.reviewer)
    from_here = make_staff(case.work, Role.REVIEWER, name="Pat Peer")
    make_member(case.work, case.council.id, Role.CONTRIBUTOR, person=from_here)
    assert choices(case) == [AWKWARD_NAME]
    make.assign(case.work, make.application_ready_to_assign(case.work, theirs), from_here, case.lead)
    assert choices(case) == []
    assert "Two councils cannot review each other at the same time." in refused(case, case.reviewer)


@pytest.mark.parametrize("role", [Role.LEAD, Role.ADMINISTRATOR])
def test_person_who_is_no_reviewer_can_not_be_chosen(case: Case, role: Role) -> None:
    assert refused(case, make_staff(case.work, role)) == "reviewer: Choose a reviewer from the list."


def test_choice_without_a_reason_is_refused(case: Case) -> None:
    with pytest.raises(RuleBroken) as refusal:
        actions.propose_reviewer(
            make.acting(case.work, case.lead),
            actions.ProposeReviewer(case.application.reference, case.reviewer.id, "  "),
        )
    assert [problem.field for problem in refusal.value.problems] == ["why"]


def test_lead_with_a_tie_to_the_council_can_not_assign(case: Case) -> None:
    make_conflict(case.work, case.lead, case.council.id)
    with pytest.raises(NotPermitted):
        make.assign(case.work, case.application, case.reviewer, case.lead)
    with pytest.raises(NotFound):
        choices(case)


def test_those_with_least_to_do_come_first(case: Case) -> None:
    idle = make_staff(case.work, Role.REVIEWER, name="Zoë Zeal")
    other = make.application_ready_to_assign(case.work, make_council(case.work))
    make.assign(case.work, other, case.reviewer, case.lead)
    assert choices(case) == [idle.name, AWKWARD_NAME]


def test_two_clicks_at_once_ask_one_reviewer(database: Database, clock: FixedClock) -> None:
    with database.writing() as session:
        case = begin(Work(session, SYSTEM, clock, {}))
        reference, reviewer_id = case.application.reference, case.reviewer.id
        lead = make.acting(case.work, case.lead).actor
    both_ready = Barrier(2)

    def click(_number: int) -> str:
        both_ready.wait()
        try:
            with database.writing() as session:
                command = actions.ProposeReviewer(reference, reviewer_id, "Knows districts.")
                actions.propose_reviewer(Work(session, lead, clock, {}), command)
        except (IllegalMove, IntegrityError):
            return "too late"
        return "asked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == ["asked", "too late"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Assignment)) == 1


def test_accepting_makes_the_reviewer_and_begins_the_review(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    assert Part.REVIEWER not in case.work.record_of(case.application).parts
    assignment = make.accept(case.work, case.application, case.reviewer)
    assert (assignment.state, assignment.interest) == (AssignmentState.ACCEPTED, Interest.NONE)
    assert case.application.state is ApplicationState.IN_REVIEW
    assert case.work.record_of(case.application).parts[Part.REVIEWER] == {case.reviewer.id}
    assert own_record(assignment).parts[Part.REVIEWER] == {case.reviewer.id}


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


def test_minor_link_goes_back_to_the_lead_who_reads_it(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, Interest.MINOR, "We shared a panel in 2025.")
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    assert case.work.session.scalars(select(ConflictOfInterest)).all() == []
    page = choice_page(case.work.session, make.acting(case.work, case.lead).actor, case.application.reference, TODAY)
    assert [(entry.name, str(entry.interest_words), entry.why) for entry in page.earlier] == [
        (AWKWARD_NAME, "Minor link", "We shared a panel in 2025.")
    ]
    assert (page.candidates, page.left_out) == ((), 1)


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
        interests_page(case.work.session, make.acting(case.work, other).actor, case.application.reference)


def test_who_declined_is_nobody_to_the_next_proposal(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.decline(case.work, case.application, case.reviewer, None)
    other = make_staff(case.work, Role.REVIEWER, name="Zoë Zeal")
    make.assign(case.work, case.application, other, case.lead)
    with pytest.raises(NotFound):
        make.accept(case.work, case.application, case.reviewer)


def test_proposal_can_be_taken_back_until_it_is_answered(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    command = actions.TakeBackProposal(case.application.reference, "The council objected, with reason.")
    actions.take_back_proposal(make.acting(case.work, case.lead), command)
    assert (assignment.state, assignment.ended_why) == (AssignmentState.TAKEN_BACK, command.why)
    assert case.application.state is ApplicationState.READY_TO_ASSIGN
    make.assign(case.work, case.application, case.reviewer, case.lead)
    make.accept(case.work, case.application, case.reviewer)
    with pytest.raises(IllegalMove):
        actions.take_back_proposal(make.acting(case.work, case.lead), command)


def test_queue_shows_a_reviewer_their_own_reviews_with_due_dates(case: Case) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    actor = make.acting(case.work, case.reviewer).actor
    (line,) = queue(case.work.session, actor, TODAY).own
    assert (line.reference, line.due_on, line.overdue) == (case.application.reference, date(2026, 11, 23), False)
    make.accept(case.work, case.application, case.reviewer)
    (line,) = queue(case.work.session, actor, date(2026, 12, 17)).own
    assert (line.due_on, line.overdue, str(line.interest_words)) == (
        date(2026, 12, 16),
        True,
        "No conflict of interest",
    )
    stranger = make.acting(case.work, make_staff(case.work, Role.REVIEWER)).actor
    assert queue(case.work.session, stranger, TODAY).own == ()
    assert queue(case.work.session, actor, TODAY).stages == ()


def test_queue_shows_a_lead_every_open_application_with_its_age(case: Case, clock: FixedClock) -> None:
    make.assign(case.work, case.application, case.reviewer, case.lead)
    clock.at = datetime(2026, 11, 25, 10, tzinfo=UTC)
    stages = queue(case.work.session, make.acting(case.work, case.lead).actor, date(2026, 11, 25)).stages
    shown = {
        stage.state: [(line.reviewer_name, line.days_in_state, line.overdue) for line in stage.cases]
        for stage in stages
    }
    assert shown == {
        ApplicationState.READY_TO_ASSIGN: [],
        ApplicationState.REVIEWER_PROPOSED: [(AWKWARD_NAME, 5, True)],
        ApplicationState.IN_REVIEW: [],
        ApplicationState.MODERATION: [],
        ApplicationState.DECIDED: [],
    }


def test_lead_is_not_shown_a_council_of_a_conflict(case: Case) -> None:
    make_conflict(case.work, case.lead, case.council.id)
    stages = queue(case.work.session, make.acting(case.work, case.lead).actor, TODAY).stages
    assert [line for stage in stages for line in stage.cases] == []


def test_database_refuses_a_second_live_assignment(case: Case) -> None:
    assignment = make.assign(case.work, case.application, case.reviewer, case.lead)
    other = make_staff(case.work, Role.REVIEWER)
    case.work.session.add(
        Assignment(
            application_id=assignment.application_id,
            council_id=assignment.council_id,
            reviewer_id=other.id,
            proposed_by_id=case.lead.id,
            why="A second one at the same time.",
            state=AssignmentState.PROPOSED,
            state_since=assignment.state_since,
            proposed_at=assignment.proposed_at,
        )
    )
    with pytest.raises(IntegrityError):
        case.work.session.flush()
    case.work.session.rollback()
