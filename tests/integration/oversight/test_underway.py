"""Everything under way: whose turn, by when, how urgent; filters, pages, and the letter on Monday."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEvent
from portal.kernel.permissions import Role
from portal.notifications.models import OutboxEmail
from portal.oversight.underway import open_cases
from portal.oversight.weekly import weekly_due
from tests.factories.awards import make_council
from tests.factories.holds import hold
from tests.factories.people import make_conflict, make_staff
from tests.integration.clarifications.conftest import Scene, scene
from tests.integration.counting import counted_queries

__all__ = ["scene"]
MONDAY = datetime(2026, 12, 21, 8, 5, tzinfo=UTC)
HOME = "/administration/"


def many(scene: Scene, count: int) -> None:
    """So many more applications that were signed on the day on which the scene begins, and wait for a reviewer."""
    with scene.work() as work:
        edition_id = scene.application(work).edition_id
        now, state = work.clock.now(), ApplicationState.READY_TO_ASSIGN
        for number in range(count):
            key = uuid4()
            council = make_council(work, name=f"Council {number}", slug=f"c{number}", region="=cmd 🙂")
            work.session.add(
                Application(
                    id=key,
                    reference=f"APP-{number}",
                    council_id=council.id,
                    edition_id=edition_id,
                    state=state,
                    state_since=now,
                    started_at=now,
                    submitted_at=now,
                )
            )
            for before, after in ((None, ApplicationState.SUBMITTED), (ApplicationState.SUBMITTED, state)):
                work.session.add(
                    AuditEvent(
                        at=now,
                        actor_name="",
                        command="x",
                        event="application:submitted",
                        subject_type="application",
                        subject_id=key,
                        case_id=key,
                        council_id=council.id,
                        state_before=before,
                        state_after=after,
                    )
                )


def letters(scene: Scene) -> dict[str, str]:
    with scene.work() as work:
        rows = work.session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E37"))
        return {row.to_address: str(row.letter) for row in rows}


def look(scene: Scene, at: datetime) -> None:
    scene.clock.at = at
    with scene.work() as work:
        for step in list(weekly_due(work.session, at)):
            step(work)


def test_list_says_whose_turn_by_when_and_what_is_overdue(scene: Scene) -> None:
    with scene.work() as work:
        early = open_cases(work.session, date(2026, 11, 18))[0]
        soon = open_cases(work.session, date(2026, 12, 15))[0]
        over = open_cases(work.session, date(2026, 12, 17))[0]
    assert (early.urgency, early.due, early.decide_by) == ("in_time", date(2026, 12, 16), date(2027, 1, 18))
    assert (soon.urgency, over.urgency) == ("at_risk", "overdue")
    with scene.work() as work:
        hold(work, scene.application(work), scene.person(work, "lead"))
        held = open_cases(work.session, date(2027, 3, 1))[0]
    assert (held.urgency, held.due, str(held.turn)) == ("paused", None, "Nobody")


def test_list_is_filtered_and_comes_in_pages_of_fifty_with_as_many_queries_as_for_one(scene: Scene) -> None:
    lead = scene.visitor("lead")
    with counted_queries(scene.app) as few:
        lead.visit(HOME)
    many(scene, 60)
    with counted_queries(scene.app) as lots:
        page = lead.visit(HOME)
    assert len(lots) == len(few)
    assert "61 under way: 0 overdue, 60 at risk." in page.text
    assert page.html.count("/administration/cases/") == 50
    assert lead.visit(f"{HOME}?page=2").html.count("/administration/cases/") == 11
    assert lead.visit(f"{HOME}?page=99999999").html.count("/administration/cases/") == 11
    assert "1 application, the most urgent first" in lead.visit(f"{HOME}?state=in_review").text
    shown = lead.visit(HOME + "?region=%3Dcmd+%F0%9F%99%82&urgency=at_risk")
    assert "60 applications, the most urgent first" in shown.text
    assert "No application under way is like that." in lead.visit(f"{HOME}?urgency=overdue").text


def test_monday_letter_goes_once_to_leads_and_administrators_and_says_what_is_urgent(scene: Scene) -> None:
    with scene.work() as work:
        administrator = make_staff(work, Role.ADMINISTRATOR)
        bound = make_staff(work, Role.ADMINISTRATOR)
        make_conflict(work, bound, scene.application(work).council_id)
        told, kept_from = {administrator.email, scene.person(work, "lead").email}, bound.email
    look(scene, datetime(2026, 11, 23, 8, 5, tzinfo=UTC))
    assert letters(scene) == {}
    look(scene, datetime(2026, 12, 21, 7, 55, tzinfo=UTC))
    look(scene, datetime(2026, 12, 22, 8, 5, tzinfo=UTC))
    assert letters(scene) == {}
    look(scene, MONDAY)
    look(scene, MONDAY)
    found = letters(scene)
    assert told <= set(found)
    assert kept_from not in found
    assert {("Overdue" in said, scene.reference in said) for said in found.values()} == {(True, True)}


@pytest.mark.parametrize("day", [28, 29])
def test_monday_letter_comes_on_the_next_working_day_after_a_bank_holiday(scene: Scene, day: int) -> None:
    look(scene, datetime(2026, 12, day, 8, 5, tzinfo=UTC))
    assert bool(letters(scene)) == (day == 29)
