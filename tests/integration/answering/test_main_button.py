"""The one main button of the council's home: right for every state and every role, and no dead end."""

import pytest
from sqlalchemy import update

from portal.answering.home import Step, home_page
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.kernel.clock import today
from portal.kernel.permissions import Part
from tests.factories.applications import make_team
from tests.factories.awards import make_council
from tests.integration.applications.conftest import Case

S = ApplicationState
# State by state: what the owner, the contributor and the approver can do next.
NEXT: dict[ApplicationState, tuple[Step, Step, Step]] = {
    S.DRAFT: (Step.CONTINUE, Step.CONTINUE, Step.READ),
    S.AWAITING_DECLARATION: (Step.READ, Step.READ, Step.SIGN),
    S.SUBMITTED: (Step.READ, Step.READ, Step.READ),
    S.COMPLETENESS_CHECK: (Step.READ, Step.READ, Step.READ),
    S.RETURNED_INCOMPLETE: (Step.MEND, Step.MEND, Step.READ),
    S.READY_TO_ASSIGN: (Step.READ, Step.READ, Step.READ),
    S.REVIEWER_PROPOSED: (Step.READ, Step.READ, Step.READ),
    S.IN_REVIEW: (Step.READ, Step.READ, Step.READ),
    S.MODERATION: (Step.READ, Step.READ, Step.READ),
    S.DECIDED: (Step.READ, Step.READ, Step.READ),
    S.FEEDBACK_RELEASED: (Step.RESULT, Step.RESULT, Step.RESULT),
    S.WITHDRAWN: (Step.START, Step.START, Step.READ),
    S.LAPSED: (Step.REOPEN, Step.START, Step.READ),
    S.CLARIFICATION_REQUESTED: (Step.QUESTIONS, Step.QUESTIONS, Step.READ),
    S.RESUBMISSION_DRAFT: (Step.IMPROVE, Step.IMPROVE, Step.READ),
    S.SECOND_REVIEW: (Step.READ, Step.READ, Step.READ),
    S.ON_HOLD: (Step.READ, Step.READ, Step.READ),
    S.CLOSED: (Step.RESULT, Step.RESULT, Step.RESULT),
}


@pytest.mark.parametrize("state", list(S))
def test_main_button_is_what_this_person_can_do_next(case: Case, state: ApplicationState) -> None:
    with case.work() as work:
        team = make_team(work, make_council(work))
        other = Application(
            reference="APP-OTHER",
            council_id=team.council.id,
            edition_id=work.session.get_one(Application, case.application_id).edition_id,
            state=S.WITHDRAWN,
            state_since=work.clock.now(),
            started_at=work.clock.now(),
        )
        work.session.add(other)
        work.session.flush()
        repeats = other.id if state is S.RESUBMISSION_DRAFT else None
        work.session.execute(
            update(Application)
            .where(Application.id == case.application_id)
            .values(
                state=state,
                submitted_at=work.clock.now(),
                resubmission_of_id=repeats,
                held_from=S.SUBMITTED,
                held_why="A council is to be replaced.",
            )
        )
    steps, beside = [], case.app.extensions["portal-beside"]
    for person in (case.owner, case.contributor, case.approver):
        with case.work_of(person) as work:
            steps.append(home_page(work.session, work.actor, case.slug, today(case.clock), beside).step)
        assert case.visitor(person).visit(f"/council/{case.slug}/").headings == ["Llanfair-ŵyn Council"]
    assert tuple(steps) == NEXT[state]


def test_whoever_has_sent_is_not_asked_to_sign(case: Case) -> None:
    with case.work_of(case.owner) as work:
        application = work.session.get_one(Application, case.application_id)
        work.perform(application, "send")
    with case.work() as work:
        application = work.session.get_one(Application, case.application_id)
        work.involve(application, case.approver, Part.SENDER)
    page = case.visitor(case.approver).visit(f"/council/{case.slug}/")
    assert "Read and sign the declaration" not in [words for words, _ in page.links]


def test_withdrawn_application_can_be_read_again_by_its_council_alone(case: Case) -> None:
    owner = case.visitor(case.owner)
    owner.visit(f"{case.here}/withdraw")
    owner.post(f"{case.here}/withdraw", reason="")
    owner.post(f"{case.here}/start")
    page = owner.visit(f"/council/{case.slug}/")
    assert "Earlier applications" in page.text
    with case.database.reading() as session:
        reference = session.get_one(Application, case.application_id).reference
    address = f"/council/{case.slug}/applications/{reference}"
    assert address in [found for _, found in page.links]
    assert "This page can only be read." in owner.visit(address).text
    assert "kept until 18 November 2027 and then deleted" in owner.page.text
    with case.work() as work:
        stranger = make_team(work)
        slug, person = stranger.council.slug, stranger.owner.id
    case.visitor(person).visit(address, 404)
    page = case.visitor(person).visit(f"/council/{slug}/applications/{reference}", 404)
    assert ("Sign in" in page.text, "Go to your account" in page.text) == (False, True)
