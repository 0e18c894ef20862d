from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from portal.applications.models import Application, Presence
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEvent
from portal.audit.work import Work
from portal.awards.actions import Grant, grant
from portal.criteria.loading import EDITIONS
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision
from portal.guide.queries import FEWEST_DECISIONS
from tests.factories.awards import make_award, make_council, the_edition
from tests.factories.people import make_person
from tests.integration.visiting import Visitor
from tests.integration.working import working_in

PAGES = ("/", "/statistics", "/impartiality", "/appeals", "/accessibility", "/privacy", "/cookies", "/terms")


@pytest.fixture(autouse=True)
def _published(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["criteria", "publish", str(EDITIONS / "2026.yaml")])
    assert done.exit_code == 0


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_is_the_same_for_everyone(visitor: Visitor, address: str) -> None:
    visitor.visit(address)
    headers = visitor.response.headers
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"


def test_the_home_page_says_how_many_hold_the_mark_and_what_is_looked_at(app: Flask, visitor: Visitor) -> None:
    empty = visitor.visit("/").text
    assert "published criteria in 8 themes28" in empty
    assert "the Mark today" not in empty
    with working_in(app)() as work:
        make_award(work, make_council(work, 'Example, "the" Ŵyn 🙂'))
    assert "council holds the Mark today1" in visitor.visit("/").text
    assert 'Example, "the" Ŵyn 🙂 since 18 November 2026' in visitor.page.text


def test_few_decisions_are_not_published(visitor: Visitor) -> None:
    assert "fewer than 10: not published" in visitor.visit("/statistics").text


def _decide(work: Work, number: int, state: ApplicationState, outcome: Outcome = Outcome.NOT_YET_MAJOR) -> Application:
    council, person, now = make_council(work, slug=f"council-{number}"), make_person(work), work.clock.now()
    application = Application(
        id=uuid4(),
        reference=f"APP-{number}",
        council_id=council.id,
        edition_id=the_edition(work).id,
        state=state,
        state_since=now,
        started_at=now,
        submitted_at=now,
    )
    decision = Decision(
        application_id=application.id,
        decided_by_id=person.id,
        decided_at=now,
        outcome=outcome,
        record=b"{}",
        record_sha256="0" * 64,
        release_from=now,
    )
    work.session.add(application)
    work.session.flush()
    work.session.add(decision)
    # The award takes from it what the register shows.
    work.session.add(Presence(application_id=application.id, saved_by_id=person.id, saved_at=now))
    return application


def test_result_is_counted_once_it_is_released_and_not_before(app: Flask, visitor: Visitor) -> None:
    with working_in(app)() as work:
        for number in range(FEWEST_DECISIONS):
            _decide(work, number, ApplicationState.FEEDBACK_RELEASED)
    assert "Decisions made10 Of these, awarded0" in visitor.visit("/statistics").text
    with working_in(app)() as work:
        _decide(work, FEWEST_DECISIONS, ApplicationState.DECIDED)
    assert "Decisions made10 Of these, awarded0" in visitor.visit("/statistics").text


def test_award_that_is_held_for_its_day_is_under_way_to_everybody_until_then(app: Flask, visitor: Visitor) -> None:
    with working_in(app)() as work:
        for number in range(FEWEST_DECISIONS):
            _decide(work, number, ApplicationState.FEEDBACK_RELEASED)
        _decide(work, 80, ApplicationState.LAPSED)
        held = _decide(work, 90, ApplicationState.FEEDBACK_RELEASED, Outcome.AWARDED).id
    said = "Applications under way1 Decisions made10 Of these, awarded0"
    assert said in visitor.visit("/statistics").text
    with working_in(app)() as work:
        grant(work.as_system(), Grant(held, commendation=False))
    assert "Applications under way0 Decisions made11 Of these, awarded1" in visitor.visit("/statistics").text


def _signed_and_decided(work: Work, application: Application, days: int) -> None:
    """Let the trail say that it was signed so many calendar days before it was decided."""
    now = work.clock.now()
    way = ((None, "submitted", days), ("submitted", "moderation", days), ("moderation", "decided", 0))
    for before, after, ago in way:
        work.session.add(
            AuditEvent(
                at=now - timedelta(days=ago),
                actor_name="",
                command="x",
                event="decision:made",
                subject_type="application",
                subject_id=application.id,
                case_id=application.id,
                state_before=before,
                state_after=after,
            )
        )


def test_times_are_published_once_there_are_enough_and_never_of_a_result_that_is_not_public(
    app: Flask, visitor: Visitor
) -> None:
    with working_in(app)() as work:
        for number in range(FEWEST_DECISIONS - 1):
            _signed_and_decided(work, _decide(work, number, ApplicationState.FEEDBACK_RELEASED), 7)
        _signed_and_decided(work, _decide(work, 80, ApplicationState.DECIDED), 70)
        _signed_and_decided(work, _decide(work, 81, ApplicationState.FEEDBACK_RELEASED, Outcome.AWARDED), 70)
    assert "From signing to the decision" not in visitor.visit("/statistics").text
    with working_in(app)() as work:
        _signed_and_decided(work, _decide(work, 90, ApplicationState.FEEDBACK_RELEASED), 70)
    shown = visitor.visit("/statistics").text
    assert "Half within 5 working days, nine in ten within 5; 90 % within the 40 that we promise." in shown
    assert "Appeals decidedfewer than 10: not published" in shown


def test_security_txt_names_a_contact_and_a_day(visitor: Visitor) -> None:
    visitor.visit("/.well-known/security.txt")
    lines = visitor.response.text.splitlines()
    assert lines[0].startswith("Contact: mailto:")
    assert lines[1] == "Expires: 2027-05-17T00:00:00Z"
