"""Signing in with a passkey, and everything that must not do it."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import HeldForm, UserSession
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from portal.secondstep.models import Passkey, PasskeyChallenge
from tests.factories.authenticator import Authenticator
from tests.factories.people import make_person, make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.secondstep.conftest import CODES, EMAIL, NEW, STEP, Browser, come_halfway
from tests.integration.telling import Told

REFUSED = "This passkey could not be checked. Try again."


def is_in(browser: Browser) -> bool:
    return browser.visit("/reviews/").headings == ["Reviews"]


def passkey_rows(desk: Desk) -> list[tuple[str, int, bool]]:
    with desk.work() as work:
        rows = work.session.scalars(select(Passkey).order_by(Passkey.added_at, Passkey.name))
        return [(row.name, row.sign_count, row.last_used_at is not None) for row in rows]


def test_first_passkey_is_set_up_used_the_next_time_and_told_of(
    app: Flask, halfway: Browser, reviewer: UUID, device: Authenticator, told: Told, desk: Desk
) -> None:
    assert halfway.set_up(device).headings == ["Recovery codes"]
    assert is_in(halfway)
    again = come_halfway(app, reviewer)
    page = again.visit(STEP)
    assert (page.headings, "Set up" in page.text, "<svg" in page.html) == (["Take the second step"], False, False)
    assert again.use(device).headings == ["Reviews"]
    assert passkey_rows(desk) == [("Passkey 1", 1, True)]
    assert [(event.name, dict(event.details)) for event in told.events] == [
        ("person:passkey_added", {"email": EMAIL, "passkey": "Passkey 1"})
    ]


@pytest.mark.usefixtures("inside")
def test_right_passkey_begins_a_new_session_in_place_of_the_old_one(desk: Desk) -> None:
    with desk.work() as work:
        rows = work.session.execute(select(UserSession.second_step_at, UserSession.revoked_at)).all()
        assert work.session.scalars(select(PasskeyChallenge)).all() == []
    assert sorted((at is not None, over is not None) for at, over in rows) == [(False, True), (True, False)]


@pytest.mark.usefixtures("inside")
def test_answer_of_a_passkey_that_is_sent_again_is_refused(
    app: Flask, reviewer: UUID, device: Authenticator, desk: Desk
) -> None:
    first, thief = come_halfway(app, reviewer), come_halfway(app, reviewer)
    first.visit(STEP)
    said = device.get(first.ask(f"{STEP}/passkey"))
    thief.visit(STEP)
    thief.ask(f"{STEP}/passkey")
    # Another session was asked to sign something else.
    assert REFUSED in thief.post(f"{STEP}/passkey", 422, said=said).text
    assert first.post(f"{STEP}/passkey", said=said).headings == ["Reviews"]
    # And what was signed once is spent, for everybody.
    assert "or was sent twice" in thief.post(f"{STEP}/passkey", 422, said=said).text
    assert (is_in(first), is_in(thief)) == (True, False)
    assert passkey_rows(desk) == [("Passkey 1", 1, True)]


@pytest.mark.usefixtures("inside")
def test_challenge_is_spent_by_a_wrong_answer_too(app: Flask, reviewer: UUID, device: Authenticator) -> None:
    browser = come_halfway(app, reviewer)
    browser.visit(STEP)
    asked = browser.ask(f"{STEP}/passkey")
    device.origin = "https://mark.example.org"
    assert REFUSED in browser.post(f"{STEP}/passkey", 422, said=device.get(asked)).text
    device.origin = "http://localhost:5000"
    assert "or was sent twice" in browser.post(f"{STEP}/passkey", 422, said=device.get(asked)).text
    assert browser.use(device).headings == ["Reviews"]


def test_what_a_new_passkey_was_to_sign_does_not_count_as_using_one(inside: Browser, device: Authenticator) -> None:
    inside.visit(NEW)
    said = device.get(inside.ask(f"{STEP}/new-passkey"))
    assert "or was sent twice" in inside.post(f"{STEP}/passkey", 422, said=said).text


@pytest.mark.parametrize(("minutes", "code"), [(4.99, 200), (5, 422)])
@pytest.mark.usefixtures("inside")
def test_challenge_holds_for_five_minutes(
    app: Flask, reviewer: UUID, device: Authenticator, clock: FixedClock, minutes: float, code: int
) -> None:
    browser = come_halfway(app, reviewer)
    browser.visit(STEP)
    said = device.get(browser.ask(f"{STEP}/passkey"))
    clock.at += timedelta(minutes=minutes)
    browser.post(f"{STEP}/passkey", code, said=said)


@pytest.mark.usefixtures("inside")
def test_count_that_goes_back_is_refused_and_the_kept_one_stays(
    app: Flask, reviewer: UUID, device: Authenticator, desk: Desk
) -> None:
    come_halfway(app, reviewer).use(device)
    device.count = 0
    assert REFUSED in come_halfway(app, reviewer).use(device, 422).text
    assert passkey_rows(desk) == [("Passkey 1", 1, True)]


@pytest.mark.usefixtures("inside")
def test_passkey_of_somebody_else_opens_nothing(app: Flask, device: Authenticator, desk: Desk) -> None:
    with desk.work() as work:
        other = make_staff(work, Role.ADMINISTRATOR).id
    own = Authenticator()
    browser = come_halfway(app, other)
    browser.set_up(own)
    thief = come_halfway(app, other)
    assert "This passkey is not one of yours." in thief.use(device, 422).text
    # Under the name of an own one, its signature is another.
    device.credential_id, device.handle = own.credential_id, own.handle
    assert REFUSED in thief.use(device, 422).text
    assert is_in(thief) is False


@pytest.mark.usefixtures("inside")
def test_same_passkey_is_added_once_whoever_adds_it(app: Flask, device: Authenticator, desk: Desk) -> None:
    with desk.work() as work:
        other = make_staff(work, Role.REVIEWER).id
    assert "This passkey has been added before." in _refused(come_halfway(app, other), device)
    assert len(passkey_rows(desk)) == 1


def _refused(browser: Browser, device: Authenticator) -> str:
    browser.visit(STEP)
    said = device.create(browser.ask(f"{STEP}/new-passkey"))
    return browser.post(f"{STEP}/new-passkey", 422, said=said).text


@pytest.mark.usefixtures("inside")
def test_emailed_code_alone_adds_no_passkey_and_no_app_to_a_second_step(app: Flask, reviewer: UUID, desk: Desk) -> None:
    thief = come_halfway(app, reviewer)
    thief.visit(STEP)
    said = thief.ask(f"{STEP}/new-passkey", 422)
    assert said["said"].startswith("You have a second step already. Take it first;")
    asked = {"user": {"id": "AA"}, "challenge": "AAEC"}
    page = thief.post(f"{STEP}/new-passkey", 422, said=Authenticator().create(asked))
    assert "You have a second step already." in page.text
    assert "You have set up no app." in thief.post(STEP, 422, digits="123456").text
    for address in (NEW, CODES, "/account/security/app"):
        answer = thief.client.get(address)
        assert (answer.status_code, answer.headers["Location"].startswith(STEP)) == (303, True)
    assert len(passkey_rows(desk)) == 1


@pytest.mark.usefixtures("inside")
def test_sixth_try_ends_the_session_even_when_right_whatever_the_ways(
    app: Flask, reviewer: UUID, device: Authenticator
) -> None:
    thief = come_halfway(app, reviewer)
    thief.visit(STEP)
    for _ in range(3):
        assert "or was sent twice" in thief.post(f"{STEP}/passkey", 422, said="{}").text
    thief.post("/sign-in/recovery-code", 422, recovery_code="AAAA")
    thief.post(STEP, 422, digits="123456")
    assert "The second step has been tried too often." in thief.use(device, 422).text
    assert thief.visit("/account/").headings == ["Sign in"]


def test_council_person_has_no_second_step_to_take(app: Flask, desk: Desk) -> None:
    with desk.work() as work:
        person_id = make_person(work).id
    browser = come_halfway(app, person_id)
    browser.visit("/account/")
    assert "Your sign-in security" not in browser.page.text
    for address in (f"{STEP}/passkey/ask", f"{STEP}/new-passkey/ask", f"{STEP}/new-passkey", f"{STEP}/passkey"):
        sent = {"csrf_token": browser.token(), "said": "{}"}
        assert browser.client.post(address, data=sent).status_code == 404
    assert browser.client.get("/account/security").status_code == 403


def test_what_one_signs_in_with_is_not_kept_where_a_session_has_ended(
    inside: Browser, clock: FixedClock, device: Authenticator, desk: Desk
) -> None:
    inside.visit(NEW)
    said = device.create(inside.ask(f"{STEP}/new-passkey"))
    clock.at += timedelta(hours=2)
    for address, fields in (
        (NEW, {"said": said, "name": "Half typed"}),
        ("/sign-in/recovery-code", {"recovery_code": "A"}),
    ):
        assert inside.client.post(address, data={"csrf_token": inside.token(), **fields}).status_code == 303
    with desk.work() as work:
        kept = work.session.execute(select(HeldForm.path, HeldForm.fields)).all()
    assert [tuple(row) for row in kept] == [(NEW, {"name": ["Half typed"]})]


def test_page_asks_for_the_address_that_the_portal_is_known_by(halfway: Browser) -> None:
    assert 'data-origin="http://localhost:5000"' in halfway.visit(STEP).html
    assert halfway.ask(f"{STEP}/new-passkey")["rp"]["id"] == "localhost"
