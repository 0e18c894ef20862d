"""The pages for what went wrong: in words, with every protection, and without a word of what is inside."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Blueprint, Flask
from werkzeug.test import encode_multipart

from portal.web.guard import public
from portal.web.headers import ALWAYS
from portal.web.limits import LARGEST_FORM
from tests.factories.people import make_person
from tests.integration.visiting import Page, Visitor
from tests.integration.working import working_in

SECRET = "the password of the database"


@pytest.fixture
def person_id(app: Flask) -> UUID:
    with working_in(app)() as work:
        return make_person(work, "ada@example.org", "Ada", demonstration=True).id


@pytest.fixture
def signed_in(visitor: Visitor, person_id: UUID) -> Visitor:
    return visitor.sign_in(person_id)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/accessibility", 200),
        ("/account/", 200),
        ("/account/nothing", 404),
        ("/administration/", 403),
        ("/sign-out", 405),
        ("/static/js/start.js", 200),
        ("/register.json", 200),
    ],
)
def test_every_answer_carries_every_header(signed_in: Visitor, address: str, code: int) -> None:
    answer = signed_in.client.get(address, buffered=True)
    assert answer.status_code == code
    # The open data is for other sites to read.
    expected = {**ALWAYS, "Cross-Origin-Resource-Policy": "cross-origin"} if "register" in address else ALWAYS
    assert {name: answer.headers.get(name) for name in ALWAYS} == expected


@pytest.mark.parametrize(
    ("address", "code", "heading", "said"),
    [
        ("/nothing-here", 404, "Page not found", "If you typed it, check that it is right."),
        ("/administration/", 403, "This is not yours to do", "Nothing was changed."),
        ("/sign-out", 405, "That did not work", "Nothing was changed."),
    ],
)
def test_error_says_what_happened_and_what_to_do(
    signed_in: Visitor, address: str, code: int, heading: str, said: str
) -> None:
    page = signed_in.visit(address, code)
    assert page.headings == [heading]
    assert said in page.text


def test_wrong_method_is_told_the_right_one(visitor: Visitor) -> None:
    answer = visitor.client.get("/sign-out")
    assert sorted(answer.headers["Allow"].split(", ")) == ["OPTIONS", "POST"]


TYPED = "A long sentence <b>that nobody wants to type twice.\nŵ 🙂"


def test_form_that_is_refused_shows_what_was_typed_to_be_copied(signed_in: Visitor, person_id: UUID) -> None:
    page = signed_in.post("/account/", 400, csrf_token="made up", name=TYPED, person=str(person_id))
    assert ("What you had typed" in page.text, "&lt;b&gt;that nobody" in page.html) == (True, True)
    assert str(person_id) not in page.text


def test_form_from_another_site_puts_no_words_on_our_page(signed_in: Visitor) -> None:
    sent = {"csrf_token": "made up", "name": TYPED}
    answer = signed_in.client.post("/account/", data=sent, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "that nobody wants" in answer.text) == (400, False)


def test_form_without_a_token_says_that_nothing_was_saved(signed_in: Visitor) -> None:
    page = signed_in.post("/account/", 400, csrf_token="made up", name="Eve")
    assert page.headings == ["This page was open for too long"]
    assert "nothing was saved" in page.text


@pytest.mark.parametrize("body", ["application/x-www-form-urlencoded", "text/plain", "application/json"])
def test_text_that_is_too_long_for_any_form_is_refused_before_it_is_read(signed_in: Visitor, body: str) -> None:
    too_long = b"name=" + b"x" * LARGEST_FORM
    answer = signed_in.client.post("/account/", data=too_long, content_type=body)
    page = Page(answer.text)
    assert (answer.status_code, page.check()) == (413, [])
    assert page.headings == ["That was too much at once"]
    assert "All files that you send together may have 55 MB at most" in page.text
    assert "Words alone may have 2 MB." in page.text


def test_form_that_can_bring_files_may_be_longer(signed_in: Visitor) -> None:
    fields = {"csrf_token": signed_in.token(), "name": "Eve", "file": (BytesIO(b"x" * LARGEST_FORM), "large.bin")}
    boundary, body = encode_multipart(fields)
    sent_as = f"multipart/form-data; boundary={boundary}"
    answer = signed_in.client.post("/account/", data=body, content_type=sent_as)
    assert (answer.status_code, answer.location) == (303, "/account/")


def test_fault_of_ours_says_so_and_nothing_of_what_is_inside(app: Flask, visitor: Visitor) -> None:
    failing = Blueprint("failing", __name__)

    @failing.get("/failing")
    @public
    def fail() -> str:
        raise LookupError(SECRET)

    app.register_blueprint(failing)
    app.config.update(PROPAGATE_EXCEPTIONS=False)
    page = visitor.visit("/failing", 500)
    assert page.headings == ["Sorry, something is wrong on our side"]
    assert SECRET not in page.html
    assert {name: visitor.response.headers.get(name) for name in ALWAYS} == ALWAYS


ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "\t//evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_elsewhere_by_signing_in(app: Flask, person_id: UUID, elsewhere: str) -> None:
    visitor = Visitor(app)
    page = visitor.client.get("/sign-in", query_string={"next": elsewhere})
    assert "evil.example" not in page.text
    assert "alert(1)" not in page.text
    sent = {"csrf_token": visitor.token(), "person": str(person_id)}
    answer = visitor.client.post("/sign-in/demonstration", query_string={"next": elsewhere}, data=sent)
    # Where somebody begins who belongs to no council.
    assert (answer.status_code, answer.location) == (303, "/council/start")


def test_person_is_led_on_to_where_they_wanted_to_go(app: Flask, person_id: UUID) -> None:
    visitor = Visitor(app)
    sent = {"csrf_token": visitor.token(), "person": str(person_id)}
    answer = visitor.client.post("/sign-in/demonstration", query_string={"next": "/account/?a=1"}, data=sent)
    assert (answer.status_code, answer.location) == (303, "/account/?a=1")
