"""More time, with a reason: for the council's answers and for a reviewer's scores."""

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.applications.models import Unlocked
from portal.assignments.models import Assignment
from portal.audit.queries import trail
from portal.clarifications.models import ClarificationRound
from portal.kernel.permissions import Role
from portal.notifications.models import OutboxEmail
from tests.factories import clarifications as questions
from tests.factories.people import make_staff
from tests.integration.clarifications.conftest import Scene, scene

__all__ = ["scene"]
WHY = 'Illness, "long"\n=cmd ŵ 🙂 שלום <b>' + "w" * 90


def here(scene: Scene) -> str:
    return f"/administration/cases/{scene.reference}"


def day(on: date) -> dict[str, Any]:
    return {"until": [str(on.day), str(on.month), str(on.year)], "reason": WHY}


def told(scene: Scene) -> list[str]:
    with scene.work() as work:
        rows = work.session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E15a"))
        return sorted(row.to_address for row in rows if "Illness" in str(row.letter))


def test_lead_gives_a_reviewer_more_time_and_the_reviewer_is_told(scene: Scene) -> None:
    lead, address = scene.visitor("lead"), f"{here(scene)}/deadlines/first"
    shown = lead.visit(here(scene))
    assert ("Give more time: Rhys Reviewer, the first reviewer: to lock the scores", address) in shown.links
    assert "16 December 2026 now. You can put it off up to 18 January 2027" in lead.visit(address).text
    assert "Choose a day after 16 December 2026." in lead.post(address, 422, **day(date(2026, 12, 16))).text
    assert "Choose a day up to 18 January 2027" in lead.post(address, 422, **day(date(2027, 1, 19))).text
    assert "Choose a working day" in lead.post(address, 422, **day(date(2026, 12, 25))).text
    assert "Say why in a sentence" in lead.post(address, 422, **{**day(date(2026, 12, 30)), "reason": " "}).text
    assert "There is more time now." in lead.post(address, **day(date(2026, 12, 30))).text
    page = lead.visit(here(scene)).text
    assert "By 30 December 2026" in page
    assert "More time given to a reviewer" in page
    assert "30 December 2026" in scene.visitor("reviewer").visit(f"/reviews/{scene.reference}/").text
    with scene.work() as work:
        reviewer = scene.person(work, "reviewer").email
        entry = trail(work.session, scene.application_id)[-1]
        given = work.session.execute(select(Assignment.extended_to, Assignment.extended_why)).one()
    assert tuple(given) == (date(2026, 12, 30), WHY)
    assert (entry.actor_id, entry.event, entry.state_before == entry.state_after, entry.reason) == (
        scene.people["lead"],
        "review:extended",
        True,
        WHY,
    )
    assert told(scene) == [reviewer]


def test_nobody_gives_more_time_to_themselves(scene: Scene) -> None:
    with scene.work() as work:
        make_staff(work, Role.LEAD, scene.person(work, "reviewer"))
    own = scene.visitor("reviewer")
    assert "This is your own review" in own.visit(here(scene)).text
    own.visit(f"{here(scene)}/deadlines/first", 404)
    own.post(f"{here(scene)}/deadlines/first", 404, **day(date(2026, 12, 30)))


def test_council_gets_more_time_to_answer_once_and_sees_why(scene: Scene) -> None:
    with scene.work() as work:
        questions.ask(work, scene.application(work), scene.person(work, "reviewer"))
        administrator = make_staff(work, Role.ADMINISTRATOR)
        scene.people["administrator"] = administrator.id
    giving, address = scene.visitor("administrator"), f"{here(scene)}/deadlines/answers"
    giving.visit(address)
    giving.post(address, **day(date(2026, 12, 16)))
    with scene.work() as work:
        assert work.session.scalars(select(ClarificationRound.answer_by)).one() == date(2026, 12, 16)
        assert set(work.session.scalars(select(Unlocked.until))) == {date(2026, 12, 16)}
        owner = scene.person(work, "owner").email
    assert told(scene) == [owner]
    timeline = scene.visitor("owner").visit(f"/council/{scene.slug}/application/timeline").text
    assert f"Until 16 December 2026, because: {' '.join(WHY.split())}" in timeline
    assert "More time was given already, and that can be once." in giving.visit(here(scene)).text
    giving.post(address, 404, **day(date(2026, 12, 30)))
