"""Every six months a council's owner is asked who still needs access."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.team import access_reviews
from portal.team.models import AccessReview
from tests.factories.people import AWKWARD_NAME
from tests.integration.team.conftest import TEAM, Town
from tests.integration.telling import Told

ACCESS = f"{TEAM}/access"
BANNER = "It is time to look through your team"
SIX_MONTHS_ON = datetime(2027, 5, 18, 10, 0, tzinfo=UTC)


def sweep(town: Town) -> None:
    running = town.app.extensions["portal"]
    with running.database.reading() as session:
        steps = list(access_reviews.access_reviews_due(session, running.clock.now()))
    for step in steps:
        with running.database.writing() as session:
            step(Work(session, SYSTEM, running.clock, running.reactions))


def test_review_opens_six_months_after_the_first_owner_joined_and_once(town: Town, clock: FixedClock) -> None:
    told = Told(town.app, "access_review:opened")
    clock.at = SIX_MONTHS_ON - timedelta(seconds=1)
    sweep(town)
    assert BANNER not in town.browser("owner").visit("/council/town/").text
    clock.at = SIX_MONTHS_ON
    sweep(town)
    sweep(town)
    with town.work() as work:
        reviews = {row.council_id: row.id for row in work.session.scalars(select(AccessReview))}
    # The council next door has an owner of the same day.
    assert sorted((event.subject_id, event.council_id) for event in told.events) == sorted(
        (key, council_id) for council_id, key in reviews.items()
    )
    assert len(reviews) == 2
    assert BANNER in town.browser("owner").visit("/council/town/").text
    assert BANNER not in town.browser("contributor").visit("/council/town/").text


def test_owner_keeps_and_removes_in_one_form_and_is_asked_again_in_six_months(town: Town, clock: FixedClock) -> None:
    town.add("stays@town.gov.uk", Role.APPROVER)
    clock.at = SIX_MONTHS_ON
    sweep(town)
    owner, con = town.browser("owner"), town.browser("contributor")
    con.visit(TEAM)
    page = owner.visit(ACCESS)
    assert ("con@town.gov.uk. Contributor, last signed in" in page.text, "This is you" in page.text) == (True, True)
    said: dict[str, Any] = {f"person-{town.people['contributor']}": "remove", f"person-{town.people['stays']}": "keep"}
    assert "Thank you. We ask again in six months." in owner.post(ACCESS, 200, **said).text
    assert [email for email, _role in town.roles()] == ["stays@town.gov.uk", "owner@town.gov.uk"]
    assert con.visit(TEAM).headings == ["Sign in"]
    assert BANNER not in owner.visit("/council/town/").text
    assert f"by {AWKWARD_NAME}" in owner.visit(ACCESS).text
    clock.at = datetime(2027, 11, 18, 9, 59, tzinfo=UTC)
    sweep(town)
    assert BANNER not in town.browser("owner").visit("/council/town/").text
    clock.at = datetime(2027, 11, 18, 10, 0, tzinfo=UTC)
    sweep(town)
    assert BANNER in town.browser("owner").visit("/council/town/").text


def test_nobody_is_kept_without_being_thought_of(town: Town) -> None:
    owner = town.browser("owner")
    owner.visit(ACCESS)
    assert "Say whether Con still needs access." in owner.post(ACCESS, 422).text
    assert "Say whether Con still needs access." in owner.post(ACCESS, 422, person="keep").text
    with town.work() as work:
        assert work.session.scalars(select(AccessReview)).all() == []


def test_only_an_owner_of_the_council_is_asked(town: Town) -> None:
    town.browser("contributor").visit(ACCESS, 403)
    town.browser("neighbour").visit(ACCESS, 404)
