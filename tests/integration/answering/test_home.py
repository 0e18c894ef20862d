from datetime import date

import pytest

from portal.applications import queries
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.kernel.permissions import Role
from tests.factories.applications import make_team
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import make_member
from tests.integration.applications.conftest import Case


def state_of(case: Case) -> ApplicationState:
    with case.database.reading() as session:
        return queries.application(session, case.application_id).state


def test_home_says_state_turn_and_one_thing_to_do(case: Case) -> None:
    page = case.visitor(case.contributor).visit(f"/council/{case.slug}/")
    assert page.headings == ["Llanfair-ŵyn Council"]
    assert "Being written It is your turn: answer the criteria" in page.text
    assert ("Continue the application", case.here) in page.links
    assert ("Team: who has access", f"/council/{case.slug}/team") in page.links


@pytest.mark.parametrize(
    ("person", "says"), [("owner", "Withdraw the application"), ("approver", "Read and sign the declaration")]
)
def test_home_while_waiting_for_the_signature_offers_each_what_they_can_do(case: Case, person: str, says: str) -> None:
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    page = case.visitor(getattr(case, person)).visit(f"/council/{case.slug}/")
    assert says in [words for words, _ in page.links]


def test_home_of_a_council_without_application_offers_to_start_one(case: Case) -> None:
    with case.work() as work:
        team = make_team(work, make_council(work, name=AWKWARD_COUNCIL, slug="awkward"))
        officer, approver = team.contributor.id, team.approver.id
    page = case.visitor(officer).visit("/council/awkward/")
    assert "Your council has not applied for the Mark yet." in page.text
    assert "/council/awkward/application/start" in [form.get("action") for form in page.forms]
    page = case.visitor(approver).visit("/council/awkward/")
    assert "An owner or a contributor of your team can start an application." in page.text
    assert "/council/awkward/application/start" not in [form.get("action") for form in page.forms]


def test_start_makes_a_draft_on_the_published_edition_and_leaves_a_trail(case: Case) -> None:
    with case.work() as work:
        team = make_team(work, make_council(work, slug="newtown"))
        council_id, officer = team.council.id, team.contributor.id
    visitor = case.visitor(officer)
    visitor.visit("/council/newtown/")
    page = visitor.post("/council/newtown/application/start")
    assert "You have completed 0 of 28 criteria." in page.text
    with case.database.reading() as session:
        earlier = queries.application(session, case.application_id)
        started = queries.latest_application(session, council_id)
        assert started is not None
        assert (started.state, started.edition_id) == (ApplicationState.DRAFT, earlier.edition_id)
        assert [entry.event for entry in trail(session, started.id)] == ["application:started"]


def test_start_of_a_second_application_is_refused_in_a_sentence(case: Case) -> None:
    visitor = case.visitor(case.contributor)
    visitor.visit(f"/council/{case.slug}/")
    page = visitor.post(f"{case.here}/start", 422)
    assert "Your council already has an open application, APP-" in page.text
    assert state_of(case) is ApplicationState.DRAFT


def test_start_belongs_to_those_who_write(case: Case) -> None:
    case.visitor(case.approver).post(f"{case.here}/start", 403)
    with case.work() as work:
        stranger = make_team(work).owner.id
    case.visitor(stranger).post(f"{case.here}/start", 404)


def test_council_that_is_replaced_within_nine_months_is_warned_and_can_still_start(case: Case) -> None:
    with case.work() as work:
        council = make_council(work, slug="surrey-heath", last_day=date(2027, 3, 31))
        officer = make_member(work, council.id, Role.CONTRIBUTOR).id
    visitor = case.visitor(officer)
    assert "its last day is 31 March 2027" in visitor.visit("/council/surrey-heath/").text
    assert "0 of 28" in visitor.post("/council/surrey-heath/application/start").text


def test_withdrawal_is_confirmed_recorded_and_leaves_room_for_another(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/withdraw")
    page = owner.post(f"{case.here}/withdraw", reason='"Not now", =cmd 🙂')
    assert ("Withdrawn" in page.text, state_of(case)) == (True, ApplicationState.WITHDRAWN)
    with case.database.reading() as session:
        last = trail(session, case.application_id)[-1]
    assert (last.event, last.reason) == ("application:withdrawn", '"Not now", =cmd 🙂')
    owner.post(f"{case.here}/withdraw", 409)
    page = owner.post(f"{case.here}/start")
    assert "You have completed 0 of 28 criteria." in page.text


def test_withdrawal_is_the_owners_alone(case: Case) -> None:
    case.visitor(case.contributor).visit(f"{case.here}/withdraw", 403)
    case.visitor(case.contributor).post(f"{case.here}/withdraw", 403)
    assert state_of(case) is ApplicationState.DRAFT
