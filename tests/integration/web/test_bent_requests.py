"""Requests that no page of ours sends: each gets an answer in words, on both databases, and none a failure."""

from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import HeldForm, Person
from portal.accounts.sessions import end_every_session
from tests.factories.people import make_person
from tests.integration.visiting import Visitor
from tests.integration.working import working_in

EMAIL = "ada@example.org"
UNSEEN = ("\0", "a\0b", "\r\nSet-Cookie: a=b", "\x1b[2J", "\x7f")


@pytest.fixture
def signed_in(app: Flask, visitor: Visitor) -> Visitor:
    with working_in(app)() as work:
        person_id = make_person(work, EMAIL, "Ada").id
    return visitor.sign_in(person_id)


def _saved_name(app: Flask) -> str:
    with app.extensions["portal"].database.reading() as session:
        return str(session.scalars(select(Person.name).where(Person.email == EMAIL)).one())


@pytest.mark.parametrize(
    "address",
    ["/register?page=1{}", "/log?page=1{}", "/register?on=0001-01-01", "/register.json?on=0001-01-01"],
)
def test_number_or_day_that_no_database_knows_gets_an_answer(visitor: Visitor, address: str) -> None:
    assert visitor.client.get(address.format("0" * 30)).status_code == 200


@pytest.mark.parametrize(("address", "code"), [("/nothing-here", 404), ("/register", 405)])
def test_form_of_too_many_parts_where_none_is_taken_gets_the_page_about_that(
    visitor: Visitor, address: str, code: int
) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'
    sent = visitor.client.post(address, data=part * 1_001 + b"--x--", content_type="multipart/form-data; boundary=x")
    assert sent.status_code == code


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("address", ["/criteria/{}", "/register/{}", "/verify/{}", "/badge/{}/kit"])
def test_address_with_a_control_character_leads_nowhere(visitor: Visitor, address: str, unseen: str) -> None:
    visitor.visit(address.format(quote(unseen, safe="")), code=404)


@pytest.mark.parametrize("address", ["/council/{}/", "/council/start/{}/claim"])
def test_address_with_a_control_character_leads_nowhere_for_people_who_are_signed_in(
    signed_in: Visitor, address: str
) -> None:
    signed_in.visit(address.format("%00"), code=404)


def test_control_characters_in_a_field_are_not_kept(app: Flask, signed_in: Visitor) -> None:
    signed_in.post("/account/", name="A\0d\x1ba\x7f\x9d", job_title="Officer")
    assert _saved_name(app) == "Ada"


def test_name_of_several_lines_is_kept_as_one(app: Flask, signed_in: Visitor) -> None:
    signed_in.post("/account/", name=" A\td\r\na ", job_title="Officer")
    assert _saved_name(app) == "A d a"


def test_mailbox_of_an_address_with_a_control_character_is_empty(visitor: Visitor) -> None:
    assert "No email yet" in visitor.visit("/demo/mailbox?to=%00").text


def test_file_in_place_of_words_is_as_good_as_nothing(app: Flask, signed_in: Visitor) -> None:
    page = signed_in.post("/account/", code=422, name=(BytesIO(b"Eve"), "name.txt"), job_title="Officer")
    assert "Type your name." in page.text
    assert _saved_name(app) == "Ada"


@pytest.mark.parametrize("body", [[1, 2], {"name": 7}, {"name": ["Eve"]}, "Eve", None])
def test_json_in_place_of_a_form_is_as_good_as_nothing(app: Flask, signed_in: Visitor, body: object) -> None:
    token = signed_in.token()
    answer = signed_in.client.post("/account/", json=body, headers={"X-CSRFToken": token})
    assert answer.status_code == 422
    assert _saved_name(app) == "Ada"


@pytest.mark.parametrize("referrer", ["http://[", "//[", "http://localhost:99999/account/", "::", "\\\\"])
def test_address_that_the_browser_says_it_came_from_may_be_anything(signed_in: Visitor, referrer: str) -> None:
    sent = {"csrf_token": signed_in.token()}
    answer = signed_in.client.post("/account/sign-out-everywhere", data=sent, headers={"Referer": referrer})
    assert (answer.status_code, answer.location) == (303, "/sign-in/out")


def test_form_that_came_too_late_is_held_without_its_control_characters(app: Flask, signed_in: Visitor) -> None:
    signed_in.visit("/account/")
    token = signed_in.token()
    with working_in(app)() as work:
        person_id = work.session.scalars(select(Person.id).where(Person.email == EMAIL)).one()
        end_every_session(work.session, person_id, work.clock.now())
    answer = signed_in.client.post("/account/", data={"csrf_token": token, "name": "A\0da", "job_title": "Officer"})
    assert answer.location == "/sign-in?next=%2Faccount%2F&kept=yes"
    with app.extensions["portal"].database.reading() as session:
        assert session.scalars(select(HeldForm.fields)).one() == {"name": ["Ada"], "job_title": ["Officer"]}
