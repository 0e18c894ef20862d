"""The trail of an application: complete, filtered, and blind for whoever reviews it."""

from sqlalchemy import select

from portal.assignments.models import Assignment, Objection
from portal.kernel.permissions import Role
from tests.factories import clarifications as questions
from tests.factories.holds import WHY, hold, resume
from tests.factories.people import make_staff
from tests.integration.clarifications.conftest import Scene, scene

__all__ = ["scene"]
AGAINST = 'We worked with her, "once" =cmd ŵ 🙂 <b>'


def filled(scene: Scene) -> str:
    with scene.work() as work:
        application = scene.application(work)
        lead, reviewer = scene.person(work, "lead"), scene.person(work, "reviewer")
        questions.ask(work, application, reviewer)
        hold(work, application, lead)
        resume(work, application, lead, "Nothing was found.")
        assignment = work.session.scalars(select(Assignment)).one()
        work.session.add(
            Objection(
                assignment_id=assignment.id,
                raised_by_id=scene.people["owner"],
                raised_at=work.clock.now(),
                why=AGAINST,
                upheld=False,
                answer="Too long ago.",
                answered_by_id=lead.id,
                answered_at=work.clock.now(),
            )
        )
    return f"/administration/cases/{scene.reference}"


def test_trail_says_from_where_to_where_who_why_and_because_of_what(scene: Scene) -> None:
    page = scene.visitor("lead").visit(filled(scene)).text
    why = " ".join(WHY.split())
    assert f"From “Waiting for the council’s answers” to “On hold”Reason: {why}" in page
    assert "From “On hold” to “Waiting for the council’s answers”Reason: Nothing was found." in page
    assert f"Reason: {AGAINST}" in page
    assert "Objection not upheld" in page


def test_trail_shows_one_part_where_asked(scene: Scene) -> None:
    here, lead = filled(scene), scene.visitor("lead")
    assert "Put on hold" not in lead.visit(f"{here}?show=assignment").text
    assert AGAINST in lead.page.text
    assert AGAINST not in lead.visit(f"{here}?show=application").text
    assert "Nothing of this kind has happened" in lead.visit(f"{here}?show=appeal").text
    assert AGAINST in lead.visit(f"{here}?show=rubbish").text


def test_trail_keeps_the_reasons_of_others_from_a_lead_who_reviews_it(scene: Scene) -> None:
    here = filled(scene)
    with scene.work() as work:
        make_staff(work, Role.LEAD, scene.person(work, "reviewer"))
        make_staff(work, Role.LEAD, scene.person(work, "stranger"))
    page = scene.visitor("reviewer").visit(here).text
    assert "reasons that others gave are shown to you once it is decided" in page
    assert (AGAINST in page, "Knows districts" in page) == (False, False)
    assert " ".join(WHY.split()) in page
    assert AGAINST in scene.visitor("stranger").visit(here).text
