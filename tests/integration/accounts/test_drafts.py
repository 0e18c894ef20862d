"""What somebody is typing, kept as a draft on its way: whose it is, where it is shown again, how it goes."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts import rules
from portal.accounts.models import HeldForm
from portal.kernel.clock import FixedClock
from tests.factories.people import AWKWARD_NAME, make_person
from tests.integration.accounts.conftest import Desk
from tests.integration.visiting import Visitor

TYPED = AWKWARD_NAME + " <b> =cmd"
PUT_BACK = "We put back what you had typed on 18 November 2026 at 10:00am. It is not saved yet: check it and save."


@pytest.fixture
def person(desk: Desk) -> UUID:
    with desk.work() as work:
        return make_person(work, name="Before").id


@pytest.fixture
def signed_in(visitor: Visitor, person: UUID) -> Visitor:
    visitor.sign_in(person).visit("/account/")
    return visitor


def keep(visitor: Visitor, page: str = "/account/", **fields: str) -> tuple[int, object]:
    """Send a draft as the script does; returns the code of the answer and what it says."""
    sent = {"csrf_token": visitor.token(), "kept_page": page, **fields}
    answer = visitor.client.post("/keep", data=sent)
    return answer.status_code, answer.json["said"] if answer.is_json and answer.json else None


def drafts(desk: Desk) -> int:
    with desk.work() as work:
        return work.session.scalar(select(func.count(HeldForm.id))) or 0


def names_shown(visitor: Visitor) -> list[object]:
    return [field["value"] for field in visitor.visit("/account/").fields if field.get("name") == "name"]


def test_draft_is_kept_without_its_token_and_put_back_in_another_browser_of_the_person(
    app: Flask, signed_in: Visitor, person: UUID, desk: Desk
) -> None:
    assert keep(signed_in, name=TYPED) == (200, "Kept as a draft at 10:00am. Not saved yet.")
    with desk.work() as work:
        assert work.session.scalars(select(HeldForm.fields)).one() == {"name": [TYPED]}
    other_device = Visitor(app).sign_in(person)
    assert names_shown(other_device) == [TYPED]
    assert PUT_BACK in other_device.page.text


def test_draft_of_one_person_is_never_shown_to_another(app: Flask, signed_in: Visitor, desk: Desk) -> None:
    keep(signed_in, name=TYPED)
    with desk.work() as work:
        other = make_person(work, name="Other").id
    visitor = Visitor(app).sign_in(other)
    assert names_shown(visitor) == ["Other"]
    assert PUT_BACK not in visitor.page.text


def test_second_draft_takes_the_place_of_the_first(signed_in: Visitor, desk: Desk) -> None:
    keep(signed_in, name="First")
    keep(signed_in, name="Second")
    assert (names_shown(signed_in), drafts(desk)) == (["Second"], 1)


def test_draft_is_forgotten_once_the_form_is_saved(signed_in: Visitor, desk: Desk) -> None:
    keep(signed_in, name="Half typ")
    signed_in.post("/account/", name="Whole", job_title="")
    assert (names_shown(signed_in), drafts(desk)) == (["Whole"], 0)


def test_draft_that_says_what_is_saved_is_not_announced(signed_in: Visitor) -> None:
    keep(signed_in, name="Before", job_title="")
    assert "Not saved yet" not in signed_in.visit("/account/").text
    keep(signed_in, name="Before", job_title="New")
    assert "Not saved yet" in signed_in.visit("/account/").text


def test_draft_that_is_thrown_away_is_gone_and_what_is_saved_is_shown(signed_in: Visitor, desk: Desk) -> None:
    keep(signed_in, name=TYPED)
    keep(signed_in, "/council/start", q="other")
    signed_in.visit("/account/")
    page = signed_in.post("/keep/throw-away", kept_page="/account/")
    assert signed_in.response.request.path == "/account/"
    assert [field["value"] for field in page.fields if field.get("name") == "name"] == ["Before"]
    assert drafts(desk) == 0


@pytest.mark.parametrize(
    "page",
    [
        "",
        "/nowhere",
        "/register",
        "/administration/",
        "/sign-in",
        "//evil.example/account/",
        "https://evil.example/account/",
        "/account/?a=b",
        "/account/sign-out-everywhere",
        "/council/\0/",
    ],
)
def test_draft_for_what_is_no_page_of_this_person_is_refused(signed_in: Visitor, desk: Desk, page: str) -> None:
    assert keep(signed_in, page, name="x") == (404, None)
    assert (
        signed_in.client.post("/keep/throw-away", data={"csrf_token": signed_in.token(), "kept_page": page}).status_code
        == 404
    )
    assert drafts(desk) == 0


def test_draft_without_the_token_of_our_page_is_refused(signed_in: Visitor, desk: Desk) -> None:
    answer = signed_in.client.post("/keep", data={"kept_page": "/account/", "name": "x"})
    assert (answer.status_code, drafts(desk)) == (400, 0)


def test_draft_longer_than_any_form_is_refused_and_the_one_before_stays(signed_in: Visitor) -> None:
    keep(signed_in, name="Short")
    code, said = keep(signed_in, name="ŵ" * (rules.DRAFT_MAX_CHARACTERS + 1))
    assert (code, said) == (422, "This is too long to be kept as a draft. Make it shorter, or save it.")
    assert names_shown(signed_in) == ["Short"]


def test_oldest_draft_goes_where_there_are_too_many(
    signed_in: Visitor, clock: FixedClock, desk: Desk, person: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_DRAFTS", 2)
    for number in range(3):
        clock.at += timedelta(seconds=1)
        assert keep(signed_in, f"/council/start/c{number}/claim", name="x")[0] == 200
    with desk.work() as work:
        paths = work.session.scalars(select(HeldForm.path).where(HeldForm.person_id == person).order_by(HeldForm.path))
        assert list(paths) == ["/council/start/c1/claim", "/council/start/c2/claim"]


def test_draft_sent_after_the_session_ended_is_kept_for_the_page_it_was_typed_on(
    signed_in: Visitor, person: UUID, clock: FixedClock
) -> None:
    token = signed_in.token()
    clock.at += timedelta(hours=3)
    answer = signed_in.client.post(
        "/keep",
        data={"csrf_token": token, "kept_page": "/account/", "name": TYPED},
        headers={"Referer": "http://localhost/account/"},
    )
    assert answer.location == "/sign-in?next=%2Faccount%2F&kept=yes"
    assert names_shown(signed_in.sign_in(person)) == [TYPED]
