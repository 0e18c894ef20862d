"""The second step of the people who work for the scheme."""

import re
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person, UserSession
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from tests.factories.people import make_person, make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.telling import Told
from tests.integration.visiting import Visitor

EMAIL = "reviewer@example.org"


@pytest.fixture
def reviewer(desk: Desk) -> UUID:
    with desk.work() as work:
        return make_staff(work, Role.REVIEWER, email=EMAIL).id


@pytest.fixture
def halfway(visitor: Visitor, reviewer: UUID) -> Visitor:
    """A reviewer's browser after the emailed code."""
    return visitor.sign_in(reviewer, second_step=False)


def shown_secret(visitor: Visitor) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", visitor.visit("/sign-in/second-step").html)
    assert found
    return found.group(1).replace(" ", "")


def app_code(secret: str, clock: FixedClock, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=steps)


def take(visitor: Visitor, digits: str) -> int:
    answer = visitor.client.post("/sign-in/second-step", data={"csrf_token": visitor.token(), "digits": digits})
    return answer.status_code


def set_up(visitor: Visitor, clock: FixedClock) -> str:
    secret = shown_secret(visitor)
    assert take(visitor, app_code(secret, clock)) == 303
    return secret


@pytest.mark.usefixtures("reviewer")
def test_staff_after_the_emailed_code_are_sent_to_the_second_step_and_on_to_where_they_wanted(
    visitor: Visitor, told: Told, clock: FixedClock
) -> None:
    then = {"next": "/reviews/?queue=mine"}
    visitor.visit("/sign-in")
    visitor.client.post("/sign-in", query_string=then, data={"csrf_token": visitor.token(), "email": EMAIL})
    answer = visitor.client.post(
        "/sign-in/code", query_string=then, data={"csrf_token": visitor.token(), "digits": told.code()}
    )
    assert answer.headers["Location"] == "/sign-in/second-step?next=/reviews/?queue%3Dmine"
    secret = shown_secret(visitor)
    answer = visitor.client.post(
        "/sign-in/second-step",
        query_string=then,
        data={"csrf_token": visitor.token(), "digits": app_code(secret, clock)},
    )
    # By way of the recovery codes, which are made when the first second step is.
    assert answer.headers["Location"] == "/account/security/recovery-codes?next=/reviews/?queue%3Dmine"
    assert ("Not now", "/reviews/?queue=mine") in visitor.visit(answer.headers["Location"]).links


def test_staff_without_the_second_step_reach_nothing_but_their_own_account(halfway: Visitor) -> None:
    answer = halfway.client.get("/reviews/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in/second-step?next=%2Freviews%2F")
    halfway.visit("/account/")


def test_first_time_shows_the_picture_and_the_same_secret_until_it_is_set_up(halfway: Visitor) -> None:
    first, again = shown_secret(halfway), shown_secret(halfway)
    assert (first, len(first)) == (again, 32)
    assert halfway.page.html.count("<svg ") == 1


def test_setting_up_keeps_the_secret_sealed_and_tells_the_person(
    halfway: Visitor, told: Told, desk: Desk, clock: FixedClock
) -> None:
    secret = set_up(halfway, clock)
    with desk.work() as work:
        kept = work.session.scalars(select(Person.totp_secret)).one()
    assert kept is not None
    assert secret not in kept
    assert told.names == ["person:second_step_set_up"]


def test_right_code_begins_a_new_session_in_place_of_the_old_one(
    halfway: Visitor, desk: Desk, clock: FixedClock
) -> None:
    with halfway.client.session_transaction() as cookie:
        before = cookie["_user_id"]
    set_up(halfway, clock)
    with halfway.client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    with desk.work() as work:
        rows = work.session.execute(select(UserSession.second_step_at, UserSession.revoked_at))
        assert sorted((at is not None, over is not None) for at, over in rows) == [(False, True), (True, False)]


def test_code_seen_once_is_refused_until_the_app_shows_the_next(
    app: Flask, halfway: Visitor, reviewer: UUID, clock: FixedClock
) -> None:
    secret = set_up(halfway, clock)
    thief = Visitor(app).sign_in(reviewer, second_step=False)
    thief.visit("/sign-in/second-step")
    page = thief.post("/sign-in/second-step", 422, digits=app_code(secret, clock))
    assert "This code has been used. Wait until your app shows the next one, and type that." in page.text
    # The one before it, which the window would let in, is over too.
    assert take(thief, app_code(secret, clock, -1)) == 422
    clock.at += timedelta(seconds=30)
    assert take(thief, app_code(secret, clock)) == 303


@pytest.mark.parametrize(("steps", "answer"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_clock_of_the_phone_may_be_half_a_minute_wrong(
    app: Flask, halfway: Visitor, reviewer: UUID, clock: FixedClock, steps: int, answer: int
) -> None:
    secret = set_up(halfway, clock)
    clock.at += timedelta(minutes=10)
    again = Visitor(app).sign_in(reviewer, second_step=False)
    again.visit("/sign-in/second-step")
    assert take(again, app_code(secret, clock, steps)) == answer


def test_picture_is_not_shown_again_once_the_app_is_set_up(
    app: Flask, halfway: Visitor, reviewer: UUID, clock: FixedClock
) -> None:
    secret = set_up(halfway, clock)
    page = Visitor(app).sign_in(reviewer, second_step=False).visit("/sign-in/second-step")
    assert page.headings == ["Take the second step"]
    assert (secret in page.html.replace(" ", ""), "<svg" in page.html) == (False, False)


def test_sixth_try_ends_the_session_even_when_right(halfway: Visitor, clock: FixedClock) -> None:
    secret = shown_secret(halfway)
    wrong = app_code(secret, clock, 100)
    for _ in range(5):
        assert (
            "This is not the code that your app shows now."
            in halfway.post("/sign-in/second-step", 422, digits=wrong).text
        )
    page = halfway.post("/sign-in/second-step", 422, digits=app_code(secret, clock))
    assert "The second step has been tried too often." in page.text
    assert halfway.visit("/account/").headings == ["Sign in"]


def test_second_step_that_is_not_needed_leads_on(visitor: Visitor, desk: Desk) -> None:
    with desk.work() as work:
        person_id = make_person(work).id
    answer = visitor.sign_in(person_id, second_step=False).client.get("/sign-in/second-step")
    assert answer.headers["Location"] == "/council/start"
