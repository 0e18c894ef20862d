import pytest
from sqlalchemy import select

from portal.accounts.models import ConflictOfInterest, Person
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.desk import queue
from portal.assignments.states import AssignmentState
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken
from portal.kernel.permissions import Part, Role
from portal.objections.queries import objection_page, reviewer_page
from portal.objections.rules import Standing
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_staff
from tests.integration.objections.conftest import ANSWER, WHY, Asked


def shown(asked: Asked, person: Person) -> list[tuple[str, Standing, bool]]:
    """Who is named on the council's page, how it stands, and whether this reader may object."""
    reader = acting(asked.work, person).actor
    page = reviewer_page(asked.work.session, reader, asked.slug, today(asked.clock))
    return [(one.name, one.standing, one.may_object) for one in page.reviewers]


def test_owner_objects_and_the_lead_sees_it_and_is_told_at_once(asked: Asked) -> None:
    objection = asked.object_to()
    assert (objection.why, objection.upheld, objection.raised_by_id) == (WHY, None, asked.owner.id)
    lead = acting(asked.work, asked.lead).actor
    page = objection_page(asked.work.session, lead, asked.application.reference)
    assert (page.reviewer_name, page.raised.why, page.raised.by) == (AWKWARD_NAME, WHY, "Owen Owner")
    stages = queue(asked.work.session, lead, today(asked.clock)).stages
    assert [(case.reference, case.objected) for stage in stages for case in stage.cases] == [
        (asked.application.reference, True)
    ]
    assert asked.letters("E16", "E17", "E21") == {
        ("E21", f"{AWKWARD_COUNCIL} objects to its reviewer", asked.lead.email)
    }
    assert shown(asked, asked.owner) == [(AWKWARD_NAME, Standing.OBJECTED, False)]


def test_only_an_owner_objects_and_the_rest_of_the_council_reads(asked: Asked) -> None:
    colleague = make_member(asked.work, asked.application.council_id, Role.CONTRIBUTOR)
    stranger = make_member(asked.work, make_council(asked.work).id, Role.OWNER)
    with pytest.raises(NotPermitted):
        asked.object_to(by=colleague)
    with pytest.raises(NotPermitted):
        asked.waive(by=colleague)
    with pytest.raises(NotFound):
        asked.object_to(by=stranger)
    assert shown(asked, colleague) == [(AWKWARD_NAME, Standing.OPEN, False)]
    assert shown(asked, asked.owner) == [(AWKWARD_NAME, Standing.OPEN, True)]


def test_objection_without_a_reason_is_refused(asked: Asked) -> None:
    with pytest.raises(RuleBroken) as refusal:
        asked.object_to(why="  No, thank you.  ")
    assert [problem.field for problem in refusal.value.problems] == ["why"]
    assert shown(asked, asked.owner) == [(AWKWARD_NAME, Standing.OPEN, True)]


@pytest.mark.parametrize("said", ["objected", "waived"])
def test_council_speaks_once_of_each_person(asked: Asked, said: str) -> None:
    if said == "objected":
        asked.object_to()
    else:
        asked.waive()
    with pytest.raises(IllegalMove):
        asked.object_to()
    with pytest.raises(IllegalMove):
        asked.waive()


def test_page_that_is_older_than_the_proposal_objects_to_nobody(asked: Asked) -> None:
    command = assignments.TakeBackProposal(asked.application.reference, "No answer came in time.")
    assignments.take_back_proposal(acting(asked.work, asked.lead), command)
    other = make_staff(asked.work, Role.REVIEWER, name="Zoë Zeal")
    make.assign(asked.work, asked.application, other, asked.lead)
    with pytest.raises(IllegalMove):
        asked.waive()
    assert shown(asked, asked.owner) == [("Zoë Zeal", Standing.OPEN, True)]


@pytest.mark.parametrize("accepted", [False, True])
def test_upheld_objection_takes_the_reviewer_back_and_keeps_the_tie(asked: Asked, accepted: bool) -> None:
    if accepted:
        asked.accept()
    objection = asked.object_to()
    asked.answer(upheld=True)
    assert (objection.upheld, objection.answer, objection.answered_by_id) == (True, ANSWER, asked.lead.id)
    assert (asked.assignment.state, asked.assignment.ended_why) == (AssignmentState.TAKEN_BACK, ANSWER)
    assert asked.application.state is ApplicationState.READY_TO_ASSIGN
    assert Part.REVIEWER not in asked.work.record_of(asked.application).parts
    kept = asked.work.session.execute(select(ConflictOfInterest.person_id, ConflictOfInterest.reason)).all()
    assert [tuple(row) for row in kept] == [(asked.reviewer.id, WHY)]
    with pytest.raises(RuleBroken, match="has a conflict of interest"):
        make.assign(asked.work, asked.application, asked.reviewer, asked.lead)
    council = {person.email for person in asked.work.session.scalars(select(Person)) if person.name in COUNCIL}
    assert asked.letters("E16", "E17") == {
        ("E17", f"Somebody else reviews {AWKWARD_COUNCIL}", asked.reviewer.email),
        *(("E16", "Your objection was upheld", email) for email in council),
    }
    assert shown(asked, asked.owner) == [(AWKWARD_NAME, Standing.UPHELD, False)]


COUNCIL = ("Owen Owner", "Ann Approver")


def test_objection_that_is_not_upheld_lets_the_review_begin(asked: Asked) -> None:
    asked.accept()
    asked.object_to()
    asked.answer(upheld=False)
    assert asked.application.state is ApplicationState.IN_REVIEW
    assert asked.work.record_of(asked.application).parts[Part.REVIEWER] == {asked.reviewer.id}
    assert {(code, said) for code, said, _ in asked.letters("E16", "E17")} == {
        ("E16", "Your objection was not upheld"),
        ("E17", f"You can now review {AWKWARD_COUNCIL}"),
    }
    with pytest.raises(IllegalMove):
        asked.answer(upheld=True)


def test_answer_without_a_choice_and_a_reason_is_refused(asked: Asked) -> None:
    asked.object_to()
    with pytest.raises(RuleBroken) as refusal:
        asked.answer(upheld=None, answer=" No. ")
    assert [problem.field for problem in refusal.value.problems] == ["upheld", "answer"]


def test_lead_with_a_tie_to_the_council_neither_sees_nor_answers(asked: Asked) -> None:
    asked.object_to()
    make_conflict(asked.work, asked.lead, asked.application.council_id)
    with pytest.raises(NotFound):
        asked.answer(upheld=False)
    with pytest.raises(NotFound):
        objection_page(asked.work.session, acting(asked.work, asked.lead).actor, asked.application.reference)


def test_taking_back_for_another_reason_upholds_what_waits(asked: Asked) -> None:
    objection = asked.object_to()
    command = assignments.TakeBackProposal(asked.application.reference, "On leave until the spring.")
    assignments.take_back_proposal(acting(asked.work, asked.lead), command)
    assert (objection.upheld, objection.answer) == (True, "On leave until the spring.")
