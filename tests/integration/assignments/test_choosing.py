from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import ConflictOfInterest, Person
from portal.accounts.states import InterestKind
from portal.applications.states import ApplicationState
from portal.assignments import actions
from portal.assignments.candidates import choice_page
from portal.assignments.models import Assignment
from portal.assignments.proposals import open_proposal
from portal.assignments.states import AssignmentState
from portal.audit.queries import trail
from portal.audit.work import Work
from portal.interests import actions as actions_of_interests
from portal.interests.models import InterestDeclaration
from portal.kernel.clock import FixedClock
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import SYSTEM, Part, Role
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_staff
from tests.integration.assignments.conftest import TODAY, Case, begin, choices


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
    told = [(entry.event, entry.actor_name) for entry in trail(case.work.session, case.application.id)][-2:]
    assert told == [("application:proposed", "Lee Lead"), ("assignment:proposed", "Lee Lead")]
    lead = acting(case.work, case.lead).actor
    proposal = open_proposal(case.work.session, lead, case.application.reference, TODAY)
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
            acting(case.work, case.lead),
            actions.ProposeReviewer(case.application.reference, case.reviewer.id, "  "),
        )
    assert [problem.field for problem in refusal.value.problems] == ["why"]


def test_lead_with_a_tie_to_the_council_can_not_assign(case: Case) -> None:
    make_conflict(case.work, case.lead, case.council.id)
    with pytest.raises(NotFound):
        make.assign(case.work, case.application, case.reviewer, case.lead)
    with pytest.raises(NotFound):
        choices(case)


def test_those_with_least_to_do_come_first(case: Case) -> None:
    idle = make_staff(case.work, Role.REVIEWER, name="Zoë Zeal")
    other = make.application_ready_to_assign(case.work, make_council(case.work))
    make.assign(case.work, other, case.reviewer, case.lead)
    assert choices(case) == [idle.name, AWKWARD_NAME]


@pytest.mark.both_databases
def test_two_clicks_at_once_ask_one_reviewer(database: Database, clock: FixedClock) -> None:
    with database.writing() as session:
        case = begin(Work(session, SYSTEM, clock, {}))
        reference, reviewer_id = case.application.reference, case.reviewer.id
        lead = acting(case.work, case.lead).actor
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


@pytest.mark.parametrize("said_by", ["reviewer", "colleague of the reviewer", "council"])
def test_who_is_employed_by_a_neighbour_can_not_be_chosen(case: Case, said_by: str) -> None:
    neighbour = make_council(case.work, name="Otherplace Council, =cmd")
    neighbours = case.council.id, neighbour.id
    person, other = {
        "reviewer": (case.reviewer, neighbours[0]),
        "colleague of the reviewer": (make_member(case.work, neighbour.id, Role.OWNER), neighbours[0]),
        "council": (make_staff(case.work, Role.LEAD, employer=case.council.name.upper()), neighbours[1]),
    }[said_by]
    assert choices(case) == [AWKWARD_NAME]
    make_conflict(case.work, person, other, kind=InterestKind.NEIGHBOUR)
    assert choices(case) == []
    if said_by != "reviewer":
        said = f"reviewer: The employer of {AWKWARD_NAME} is a neighbour of {AWKWARD_COUNCIL}. Choose somebody else."
        assert refused(case, case.reviewer) == said


def test_neighbour_of_another_council_keeps_nobody_out(case: Case) -> None:
    other = make_council(case.work)
    make_conflict(case.work, case.reviewer, other.id, kind=InterestKind.NEIGHBOUR)
    assert choices(case) == [AWKWARD_NAME]


def test_reviewer_who_has_not_declared_this_year_can_not_be_chosen(case: Case) -> None:
    declared = case.work.session.scalars(select(InterestDeclaration)).one()
    declared.year -= 1
    assert choices(case) == []
    said = f"reviewer: {AWKWARD_NAME} has not declared any interests this year yet. Choose somebody else."
    assert refused(case, case.reviewer) == said
    actions_of_interests.declare_year(acting(case.work, case.reviewer))
    assert choices(case) == [AWKWARD_NAME]


def test_new_reviewer_is_marked_and_practice_keeps_nobody_out(case: Case) -> None:
    make_staff(case.work, Role.REVIEWER, name="Nia New", reviewed_before=2)
    case.work.involve(case.application, case.reviewer.id, Part.CALIBRATOR)
    lead = acting(case.work, case.lead).actor
    page = choice_page(case.work.session, lead, case.application.reference, TODAY)
    assert {person.name: person.is_new for person in page.candidates} == {"Nia New": True, AWKWARD_NAME: False}
    assert [str(person.suggested) for person in page.candidates] == ["Has no open reviews.", "None"]
