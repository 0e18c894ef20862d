from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.clarifications import actions
from portal.clarifications.actions import SendReplies
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import clarifications as asking
from tests.factories import completeness, reviews
from tests.factories import declarations as signing
from tests.factories.applications import acting, make_team
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_staff
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

HERE = "/council/llanfair/application/timeline"
WHY_NOT, WHY_HER = "I am married to their mayor.", "Knows districts, =well 🙂"


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 10, tzinfo=UTC)


@pytest.fixture
def people(app: Flask, clock: FixedClock) -> dict[str, UUID]:
    """A council whose application was returned, mended, declined once, is in review, and was asked a question."""
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work, make_council(work, name=AWKWARD_COUNCIL, slug="llanfair"))
        administrator = make_staff(work, Role.ADMINISTRATOR, name="Ada Administrator")
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        declined = make_staff(work, Role.REVIEWER, name="Dee Declined", employer="Elsewhere")
        reviewer = make_staff(work, Role.REVIEWER, name="Rhys Reviewer", employer="Kent, <b>")
        application = signing.signed_application(work, team)
        completeness.open_check(work, application, administrator)
        clock.at = day(19)
        completeness.return_incomplete(work, application, administrator)
        clock.at = day(23)
        signing.send(work, team)
        signing.sign(work, team)
        completeness.open_check(work, application, administrator)
        completeness.pass_check(work, application, administrator)
        reviews.assign(work, application, declined, lead)
        reviews.decline(work, application, declined, None, WHY_NOT)
        reviews.assign(work, application, reviewer, lead)
        reviews.accept(work, application, reviewer)
        reviews.score(work, application, reviewer, "INF-1", reviews.judgement(1))
        clock.at = day(25)
        asking.ask(work, application, reviewer)
        clock.at = day(27)
        return {"owner": team.owner.id, "approver": team.approver.id}


def test_timeline_tells_turn_next_day_expected_day_and_every_step(app: Flask, people: dict[str, UUID]) -> None:
    text = Visitor(app).sign_in(people["approver"]).visit(HERE).text
    for said in (
        "The reviewer has questions for you",
        "Answer the questions by 9 December 2026.",
        # 40 working days from 18 November, two of them with the return and two so far with the questions.
        "You can expect the decision by 22 January 2027.",
        "Your reviewer: Rhys Reviewer, Kent, <b>.",
        "Returned to you: something was missing To be done by 17 December 2026.",
        "23 November 2026 at 10:00am, by Owen Owner",
        "The reviewer asked you questions To be done by 9 December 2026.",
        "What comes next You answer the reviewer’s questions The reviewer scores every criterion",
    ):
        assert said in text


def test_people_of_the_lga_are_told_by_their_part_and_what_is_internal_not_at_all(
    app: Flask, people: dict[str, UUID]
) -> None:
    text = Visitor(app).sign_in(people["owner"]).visit(HERE).text
    internal = ("Ada Administrator", "Lee Lead", "Dee Declined", "Elsewhere", WHY_NOT, WHY_HER, reviews.AWKWARD_REASON)
    assert [said for said in internal if said in text] == []
    assert ("Owen Owner" in text, AWKWARD_NAME in text, "by a lead reviewer" in text) == (True, False, True)


def test_home_and_task_list_tell_the_same_days_and_lead_to_the_timeline(app: Flask, people: dict[str, UUID]) -> None:
    owner = Visitor(app).sign_in(people["owner"])
    for address in ("/council/llanfair/", "/council/llanfair/application"):
        page = owner.visit(address)
        assert "You can expect the decision by 22 January 2027." in page.text
        assert "Answer the questions by 9 December 2026." in page.text
        assert HERE in [target for _said, target in page.links]


def test_longer_history_costs_no_more_queries(app: Flask, clock: FixedClock, people: dict[str, UUID]) -> None:
    owner = Visitor(app).sign_in(people["owner"])
    owner.visit(HERE)
    with counted_queries(app) as before:
        owner.visit(HERE)
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        owner_of_it = work.session.get_one(Person, people["owner"])
        actions.send_replies(acting(work, owner_of_it), SendReplies("llanfair", confirmed=True))
    with counted_queries(app) as after:
        owner.visit(HERE)
    # The day for the answer is read while there is one.
    assert len(after) <= len(before)
