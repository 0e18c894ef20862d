"""Changing what one has set up: passkeys, the app, recovery codes."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person, UserSession
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from portal.secondstep import managing
from portal.secondstep.models import Passkey, RecoveryCode
from tests.factories.authenticator import Authenticator
from tests.factories.people import AWKWARD_NAME, make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.counting import counted_queries
from tests.integration.secondstep.conftest import CODES, NEW, SECURITY, STEP, Browser, come_halfway
from tests.integration.telling import Told

APP = f"{SECURITY}/app"
RECOVERY = "/sign-in/recovery-code"
LAST = "This is your only second step, and you cannot sign in without one."


def page_of(desk: Desk, name: str) -> str:
    with desk.work() as work:
        return f"{SECURITY}/passkeys/{work.session.scalars(select(Passkey.id).where(Passkey.name == name)).one()}"


def set_up_app(browser: Browser, clock: FixedClock) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.visit(APP).html)
    assert found
    secret = found.group(1).replace(" ", "")
    browser.post(APP, digits=pyotp.TOTP(secret).at(clock.now()))
    return secret


def test_passkeys_are_added_renamed_removed_and_each_change_is_told(
    app: Flask, inside: Browser, reviewer: UUID, device: Authenticator, desk: Desk, told: Told
) -> None:
    second = Authenticator()
    assert "The passkey is added." in inside.add(second).text
    inside.add(Authenticator(), AWKWARD_NAME + " <b>")
    page = inside.visit(SECURITY)
    assert f"{AWKWARD_NAME} <b> Added" in page.text
    assert "Passkey 2 Added on 18 November 2026. Not used yet." in page.text
    renamed = page_of(desk, "Passkey 2")
    inside.visit(renamed)
    assert "Type a name, such as: work laptop." in inside.post(renamed, 422, name=" ").text
    assert "The passkey has its new name." in inside.post(renamed, name="Work laptop").text
    removed = page_of(desk, "Passkey 1")
    inside.visit(removed)
    assert "The passkey is removed." in inside.post(f"{removed}/remove").text
    assert "This passkey is not one of yours." in come_halfway(app, reviewer).use(device, 422).text
    assert come_halfway(app, reviewer).use(second).headings == ["Reviews"]
    # Of the first one it was told before this test began to listen.
    assert told.names == [
        "person:passkey_added",
        "person:passkey_added",
        "person:passkey_renamed",
        "person:passkey_removed",
    ]


def test_last_second_step_stays(inside: Browser, clock: FixedClock, desk: Desk) -> None:
    passkey = page_of(desk, "Passkey 1")
    assert LAST in inside.visit(passkey).text
    assert LAST in inside.post(f"{passkey}/remove", 422).text
    set_up_app(inside, clock)
    assert "The passkey is removed." in inside.post(f"{passkey}/remove").text
    assert LAST in inside.visit(APP).text
    assert LAST in inside.post(f"{APP}/remove", 422).text
    inside.add(Authenticator())
    assert "The app is removed." in inside.post(f"{APP}/remove").text
    assert inside.client.post(f"{APP}/remove", data={"csrf_token": inside.token()}).status_code == 404


def test_passkey_of_somebody_else_can_be_neither_seen_nor_changed(app: Flask, inside: Browser, desk: Desk) -> None:
    with desk.work() as work:
        other = make_staff(work, Role.ADMINISTRATOR).id
    theirs = page_of(desk, "Passkey 1")
    stranger = Browser(app)
    stranger.sign_in(other)
    stranger.visit(theirs, 404)
    for address in (theirs, f"{theirs}/remove"):
        answer = stranger.client.post(address, data={"csrf_token": stranger.token(), "name": "Mine"})
        assert answer.status_code == 404
    inside.visit(theirs)


def test_eleventh_passkey_is_refused_before_a_device_makes_one(inside: Browser) -> None:
    for _ in range(9):
        inside.add(Authenticator())
    inside.visit(NEW)
    assert inside.ask(f"{STEP}/new-passkey", 422)["said"].startswith("You have 10 passkeys.")


def test_new_app_takes_the_place_of_the_one_before(
    app: Flask, inside: Browser, reviewer: UUID, clock: FixedClock, told: Told
) -> None:
    before, after = set_up_app(inside, clock), set_up_app(inside, clock)
    assert before != after
    clock.at += timedelta(minutes=1)
    browser = come_halfway(app, reviewer)
    browser.visit(STEP)
    browser.post(STEP, 422, digits=pyotp.TOTP(before).at(clock.now()))
    assert browser.post(STEP, digits=pyotp.TOTP(after).at(clock.now())).headings == ["Reviews"]
    assert told.names == ["person:second_step_set_up"] * 2


def test_recovery_code_signs_in_once_and_is_told_of(
    app: Flask, inside: Browser, reviewer: UUID, told: Told, desk: Desk
) -> None:
    codes = inside.make_codes()
    assert inside.response.headers["Cache-Control"] == "no-store"
    assert (len(set(codes)), inside.visit(CODES).html.count("<code>")) == (10, 0)
    browser = come_halfway(app, reviewer)
    browser.visit(RECOVERY)
    page = browser.post(RECOVERY, recovery_code=codes[3].lower().replace("-", " "))
    assert (page.headings, "9 codes left" in page.text) == (["Your sign-in security"], True)
    assert dict(told.events[-1].details) == {"email": "reviewer@example.org", "left": 9}
    again = come_halfway(app, reviewer)
    again.visit(RECOVERY)
    assert "This recovery code has been used." in again.post(RECOVERY, 422, recovery_code=codes[3]).text
    assert "This is not one of your recovery codes." in again.post(RECOVERY, 422, recovery_code="A" * 16).text
    with desk.work() as work:
        kept = work.session.scalars(select(RecoveryCode.code_hash)).all()
    assert [code for code in codes if any(code in row or code.replace("-", "") in row for row in kept)] == []


def at_once(app: Flask, browser: Browser, *posts: tuple[str, dict[str, str]]) -> list[int]:
    """Send these from the same browser at the same moment; what was answered, in order of number."""
    token, cookie = browser.token(), browser.client.get_cookie("mark")
    assert cookie is not None

    def send(post: tuple[str, dict[str, str]]) -> int:
        client = app.test_client()
        client.set_cookie("mark", cookie.value)
        return client.post(post[0], data={"csrf_token": token, **post[1]}).status_code

    with ThreadPoolExecutor(len(posts)) as pool:
        return sorted(pool.map(send, posts))


@pytest.mark.both_databases
def test_recovery_code_used_twice_at_the_same_moment_signs_in_once(
    app: Flask, inside: Browser, reviewer: UUID, desk: Desk
) -> None:
    code = {"recovery_code": inside.make_codes()[0]}
    browser = come_halfway(app, reviewer)
    browser.visit(RECOVERY)
    at_once(app, browser, (RECOVERY, code), (RECOVERY, code), (RECOVERY, code))
    with desk.work() as work:
        rows = work.session.execute(select(UserSession.second_step_at).where(UserSession.revoked_at.is_(None)))
        assert [at is not None for (at,) in rows] == [True, True]


@pytest.mark.both_databases
def test_last_two_ways_removed_at_the_same_moment_leave_one(app: Flask, inside: Browser, desk: Desk) -> None:
    inside.add(Authenticator())
    both = [f"{page_of(desk, name)}/remove" for name in ("Passkey 1", "Passkey 2")]
    inside.visit(SECURITY)
    assert at_once(app, inside, *((address, {}) for address in both)) == [303, 422]


def test_new_recovery_codes_end_the_ones_before(app: Flask, inside: Browser, reviewer: UUID) -> None:
    before, after = inside.make_codes(), inside.make_codes()
    browser = come_halfway(app, reviewer)
    browser.visit(RECOVERY)
    browser.post(RECOVERY, 422, recovery_code=before[0])
    browser.post(RECOVERY, recovery_code=after[0])
    assert browser.visit("/reviews/").headings == ["Reviews"]


def test_recovery_code_of_somebody_else_opens_nothing(app: Flask, inside: Browser, desk: Desk) -> None:
    with desk.work() as work:
        other = make_staff(work, Role.ADMINISTRATOR).id
    come_halfway(app, other).set_up(Authenticator())
    thief = come_halfway(app, other)
    thief.visit(RECOVERY)
    assert "This is not one of your" in thief.post(RECOVERY, 422, recovery_code=inside.make_codes()[0]).text


def test_whoever_has_lost_everything_begins_anew(
    app: Flask, inside: Browser, reviewer: UUID, clock: FixedClock, desk: Desk, told: Told
) -> None:
    set_up_app(inside, clock)
    inside.make_codes()
    with desk.work() as work:
        managing.remove_second_step(work, "reviewer@example.org")
        kept = [work.session.scalars(select(table)).all() for table in (Passkey, RecoveryCode)]
        assert (kept, work.session.get_one(Person, reviewer).totp_secret) == ([[], []], None)
    assert inside.visit("/account/").headings == ["Sign in"]
    assert come_halfway(app, reviewer).visit(STEP).headings == ["Set up your second step"]
    assert told.names[-1] == "person:recovery_codes_made"


def test_page_costs_the_same_however_many_passkeys(app: Flask, inside: Browser) -> None:
    with counted_queries(app) as one:
        inside.visit(SECURITY)
    for _ in range(3):
        inside.add(Authenticator())
    inside.visit(SECURITY)
    with counted_queries(app) as four:
        inside.visit(SECURITY)
    assert len(four) == len(one)


def test_pages_are_there_for_an_invented_person_who_came_in_by_one_click(app: Flask, desk: Desk) -> None:
    with desk.work() as work:
        person_id = make_staff(work, Role.LEAD, demonstration=True).id
    browser = Browser(app)
    browser.visit("/sign-in")
    assert browser.post("/sign-in/demonstration", person=str(person_id)).headings == ["Reviews"]
    shown = [browser.visit(address).headings for address in (SECURITY, NEW, APP, CODES)]
    assert shown == [["Your sign-in security"], ["Add a passkey"], ["Set up an app"], ["Recovery codes"]]
