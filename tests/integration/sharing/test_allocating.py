"""Who answers what: one by one, all at once, and when somebody leaves."""

from typing import Any, cast
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.kernel.permissions import Role
from portal.sharing.actions import free_allocations
from portal.sharing.queries import allocations_of
from tests.factories.people import AWKWARD_NAME, make_member
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries
from tests.integration.telling import Told
from tests.integration.visiting import Page, Visitor


def given(case: Case) -> dict[str, UUID]:
    with case.database.reading() as session:
        return {criterion: one.person_id for criterion, one in allocations_of(session, case.application_id).items()}


def share(browser: Visitor, address: str, chosen: dict[str, str], code: int = 200) -> Page:
    return browser.post(address, code, **cast(dict[str, Any], chosen))


def hears(case: Case) -> Told:
    return Told(case.app, "answer:allocated", "membership:ended")


def test_all_criteria_are_shared_out_on_one_page_with_one_save_and_the_others_are_told(case: Case) -> None:
    told, owner = hears(case), case.visitor(case.owner)
    page = owner.visit(f"{case.here}/people")
    assert len([field for field in page.fields if field["tag"] == "select"]) == 28
    share(owner, f"{case.here}/people", {"INF-1": str(case.contributor), "INF-2": str(case.owner)})
    assert "Who answers what is saved." in owner.page.text
    assert given(case) == {"INF-1": case.contributor, "INF-2": case.owner}
    assert [(event.name, event.subject_id, event.council_id, event.details) for event in told.events] == [
        (
            "answer:allocated",
            case.application_id,
            case.council_id,
            {"criterion": "INF-1", "person_id": str(case.contributor)},
        )
    ]
    assert f"Assigned to {AWKWARD_NAME}" in owner.page.text
    assert "Essential. Assigned to you" in owner.page.text


def test_going_on_to_assign_saves_the_answer_and_asks_about_this_criterion_alone(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/INF-2")
    page = owner.post(f"{case.here}/INF-2", statement="Typed.", version="0", then="assign")
    assert [field["name"] for field in page.fields if field["tag"] == "select"] == ["INF-2"]
    share(owner, f"{case.here}/people?criterion=INF-2", {"INF-2": str(case.contributor)})
    assert (owner.response.request.path, given(case)) == (f"{case.here}/INF-2", {"INF-2": case.contributor})
    assert "Typed." in owner.page.html
    owner.visit(f"{case.here}/people?criterion=XYZ-1", 404)


def test_task_list_shows_only_mine_where_asked_and_says_so_where_there_is_nothing(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/people")
    share(owner, f"{case.here}/people", {"INF-2": str(case.contributor)})
    officer = case.visitor(case.contributor)
    assert ("Show only mine: 1 criterion", f"{case.here}?mine=1") in officer.visit(case.here).links
    page = officer.visit(f"{case.here}?mine=1")
    shown = [address for _, address in page.links if address.startswith(f"{case.here}/") and "INF-" in address]
    assert (shown, "You have completed 0 of 28 criteria." in page.text) == ([f"{case.here}/INF-2"], True)
    assert "Nothing is assigned to you." in owner.visit(f"{case.here}?mine=1").text


def test_one_criterion_is_assigned_on_its_own_page_and_freed_again(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    share(officer, f"{case.here}/people?criterion=INF-1", {"INF-1": str(case.owner), "was-INF-1": ""})
    assert officer.response.request.path == f"{case.here}/INF-1"
    assert given(case) == {"INF-1": case.owner}
    share(officer, f"{case.here}/people?criterion=INF-1", {"INF-1": "", "was-INF-1": str(case.owner)})
    assert given(case) == {}


def test_two_people_who_share_out_at_once_do_not_undo_each_others_choices(case: Case) -> None:
    first, second = case.visitor(case.owner), case.visitor(case.contributor)
    for one in (first, second):
        one.visit(f"{case.here}/people")
    share(first, f"{case.here}/people", {"INF-1": str(case.owner), "was-INF-1": ""})
    # What the second page showed of INF-1 was nobody, and the second person did not touch it.
    share(
        second, f"{case.here}/people", {"INF-1": "", "was-INF-1": "", "INF-2": str(case.contributor), "was-INF-2": ""}
    )
    assert given(case) == {"INF-1": case.owner, "INF-2": case.contributor}


@pytest.mark.parametrize("chosen", ["approver", "=cmd", "00000000-0000-0000-0000-000000000000"])
def test_nobody_who_cannot_write_answers_is_given_one(case: Case, chosen: str) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/people")
    person = str(case.approver) if chosen == "approver" else chosen
    page = share(owner, f"{case.here}/people", {"INF-1": person}, 422)
    assert "Choose somebody who is in the team now." in page.text
    assert given(case) == {}


def test_approver_shares_out_nothing(case: Case) -> None:
    approver = case.visitor(case.approver)
    approver.visit(f"{case.here}/people", 403)
    assert "Who answers what" not in approver.visit(case.here).text


def test_criteria_of_a_leaver_are_free_at_once_and_those_of_whoever_can_still_write_stay(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/people")
    share(owner, f"{case.here}/people", {"INF-1": str(case.contributor), "INF-2": str(case.owner)})
    with case.work() as work:
        make_member(work, case.council_id, Role.APPROVER, work.session.get_one(Person, case.contributor))
    owner.visit(f"/council/{case.slug}/team/people/{case.contributor}/remove")
    owner.post(f"/council/{case.slug}/team/people/{case.contributor}/remove")
    assert given(case) == {"INF-2": case.owner}
    assert free_allocations in case.app.extensions["portal"].reactions["membership:ended"]


def test_owner_who_steps_back_to_contributor_keeps_the_criteria(case: Case) -> None:
    with case.work() as work:
        owner = work.session.get_one(Person, case.owner)
        make_member(work, case.council_id, Role.CONTRIBUTOR, owner)
        make_member(work, case.council_id, Role.OWNER)
    browser = case.visitor(case.owner)
    browser.visit(f"{case.here}/people")
    share(browser, f"{case.here}/people", {"INF-2": str(case.owner)})
    browser.visit(f"/council/{case.slug}/team")
    browser.post(f"/council/{case.slug}/team/{held_as_owner(case)}/end")
    assert given(case) == {"INF-2": case.owner}


def held_as_owner(case: Case) -> UUID:
    with case.database.reading() as session:
        return session.scalars(
            select(Membership.id).where(Membership.person_id == case.owner, Membership.role == Role.OWNER)
        ).one()


def test_task_list_asks_the_database_as_often_however_much_is_shared(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(case.here)
    with counted_queries(case.app) as before:
        owner.visit(case.here)
    owner.visit(f"{case.here}/people")
    share(owner, f"{case.here}/people", {f"INF-{number}": str(case.owner) for number in range(1, 4)})
    owner.visit(f"{case.here}/INF-1")
    owner.post(f"{case.here}/INF-1/comments", comment="One")
    owner.visit(case.here)
    with counted_queries(case.app) as after:
        owner.visit(case.here)
    assert ("1 comment" in owner.page.text, len(after)) == (True, len(before))
