"""The people of the portal, and what one of them has done: no score, no reason, no formula."""

from portal.kernel.permissions import Role
from tests.factories.holds import WHY, hold
from tests.factories.people import AWKWARD_NAME, make_conflict, make_person, make_staff
from tests.factories.reviews import AWKWARD_REASON, score_all
from tests.integration.clarifications.conftest import Scene, scene
from tests.integration.counting import counted_queries

__all__ = ["scene"]
PEOPLE = "/administration/people"


def begin(scene: Scene) -> None:
    with scene.work() as work:
        scene.people["administrator"] = make_staff(work, Role.ADMINISTRATOR, name="Ada").id
        score_all(work, scene.application(work), scene.person(work, "reviewer"))
        hold(work, scene.application(work), scene.person(work, "lead"))


def test_people_are_found_by_part_of_a_name_with_their_roles(scene: Scene) -> None:
    begin(scene)
    administrator = scene.visitor("administrator")
    page = administrator.visit(f"{PEOPLE}?q=rhys")
    assert ("Rhys Reviewer", f"{PEOPLE}/{scene.people['reviewer']}/trail") in page.links
    assert "1 person" in page.text
    assert "Nobody has these words" in administrator.visit(f"{PEOPLE}?q=%25").text
    assert "Contributor, " in administrator.visit(f"{PEOPLE}?q=%C5%B4yn").text
    administrator.visit(f"{PEOPLE}.csv")
    assert AWKWARD_NAME.replace('"', '""') in administrator.response.text
    assert "\n=" not in administrator.response.text
    with counted_queries(scene.app) as few:
        administrator.visit(PEOPLE)
    with scene.work() as work:
        for number in range(60):
            make_person(work, name=f"=cmd {number}")
    with counted_queries(scene.app) as many:
        administrator.visit(PEOPLE)
    assert len(many) == len(few)
    assert "Page 2 of 2" in administrator.visit(f"{PEOPLE}?page=2").text
    administrator.visit(f"{PEOPLE}.csv?q=%3Dcmd")
    assert administrator.response.text.splitlines()[1].startswith("'=cmd 0,")


def test_trail_of_a_person_says_what_and_when_and_no_score_or_reason(scene: Scene) -> None:
    begin(scene)
    administrator = scene.visitor("administrator")
    for who, did in (("reviewer", "Invitation to review accepted"), ("lead", "Put on hold")):
        here = f"{PEOPLE}/{scene.people[who]}/trail"
        page = administrator.visit(here)
        assert did in page.text
        assert (scene.reference, f"/administration/cases/{scene.reference}") in page.links
        administrator.visit(f"{here}.csv")
        lines = administrator.response.text
        assert (did in lines, scene.reference in lines) == (True, True)
        for said in (AWKWARD_REASON, "The replies are prompt", WHY, "The council merges"):
            assert (said in page.text, said in lines) == (False, False)
    administrator.visit(f"{PEOPLE}/{scene.application_id}/trail", 404)


def test_trail_leaves_out_a_council_to_which_the_reader_is_bound(scene: Scene) -> None:
    begin(scene)
    with scene.work() as work:
        make_conflict(work, scene.person(work, "administrator"), scene.application(work).council_id)
    page = scene.visitor("administrator").visit(f"{PEOPLE}/{scene.people['lead']}/trail")
    assert "What concerns a council to which you are bound is left out." in page.text
    assert ("Put on hold" in page.text, scene.reference in page.text) == (False, False)
