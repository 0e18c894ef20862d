"""An impatient hand presses twice: what is done is done once, whether or not a script holds the second click back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from portal.audit.models import AuditEvent
from portal.decisions import actions as decisions
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.factories.completeness import complete_application
from tests.factories.declarations import sent_application
from tests.journeys import cast, facts, running
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


ALREADY = "This has already been done"


def times(portal: Portal, event: str) -> int:
    """How often this has happened, by the audit trail."""
    with portal.services.database.reading() as session:
        return session.scalars(select(func.count()).where(AuditEvent.event == event)).one()


def press_again_and_again(guest: Guest, address: str, fill: Callable[[], None], button: str) -> None:
    """Press twice in one tab, then once in another where the same form has been open all the time.

    A double click reaches the server once: a script or the browser sees to that. The other tab reaches it again.
    """
    first, second = guest.page, guest.new_tab()
    for guest.page in (second, first):
        guest.visit(address)
        fill()
    guest.page.get_by_role("button", name=button).first.dblclick()
    expect(guest.page.get_by_role("button", name=button)).to_have_count(0)
    guest.look()
    guest.page = second
    guest.press(button)
    guest.look()


@both_ways
def test_sign_pressed_again_one_signature(portal: Portal, arrive: Arrival, script: bool) -> None:
    with portal.work() as work:
        sent_application(work, cast.make_cast(work))
    guest = arrive(script=script)
    Insider(guest, cast.APPROVER).sign_in()

    def fill() -> None:
        guest.type_into("Your name", cast.APPROVER)
        guest.type_into("Your role in the council", "Director")
        guest.choose("I declare all of this for the council")

    press_again_and_again(guest, f"/council/{facts.SLUG}/application/declaration", fill, "Sign the declaration")

    guest.is_at("Application signed and sent")
    assert times(portal, "application:submitted") == 1


@both_ways
def test_assign_pressed_again_one_invitation(portal: Portal, arrive: Arrival, script: bool) -> None:
    reference = to_assign(portal)
    guest = arrive(script=script)
    Insider(guest, running.LEAD).sign_in()

    def fill() -> None:
        guest.choose(running.REVIEWER)
        guest.type_into("Why this reviewer?", "Knows district councils.")

    press_again_and_again(guest, f"/reviews/{reference}/assign", fill, "Ask this reviewer")

    guest.is_at(ALREADY)
    assert times(portal, "assignment:proposed") == 1
    guest.visit(f"/reviews/{reference}/proposal")
    guest.sees(f"{running.REVIEWER} has been asked and has not answered yet.")


@both_ways
def test_decide_pressed_again_one_decision_and_one_award(portal: Portal, arrive: Arrival, script: bool) -> None:
    reference = to_decide(portal)
    guest = arrive(script=script)
    Insider(guest, running.LEAD).sign_in()

    press_again_and_again(guest, f"/reviews/{reference}/moderation", lambda: None, "Decide: Awarded")

    guest.is_at(ALREADY)
    assert [times(portal, event) for event in ("decision:made", "award:granted")] == [1, 1]
    guest.visit(f"/reviews/{reference}/moderation")
    guest.sees("The council has the result.")


def to_assign(portal: Portal) -> str:
    """An application that is complete and wants a reviewer; returns its reference."""
    with portal.work() as work:
        administrator = cast.called(work, running.ADMINISTRATOR)
        return complete_application(work, cast.make_cast(work), administrator).reference


def to_decide(portal: Portal) -> str:
    """An application whose every score is final; returns its reference."""
    with portal.work() as work:
        lead, reviewer = cast.called(work, running.LEAD), cast.called(work, running.REVIEWER)
        team = cast.make_cast(work)
        application = complete_application(work, team, cast.called(work, running.ADMINISTRATOR))
        make.assign(work, application, reviewer, lead)
        make.accept(work, application, reviewer)
        make.score_all(work, application, reviewer)
        make.lock(work, application, reviewer)
        decisions.accept_rest(acting(work, lead), decisions.AcceptRest(application.reference))
        return application.reference
