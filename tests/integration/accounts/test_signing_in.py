"""The emailed code, as a person meets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person, SignInCode, UserSession
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from tests.factories.awards import make_council
from tests.factories.people import make_member, make_person
from tests.integration.accounts.conftest import Desk
from tests.integration.telling import Told
from tests.integration.visiting import Visitor

EMAIL = "siân.o'ŵyn@council.example.org"
SENT = "If {} is an address that receives email, a code is on its way to it."


def ask_for_code(visitor: Visitor, email: str = EMAIL) -> None:
    visitor.visit("/sign-in")
    visitor.post("/sign-in", email=email)


def refused(visitor: Visitor, code: str) -> str:
    return visitor.post("/sign-in/code", 422, digits=code).text


def another(digits: str) -> str:
    return f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}"


def test_unknown_address_and_known_address_get_the_same_answer(app: Flask, told: Told, desk: Desk) -> None:
    with desk.work() as work:
        make_person(work, email="known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        visitor = Visitor(app)
        ask_for_code(visitor, email)
        answers.append(visitor.page.text.replace(email, "…"))
    assert answers[0] == answers[1]
    assert [event.details["email"] for event in told.events] == ["known@example.org", "unknown@example.org"]


def test_right_code_with_spaces_signs_in_and_makes_a_person_of_the_address(
    visitor: Visitor, told: Told, desk: Desk
) -> None:
    ask_for_code(visitor, email=f"  {EMAIL.upper()} ")
    assert SENT.format(EMAIL) in visitor.page.text
    code = told.code()
    visitor.client.post("/sign-in/code", data={"csrf_token": visitor.token(), "digits": f"{code[:4]} {code[4:]}"})
    assert visitor.visit("/account/").headings == ["Your account"]
    with desk.work() as work:
        assert work.session.scalars(select(Person.email)).all() == [EMAIL]


def test_code_is_kept_as_a_hash_only(visitor: Visitor, told: Told, desk: Desk) -> None:
    ask_for_code(visitor)
    with desk.work() as work:
        row = work.session.scalars(select(SignInCode)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in SignInCode.__table__.columns)
    assert told.code() not in kept


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "abcdefgh", "١٢٣٤٥٦٧٨"])
def test_code_that_is_no_code_is_refused_without_counting_as_a_try(visitor: Visitor, desk: Desk, typed: str) -> None:
    ask_for_code(visitor)
    visitor.post("/sign-in/code", 422, digits=typed)
    with desk.work() as work:
        assert work.session.scalar(select(SignInCode.attempts)) == 0


def test_wrong_code_says_how_many_tries_are_left_and_the_sixth_try_fails_even_when_right(
    visitor: Visitor, told: Told
) -> None:
    ask_for_code(visitor)
    wrong = another(told.code())
    assert "Tries left before you need a new one: 4." in refused(visitor, wrong)
    for _ in range(3):
        refused(visitor, wrong)
    assert "it has been tried too often" in refused(visitor, wrong)
    assert "The code has been tried too often. Ask for a new one." in refused(visitor, told.code())


def test_code_works_in_its_last_second_and_not_after_fifteen_minutes(
    visitor: Visitor, told: Told, clock: FixedClock
) -> None:
    ask_for_code(visitor)
    clock.at += timedelta(minutes=15)
    assert "This code is too old. Each code works for 15 minutes: ask for a new one." in refused(visitor, told.code())
    ask_for_code(visitor)
    clock.at += timedelta(minutes=14, seconds=59)
    answer = visitor.client.post("/sign-in/code", data={"csrf_token": visitor.token(), "digits": told.code()})
    assert answer.status_code == 303


def test_older_code_says_that_there_is_a_newer_one(visitor: Visitor, told: Told, clock: FixedClock) -> None:
    ask_for_code(visitor)
    older = told.code()
    clock.at += timedelta(minutes=1)
    ask_for_code(visitor)
    assert "We have sent you a newer code since." in refused(visitor, older)


def test_code_typed_in_another_browser_is_refused(app: Flask, visitor: Visitor, told: Told) -> None:
    ask_for_code(visitor)
    other = Visitor(app)
    page = other.visit("/sign-in/code")
    assert "A code works only in the browser that asked for it." in page.text
    assert "We have not sent a code to this browser." in refused(other, told.code())
    assert "/sign-in" in dict(other.page.links).values()


@pytest.mark.both_databases
def test_code_used_twice_at_the_same_moment_signs_in_once(app: Flask, visitor: Visitor, told: Told, desk: Desk) -> None:
    with desk.work() as work:
        make_person(work, email=EMAIL)
    ask_for_code(visitor)
    token, cookie = visitor.token(), visitor.client.get_cookie("mark")
    assert cookie is not None

    def try_it(_number: int) -> int:
        client = app.test_client()
        client.set_cookie("mark", cookie.value)
        return client.post("/sign-in/code", data={"csrf_token": token, "digits": told.code()}).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(try_it, range(4)))
    assert answers == [303, 422, 422, 422]
    with desk.work() as work:
        assert work.session.scalar(select(func.count(UserSession.id))) == 1


def test_used_code_says_so(app: Flask, visitor: Visitor, told: Told) -> None:
    ask_for_code(visitor)
    cookie = visitor.client.get_cookie("mark")
    again = Visitor(app)
    assert cookie is not None
    again.client.set_cookie("mark", cookie.value)
    again.visit("/sign-in/code")
    visitor.client.post("/sign-in/code", data={"csrf_token": visitor.token(), "digits": told.code()})
    assert "This code has been used. Each code works once: ask for a new one." in refused(again, told.code())


def test_sixth_code_for_an_address_within_an_hour_is_refused_and_not_an_hour_later(
    visitor: Visitor, told: Told, clock: FixedClock
) -> None:
    for _ in range(5):
        ask_for_code(visitor)
    visitor.visit("/sign-in")
    assert "We have sent 5 codes to this address in the last hour." in visitor.post("/sign-in", 422, email=EMAIL).text
    ask_for_code(visitor, "other@example.org")
    clock.at += timedelta(hours=1)
    ask_for_code(visitor)
    assert len(told.events) == 7


def test_twenty_first_code_for_a_network_within_an_hour_is_refused(visitor: Visitor, told: Told) -> None:
    for number in range(20):
        ask_for_code(visitor, f"person{number}@example.org")
    page = visitor.post("/sign-in", 422, email="last@example.org")
    assert "Too many codes have been asked for from your network in the last hour." in page.text
    assert len(told.events) == 20


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_address_that_is_none_is_refused(visitor: Visitor, told: Told, typed: str) -> None:
    visitor.visit("/sign-in")
    assert visitor.post("/sign-in", 422, email=typed).title.startswith("Error: Sign in")
    assert told.events == []


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/account/?a=1&b=ŵ", "/account/?a=1&b=%C5%B5"),
        ("https://evil.example/", "/council/start"),
        ("//evil.example/", "/council/start"),
        ("/\\evil.example/", "/council/start"),
    ],
)
def test_after_signing_in_the_way_leads_on_to_our_own_pages_only(
    visitor: Visitor, told: Told, wanted: str, leads_to: str
) -> None:
    then = {"next": wanted}
    visitor.visit("/sign-in")
    visitor.client.post("/sign-in", query_string=then, data={"csrf_token": visitor.token(), "email": EMAIL})
    answer = visitor.client.post(
        "/sign-in/code", query_string=then, data={"csrf_token": visitor.token(), "digits": told.code()}
    )
    assert answer.headers["Location"] == leads_to


def test_council_person_begins_with_their_council(visitor: Visitor, told: Told, desk: Desk) -> None:
    with desk.work() as work:
        make_member(work, make_council(work, slug="llanfair").id, Role.APPROVER, email=EMAIL)
    ask_for_code(visitor)
    answer = visitor.client.post("/sign-in/code", data={"csrf_token": visitor.token(), "digits": told.code()})
    assert answer.headers["Location"] == "/council/llanfair/"


def test_signing_in_leaves_nothing_of_the_cookie_before(visitor: Visitor, told: Told) -> None:
    ask_for_code(visitor)
    with visitor.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = dict(cookie)
    visitor.client.post("/sign-in/code", data={"csrf_token": visitor.token(), "digits": told.code()})
    with visitor.client.session_transaction() as cookie:
        assert set(cookie) & set(before) == set()
        assert sorted(cookie) == ["_fresh", "_id", "_user_id"]


def test_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    visitor.visit("/sign-in")
    (cookie,) = visitor.response.headers.getlist("Set-Cookie")
    assert sorted(part.strip() for part in cookie.split(";")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]
