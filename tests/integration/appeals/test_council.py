"""A council appeals: on the page, in time, once, with two people of its own; and nothing else goes on meanwhile."""

from typing import Any

import pytest
from sqlalchemy import select

from portal.appeals import actions
from portal.appeals.models import Appeal
from portal.appeals.states import AppealState, Ground
from portal.applications import actions as applying
from portal.applications.states import ApplicationState
from portal.decisions import resubmitting
from portal.decisions.models import Decision
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Role
from tests.factories import appeals as make
from tests.factories.people import make_member
from tests.integration.appeals.conftest import HOME, NAMED, SLUG, Case

TYPED: dict[str, Any] = {"grounds": "evidence_overlooked", "criteria": NAMED, "statement": make.AWKWARD_STATEMENT}


def test_owner_writes_approver_lodges_and_the_page_says_where_it_stands_and_by_when(case: Case) -> None:
    owner = case.visitor("owner")
    feedback = owner.visit(f"/council/{SLUG}/results/{case.reference}")
    assert ("Write an appeal, or see where yours stands", HOME) in feedback.links
    home = owner.visit(f"/council/{SLUG}/")
    assert ("Appeal against the result, or see where yours stands", HOME) in home.links
    page = owner.visit(HOME)
    assert "You can appeal until 16 December 2026." in page.text
    assert "that you disagree with a score" in page.text
    page = owner.post(HOME, 422)
    assert "Choose at least one ground." in page.text
    page = owner.post(HOME, **TYPED)
    assert "An approver of your council has to confirm it by 16 December 2026." in page.text
    assert make.AWKWARD_STATEMENT.split("\n")[0] in page.text
    approver = case.visitor("approver")
    approver.visit(HOME)
    page = approver.post(f"{HOME}/confirm")
    assert "By 25 November 2026 we tell you whether it can be heard" in page.text
    assert "The answer comes by 4 January 2027." in page.text
    assert case.appeal_state() is AppealState.LODGED


def test_approver_hands_back_with_a_comment_and_the_owner_begins_with_what_was_written(case: Case) -> None:
    with case.work() as work:
        make.written(work, case.council(work), [NAMED])
    approver = case.visitor("approver")
    approver.visit(HOME)
    assert "Say in a sentence what should be written otherwise." in approver.post(f"{HOME}/hand-back", 422).text
    approver.post(f"{HOME}/hand-back", comment="Name the page of the report, =please 🙂")
    page = case.visitor("owner").visit(HOME)
    assert "Name the page of the report, =please 🙂" in page.text
    assert make.AWKWARD_STATEMENT.split("\n")[0] in page.text
    checked = {field["value"] for field in page.fields if "checked" in field}
    assert checked == {Ground.PROCEDURE.value, NAMED}


def test_owner_cannot_confirm_nor_the_approver_write(case: Case) -> None:
    with case.work() as work:
        make.written(work, case.council(work))
    with pytest.raises(NotFound), case.work_of("owner") as work:
        actions.lodge(work, SLUG)
    with pytest.raises(NotFound), case.work_of("approver") as work:
        actions.withdraw(work, SLUG)


def test_each_result_is_appealed_once(case: Case) -> None:
    case.lodge()
    with pytest.raises(IllegalMove), case.work() as work:
        make.written(work, case.council(work))


def test_one_that_was_withdrawn_is_written_again_in_time_and_not_later(case: Case) -> None:
    case.lodge()
    owner = case.visitor("owner")
    owner.visit(HOME)
    assert "Write the appeal" in owner.post(f"{HOME}/withdraw").text
    case.pass_days(27)
    case.lodge()
    with case.work_of("owner") as work:
        actions.withdraw(work, SLUG)
    case.pass_days(3)
    page = case.visitor("owner").visit(HOME)
    assert "The time to appeal against this result ended on 16 December 2026." in page.text
    assert "Write the appeal" not in page.text
    with pytest.raises(RuleBroken, match="ended on"), case.work() as work:
        make.written(work, case.council(work))


def test_no_appeal_while_another_application_is_open_and_no_application_while_an_appeal_is(case: Case) -> None:
    with case.work_of("owner") as work:
        resubmitting.resubmit(work, resubmitting.Resubmit(SLUG, case.reference))
    with pytest.raises(RuleBroken, match="Finish or withdraw it first"), case.work() as work:
        make.written(work, case.council(work))
    assert "Finish or withdraw it first" in case.visitor("owner").visit(HOME).text


def test_no_application_nor_resubmission_begins_while_an_appeal_is_open(case: Case) -> None:
    with case.work() as work:
        make.written(work, case.council(work))
    with pytest.raises(RuleBroken, match="appeal is open"), case.work_of("owner") as work:
        resubmitting.resubmit(work, resubmitting.Resubmit(SLUG, case.reference))
    with pytest.raises(RuleBroken, match="appeal is open"), case.work_of("owner") as work:
        applying.start(work, SLUG)
    with case.work_of("owner") as work:
        actions.withdraw(work, SLUG)
    with case.work_of("owner") as work:
        resubmitting.resubmit(work, resubmitting.Resubmit(SLUG, case.reference))


def test_what_nobody_confirmed_by_the_last_day_is_taken_out_and_the_application_closed(case: Case) -> None:
    with case.work() as work:
        make.written(work, case.council(work))
    case.pass_days(28)
    case.sweep()
    assert (case.appeal_state(), case.state()) == (AppealState.TO_BE_CONFIRMED, ApplicationState.FEEDBACK_RELEASED)
    case.pass_days(1)
    with pytest.raises(RuleBroken, match="ended on"), case.work_of("approver") as work:
        actions.lodge(work, SLUG)
    case.sweep()
    case.sweep()
    assert (case.appeal_state(), case.state()) == (AppealState.WITHDRAWN, ApplicationState.CLOSED)


def test_result_is_closed_when_the_time_to_appeal_is_over_but_not_while_an_appeal_is_open(case: Case) -> None:
    case.lodge()
    case.pass_days(60)
    case.sweep()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED
    with case.work_of("owner") as work:
        actions.withdraw(work, SLUG)
    case.sweep()
    assert case.state() is ApplicationState.CLOSED
    page = case.visitor("owner").visit(f"/council/{SLUG}/results/{case.reference}")
    # The months to improve and send again are counted anew from the day on which the appeal ended.
    assert "by 17 April 2027" in page.text


def test_withdrawn_before_it_was_lodged_moves_no_day(case: Case) -> None:
    with case.work() as work:
        before = work.session.scalars(select(Decision.counts_from)).one()
        make.written(work, case.council(work))
    case.pass_days(5)
    with case.work_of("owner") as work:
        actions.withdraw(work, SLUG)
        assert work.session.scalars(select(Decision.counts_from)).one() == before
        assert before is not None
        assert before < today(case.clock)


def test_colleague_without_a_part_in_it_only_reads(case: Case) -> None:
    case.lodge()
    with case.work() as work:
        contributor = make_member(work, case.council_id, Role.CONTRIBUTOR, name="Col Collins")
        key = contributor.id
    page = case.visitor("owner").sign_in(key).visit(HOME)
    assert "What your council wrote" in page.text
    assert "Withdraw the appeal" not in page.text
    with case.services.database.reading() as session:
        assert session.scalars(select(Appeal.state)).all() == [AppealState.LODGED]
