from uuid import UUID

from portal.accounts.models import Person
from portal.applications import actions, queries
from portal.applications.rules import PRESENCE, PresenceTyped
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.edition import Criterion
from portal.criteria.queries import published_edition
from portal.kernel.permissions import Role
from tests.factories.applications import AWKWARD_NOTE, Team, acting, fill_all
from tests.factories.people import make_staff
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries


def team_of(case: Case, work: Work) -> Team:
    people = [work.session.get_one(Person, key) for key in (case.owner, case.contributor, case.approver)]
    return Team(work.session.get_one(Council, case.council_id), *people)


def finish(case: Case) -> None:
    with case.work() as work:
        fill_all(work, team_of(case, work))


def return_with(case: Case, items: dict[str, str]) -> UUID:
    """Send, sign, check and return the finished application; returns the administrator."""
    with case.work() as work:
        team, application = team_of(case, work), queries.locked(work.session, case.application_id)
        administrator = make_staff(work, Role.ADMINISTRATOR)
        acting(work, team.owner).perform(application, "send")
        application.submitted_at = work.clock.now()
        acting(work, team.approver).perform(application, "sign")
        checking = acting(work, administrator)
        checking.perform(application, "open_check")
        checking.perform(application, "return_incomplete")
        actions.unlock(checking, application, items)
        return administrator.id


def test_task_list_shows_every_criterion_by_theme_with_essentials_in_words(case: Case) -> None:
    page = case.visitor(case.contributor).visit(case.here)
    to_criteria = [to for _, to in page.links if to.startswith(f"{case.here}/") and to.split("/")[-1][:3].isupper()]
    assert (len(to_criteria), to_criteria[0]) == (28, f"{case.here}/INF-1")
    assert page.text.count("Not started") == 29
    assert page.text.count("Essential") == sum(criterion.essential for criterion in criteria_of(case))
    assert ("Check answers", f"{case.here}/check") in page.links


def criteria_of(case: Case) -> tuple[Criterion, ...]:
    with case.database.reading() as session:
        return published_edition(session)[1].criteria


def test_task_list_of_a_finished_application_says_so(case: Case) -> None:
    finish(case)
    page = case.visitor(case.approver).visit(case.here)
    assert "You have completed 28 of 28 criteria." in page.text
    assert "Not started" not in page.text
    assert "Check answers" not in [words for words, _ in page.links]


def test_task_list_asks_the_database_as_often_for_28_answers_as_for_none(case: Case) -> None:
    visitor = case.visitor(case.contributor)
    visitor.visit(case.here)
    with counted_queries(case.app) as before:
        visitor.visit(case.here)
    finish(case)
    with counted_queries(case.app) as after:
        visitor.visit(case.here)
    assert "28 of 28" in visitor.page.text
    assert (len(after), after) == (len(before), before)


def test_returned_application_can_be_changed_only_where_something_is_asked_for(case: Case) -> None:
    finish(case)
    return_with(case, {"INF-2": f"The link is broken. {AWKWARD_NOTE}", PRESENCE: "The second account is missing."})
    officer = case.visitor(case.contributor)
    page = officer.visit(case.here)
    assert "Something is missing." in page.text
    assert f"INF-2 Official accounts are easy to find and confirm: The link is broken. {AWKWARD_NOTE}" in page.text
    assert "To put right: The link is broken." in officer.visit(f"{case.here}/INF-2").text
    officer.post(f"{case.here}/INF-2", self_score="1", statement="Put right", version="1", then="continue")
    # The only criterion that is unlocked was the last of them.
    assert officer.response.request.path == case.here
    officer.visit(f"{case.here}/presence")
    officer.post(f"{case.here}/presence", 200, domains="llanfair.gov.uk", version="1")
    officer.post(f"{case.here}/INF-1", 409, self_score="1", statement="Not asked for", version="1")
    officer.visit(f"{case.here}/INF-1/evidence", 409)
    with case.database.reading() as session:
        answers = queries.answers_of(session, case.application_id)
        assert (answers["INF-2"].version, answers["INF-1"].version) == (2, 1)
        assert queries.application(session, case.application_id).state is ApplicationState.RETURNED_INCOMPLETE


def test_second_return_locks_what_the_first_had_unlocked(case: Case) -> None:
    finish(case)
    administrator = return_with(case, {"INF-2": "Broken link."})
    with case.work_of(administrator) as work:
        actions.unlock(work, queries.locked(work.session, case.application_id), {"INF-3": "Wrong file."})
    with case.database.reading() as session:
        unlocked = queries.unlocked_of(session, case.application_id)
    assert {item: facts.what for item, facts in unlocked.items()} == {"INF-3": "Wrong file."}


def test_presence_begins_with_the_domains_that_the_scheme_knows(case: Case) -> None:
    assert "llanfair.gov.uk</textarea>" in case.visitor(case.contributor).visit(f"{case.here}/presence").html


def test_presence_is_saved_tidied_and_every_fault_names_its_line(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/presence")
    typed = {"domains": "www.Llanfair.gov.uk", "accounts": "https://a.example/1\r\n@council", "summary": "Ŵe 🙂, =cmd"}
    page = officer.post(f"{case.here}/presence", 422, **typed, version="0")
    assert "Line 2: “@council” must begin with https:// or http://." in page.text
    assert "https://a.example/1\n@council</textarea>" in page.html.replace("\r", "")
    typed["accounts"] = "https://a.example/1\r\n\r\nhttps://b.example/2"
    officer.post(f"{case.here}/presence", 200, **typed, version="0")
    with case.database.reading() as session:
        presence = queries.presence_of(session, case.application_id)
    assert presence is not None
    assert presence.typed == PresenceTyped(
        "llanfair.gov.uk", "https://a.example/1\nhttps://b.example/2", "", "Ŵe 🙂, =cmd"
    )


def test_second_save_of_the_presence_over_a_newer_one_is_stale(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/presence")
    officer.post(f"{case.here}/presence", summary="First", version="0")
    page = officer.post(f"{case.here}/presence", 409, summary="Second", version="0")
    assert ("First" in page.text, "Second" in page.text) == (True, True)
