"""On hold (C5, rows 25 and 26): nobody acts, everybody reads, and the days of the hold are nobody's loss."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from portal.applications.models import Unlocked
from portal.applications.states import ApplicationState
from portal.assignments.desk import queue
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.clarifications.actions import rounds_due
from portal.clarifications.models import ClarificationRound
from portal.completeness.queries import newest_check
from portal.endings.lapsing import lapses_due
from portal.kernel.clock import FixedClock, today
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.models import OutboxEmail
from portal.storage.engine import Database
from tests.factories import clarifications as questions
from tests.factories.applications import acting, make_team
from tests.factories.awards import make_council
from tests.factories.completeness import open_check, return_incomplete
from tests.factories.declarations import signed_application
from tests.factories.holds import WHY, hold, resume
from tests.factories.people import make_staff
from tests.integration.clarifications.conftest import Scene, scene

__all__ = ["scene"]
# Six working days after the Wednesday on which every test begins.
LATER = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def here(scene: Scene) -> str:
    return f"/administration/cases/{scene.reference}/hold"


def put_on_hold(scene: Scene) -> None:
    lead = scene.visitor("lead")
    lead.visit(here(scene))
    assert "The application is on hold." in lead.post(here(scene), reason=WHY).text


def letters(scene: Scene) -> list[tuple[str, str]]:
    with scene.work() as work:
        rows = work.session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E22"))
        return sorted((row.to_address, str(row.letter)) for row in rows)


def test_hold_is_shown_to_the_council_with_its_reason_and_told_to_everybody_concerned(scene: Scene) -> None:
    lead, owner = scene.visitor("lead"), scene.visitor("owner")
    assert ("Put it on hold", here(scene)) in lead.visit(f"/administration/cases/{scene.reference}").links
    assert "Say why in a sentence" in lead.post(here(scene), 422, reason="  no ").text
    put_on_hold(scene)
    for page in (f"/council/{scene.slug}/", f"/council/{scene.slug}/application/timeline"):
        shown = owner.visit(page)
        assert " ".join(WHY.split()) in shown.text
        assert "You can expect the decision by" not in shown.text
    with scene.work() as work:
        told = {scene.person(work, who).email for who in ("owner", "approver")}
        reviewer = scene.person(work, "reviewer").email
    assert {address for address, said in letters(scene) if "merges" in said} == told
    assert {address for address, _said in letters(scene)} == told | {reviewer}
    lead.post(here(scene), 409, reason=WHY)


def test_nobody_acts_on_hold_and_everybody_is_told_why_not(scene: Scene) -> None:
    reviewer, owner = scene.visitor("reviewer"), scene.visitor("owner")
    put_on_hold(scene)
    said = "This application is on hold: nobody can act on it until a lead reviewer takes it off hold."
    overview = reviewer.visit(f"/reviews/{scene.reference}/")
    assert "nothing can be scored, asked or locked until it goes on" in overview.text
    assert "merges" not in overview.text
    page = reviewer.visit(f"/reviews/{scene.reference}/INF-1")
    assert [form for form in page.forms if form.get("method") == "post" and "INF-1" in str(form)] == []
    judged = {"choice": "2", "reason": "It shows it on two.", "live_check": "Two.", "version": "0"}
    assert said in reviewer.post(f"/reviews/{scene.reference}/INF-1", 409, **judged).text
    assert said in reviewer.post(f"/reviews/{scene.reference}/questions/INF-1", 409, question="Why?").text
    answer = {"self_score": "2", "statement": "New.", "version": "1"}
    assert said in owner.post(f"/council/{scene.slug}/application/INF-1", 409, **answer).text
    assert said in owner.post(f"/council/{scene.slug}/application/withdrawal", 409, reason="We merge.").text
    with scene.work() as work:
        lead = acting(work, scene.person(work, "lead")).actor
        stage = next(
            found for found in queue(work.session, lead, today(scene.clock)).stages if found.state == "on_hold"
        )
        own = queue(work.session, acting(work, scene.person(work, "reviewer")).actor, today(scene.clock)).own
    assert [(case.reference, case.due_on) for case in stage.cases] == [(scene.reference, None)]
    assert [(line.on_hold, line.due_on, line.overdue) for line in own] == [(True, None, False)]


def test_reviewer_has_as_many_days_as_before_the_hold_and_what_was_set_moves_on_too(scene: Scene) -> None:
    with scene.work() as work:
        before = queue(work.session, acting(work, scene.person(work, "reviewer")).actor, today(scene.clock)).own
        given = work.session.scalars(select(Assignment)).one()
        given.extended_to, given.extended_why = date(2027, 1, 15), "Illness."
    put_on_hold(scene)
    scene.clock.at = LATER
    lead = scene.visitor("lead")
    assert "6 working days" in lead.visit(here(scene)).text
    assert "goes on where it was" in lead.post(f"{here(scene)}/end", reason="Nothing was found.").text
    with scene.work() as work:
        given = work.session.scalars(select(Assignment)).one()
        extended, given.extended_to, given.extended_why = given.extended_to, None, ""
        work.session.flush()
        after = queue(work.session, acting(work, scene.person(work, "reviewer")).actor, today(scene.clock)).own
        assert scene.application(work).state is ApplicationState.IN_REVIEW
    assert extended == date(2027, 1, 25)
    assert [line.due_on for line in before + after] == [date(2026, 12, 16), date(2026, 12, 24)]
    timeline = scene.visitor("owner").visit(f"/council/{scene.slug}/application/timeline").text
    assert "Taken off hold Nothing was found." in timeline
    # The LGA's own forty days have run on.
    assert "You can expect the decision by 18 January 2027" in timeline


def test_questions_on_hold_do_not_time_out_and_their_last_day_moves_on(scene: Scene) -> None:
    with scene.work() as work:
        questions.ask(work, scene.application(work), scene.person(work, "reviewer"))
    put_on_hold(scene)
    scene.clock.at = datetime(2026, 12, 9, 10, 0, tzinfo=UTC)
    owner = scene.visitor("owner")
    owner.visit(f"/council/{scene.slug}/")
    assert "is on hold" in owner.post(f"{scene.here}/INF-1", 409, reply="Since May.", version="0").text
    with scene.work() as work:
        assert list(rounds_due(work.session, scene.clock.at)) == []
    lead = scene.visitor("lead")
    lead.visit(here(scene))
    lead.post(f"{here(scene)}/end", reason="")
    with scene.work() as work:
        answer_by = work.session.scalars(select(ClarificationRound.answer_by)).one()
        open_until = set(work.session.scalars(select(Unlocked.until)))
        assert list(rounds_due(work.session, scene.clock.at)) == []
    assert (answer_by, open_until) == (date(2026, 12, 23), {date(2026, 12, 23)})


def test_returned_application_on_hold_does_not_lapse_and_its_last_day_moves_on(
    database: Database, clock: FixedClock
) -> None:
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        administrator, lead = make_staff(work, Role.ADMINISTRATOR), make_staff(work, Role.LEAD)
        application = open_check(work, signed_application(work, make_team(work, make_council(work))), administrator)
        application = return_incomplete(work, application, administrator)
        hold(work, application, lead)
        clock.at = datetime(2027, 2, 1, 10, 0, tzinfo=UTC)
        assert list(lapses_due(session, clock.at)) == []
        resume(work, application, lead)
        check = newest_check(session, application.id)
        assert application.state is ApplicationState.RETURNED_INCOMPLETE
        assert check is not None
        assert check.fix_by == date(2027, 3, 1)
        assert set(session.scalars(select(Unlocked.until))) <= {check.fix_by, None}
        assert list(lapses_due(session, clock.at)) == []
