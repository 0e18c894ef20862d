"""How long a session holds, and what becomes of a form that is sent after it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.held import forget_held_fields, hold
from portal.accounts.models import HeldForm, Person, UserSession
from portal.accounts.rules import DRAFT_PATH_MAX_CHARACTERS
from portal.kernel.clock import FixedClock
from tests.factories.people import AWKWARD_NAME, make_person
from tests.integration.accounts.conftest import Desk
from tests.integration.visiting import Visitor

AWKWARD = AWKWARD_NAME + " <b>"
RESTORED = "It is not saved yet: check it and save."


@pytest.fixture
def person(desk: Desk) -> UUID:
    with desk.work() as work:
        return make_person(work, name="Before").id


@pytest.fixture
def signed_in(visitor: Visitor, person: UUID) -> Visitor:
    visitor.sign_in(person).visit("/account/")
    return visitor


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.visit("/account/").headings == ["Your account"]


def held(desk: Desk) -> int:
    with desk.work() as work:
        return work.session.scalar(select(func.count(HeldForm.id))) or 0


def send_too_late(visitor: Visitor, clock: FixedClock, **fields: str) -> str:
    """Send the account form after two idle hours; returns where that leads."""
    clock.at += timedelta(hours=2)
    sent = {"csrf_token": visitor.token(), "name": AWKWARD, "job_title": "Editor", **fields}
    return visitor.client.post("/account/", data=sent).headers["Location"]


def test_session_that_is_used_every_hour_ends_after_twelve(signed_in: Visitor, clock: FixedClock) -> None:
    lasted = []
    for _ in range(12):
        clock.at += timedelta(hours=1)
        lasted.append(is_signed_in(signed_in))
    assert lasted == [True] * 11 + [False]


def test_session_that_is_idle_for_two_hours_has_ended(signed_in: Visitor, clock: FixedClock) -> None:
    clock.at += timedelta(hours=1, minutes=59)
    assert is_signed_in(signed_in)
    clock.at += timedelta(hours=2)
    assert not is_signed_in(signed_in)


def test_being_there_is_noted_once_a_minute(signed_in: Visitor, clock: FixedClock, desk: Desk) -> None:
    seen = []
    for seconds in (59, 1, 59):
        clock.at += timedelta(seconds=seconds)
        signed_in.visit("/account/")
        with desk.work() as work:
            row = work.session.scalars(select(UserSession)).one()
            seen.append(row.last_seen_at - row.began_at)
    assert seen == [timedelta(0), timedelta(minutes=1), timedelta(minutes=1)]


def test_signing_out_ends_the_session_also_for_a_copy_of_the_cookie(app: Flask, signed_in: Visitor) -> None:
    cookie = signed_in.client.get_cookie("mark")
    assert signed_in.post("/sign-out").headings == ["You have signed out"]
    copy = Visitor(app)
    assert cookie is not None
    copy.client.set_cookie("mark", cookie.value)
    assert not is_signed_in(copy)


def test_signing_out_everywhere_ends_every_session_of_the_person_and_of_nobody_else(
    app: Flask, signed_in: Visitor, person: UUID, desk: Desk
) -> None:
    with desk.work() as work:
        other_person = make_person(work).id
    other, elsewhere = Visitor(app).sign_in(other_person), Visitor(app).sign_in(person)
    signed_in.post("/account/sign-out-everywhere")
    assert [is_signed_in(browser) for browser in (signed_in, elsewhere, other)] == [False, False, True]


@pytest.mark.parametrize("address", ["/sign-out", "/account/sign-out-everywhere"])
def test_signing_out_has_the_browser_forget_what_was_typed_in_it(signed_in: Visitor, address: str) -> None:
    signed_in.visit("/account/")
    answer = signed_in.client.post(address, data={"csrf_token": signed_in.token()})
    assert answer.headers["Clear-Site-Data"] == '"storage"'


def test_sign_out_without_the_token_of_our_page_is_refused(signed_in: Visitor) -> None:
    assert signed_in.client.post("/sign-out").status_code == 400
    assert is_signed_in(signed_in)


def test_form_sent_too_late_is_shown_again_after_signing_in_and_forgotten_once_saved(
    signed_in: Visitor, person: UUID, clock: FixedClock, desk: Desk
) -> None:
    leads_to = send_too_late(signed_in, clock)
    assert leads_to == "/sign-in?next=%2Faccount%2F&kept=yes"
    assert "What you typed is kept for four weeks: sign in again" in signed_in.visit(leads_to).text
    page = signed_in.sign_in(person).visit("/account/")
    assert f"We put back what you had typed on 18 November 2026 at 12:00pm. {RESTORED}" in page.text
    assert [field["value"] for field in page.fields if field.get("name") in ("name", "job_title")] == [
        AWKWARD,
        "Editor",
    ]
    page = signed_in.post("/account/", name="After", job_title="Editor")
    assert (RESTORED in page.text, held(desk)) == (False, 0)
    assert "After" in [field.get("value") for field in page.fields]


def test_nothing_is_kept_for_an_address_longer_than_any_of_ours(person: UUID, clock: FixedClock, desk: Desk) -> None:
    with desk.work() as work:
        assert hold(work.session, clock, person, "/a", {"name": ["typed"]})
        assert not hold(work.session, clock, person, "/" + "a" * DRAFT_PATH_MAX_CHARACTERS, {"name": ["typed"]})
    assert held(desk) == 1


def test_form_sent_too_late_is_not_shown_to_another_person(signed_in: Visitor, clock: FixedClock, desk: Desk) -> None:
    send_too_late(signed_in, clock)
    assert held(desk) == 1
    with desk.work() as work:
        other = make_person(work, name="Other").id
    page = signed_in.sign_in(other).visit("/account/")
    assert (RESTORED in page.text, AWKWARD in page.text) == (False, False)
    assert [field["value"] for field in page.fields if field.get("name") == "name"] == ["Other"]


def test_form_sent_too_late_is_kept_for_four_weeks(signed_in: Visitor, person: UUID, clock: FixedClock) -> None:
    send_too_late(signed_in, clock)
    clock.at += timedelta(weeks=4)
    assert RESTORED not in signed_in.sign_in(person).visit("/account/").text


def test_form_sent_too_late_without_our_token_is_not_kept(signed_in: Visitor, clock: FixedClock, desk: Desk) -> None:
    assert send_too_late(signed_in, clock, csrf_token="made up") == "/sign-in?next=%2Faccount%2F"
    assert held(desk) == 0


def test_second_form_sent_too_late_takes_the_place_of_the_first(
    signed_in: Visitor, person: UUID, clock: FixedClock
) -> None:
    send_too_late(signed_in, clock)
    send_too_late(signed_in, clock, name="Second")
    page = signed_in.sign_in(person).visit("/account/")
    assert [field["value"] for field in page.fields if field.get("name") == "name"] == ["Second"]


def test_another_form_of_the_page_forgets_nothing(
    signed_in: Visitor, person: UUID, clock: FixedClock, desk: Desk
) -> None:
    send_too_late(signed_in, clock)
    signed_in.sign_in(person).visit("/account/")
    answer = signed_in.client.post(
        "/account/sign-out-everywhere",
        data={"csrf_token": signed_in.token()},
        headers={"Referer": "http://localhost/account/"},
    )
    assert (answer.status_code, held(desk)) == (303, 1)


def test_form_of_other_fields_at_the_same_address_forgets_nothing(
    signed_in: Visitor, person: UUID, clock: FixedClock, desk: Desk
) -> None:
    send_too_late(signed_in, clock)
    for names, left in (({"comment"}, 1), ({"comment", "name"}, 0)):
        with desk.work() as work:
            forget_held_fields(work.session, person, "/account/", names)
        assert held(desk) == left


def test_button_pressed_too_late_leads_back_to_the_page_it_stands_on(signed_in: Visitor, clock: FixedClock) -> None:
    token = signed_in.token()
    clock.at += timedelta(hours=2)
    answers = [
        signed_in.client.post(
            "/account/sign-out-everywhere", data={"csrf_token": token}, headers={"Referer": came_from}
        ).headers["Location"]
        for came_from in ("http://localhost/account/", "http://evil.example/account/", "http://localhost/nowhere", "")
    ]
    assert answers == ["/sign-in?next=%2Faccount%2F", "/sign-in", "/sign-in", "/sign-in"]


def test_other_tab_of_somebody_who_has_come_back_can_still_be_saved(
    signed_in: Visitor, person: UUID, clock: FixedClock, desk: Desk
) -> None:
    other_tab = signed_in.token()
    with desk.work() as work:
        work.session.get_one(Person, person).demonstration = True
    send_too_late(signed_in, clock)
    signed_in.visit("/sign-in")
    signed_in.post("/sign-in/demonstration?next=/account/", person=str(person))
    answer = signed_in.client.post("/account/", data={"csrf_token": other_tab, "name": "Tab"})
    assert answer.status_code == 303


def test_session_of_this_browser_is_over_once_another_person_signs_in_here(signed_in: Visitor, desk: Desk) -> None:
    with signed_in.client.session_transaction() as cookie:
        token = cookie["_user_id"]
    with desk.work() as work:
        other = make_person(work, name="Other", demonstration=True).id
    signed_in.visit("/sign-in")
    signed_in.post("/sign-in/demonstration?next=/account/", person=str(other))
    thief = signed_in.app.test_client()
    with thief.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert thief.get("/account/").location == "/sign-in?next=%2Faccount%2F"
