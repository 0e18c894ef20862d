"""Being one of the invented people: one click in a demonstration, impossible anywhere else."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask import Flask

from config import Config, Mode
from portal.app import create_app
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Role
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_member, make_person, make_staff
from tests.integration.accounts.conftest import Desk
from tests.integration.visiting import Visitor

ADDRESS = "/sign-in/demonstration"


@pytest.fixture
def people(desk: Desk) -> dict[str, UUID]:
    """Invented people of several roles, and a real one."""
    with desk.work() as work:
        council_id = make_council(work, AWKWARD_COUNCIL, "awkward").id
        owner = make_member(work, council_id, Role.OWNER, name="Olwen", demonstration=True)
        make_member(work, council_id, Role.CONTRIBUTOR, owner)
        approver = make_member(work, council_id, Role.APPROVER, name=AWKWARD_NAME, demonstration=True)
        lead = make_staff(work, Role.LEAD, name="Lee", employer="The LGA", demonstration=True)
        nobody = make_person(work, name="Nia", job_title="Between jobs", demonstration=True)
        real = make_staff(work, Role.ADMINISTRATOR, name="Real")
        return {
            "owner": owner.id,
            "approver": approver.id,
            "lead": lead.id,
            "nobody": nobody.id,
            "real": real.id,
        }


@pytest.fixture
def production(config: Config, clock: FixedClock) -> Iterator[Flask]:
    """The same database, served in production."""
    settings = replace(config, mode=Mode.PRODUCTION, secret_key="p" * 32, smtp_url="smtp://localhost:1025")
    application = create_app(settings, clock)
    application.config.update(TESTING=True)
    yield application
    application.extensions["portal"].database.engine.dispose()


def offered(visitor: Visitor) -> list[str]:
    return visitor.visit("/sign-in").html.split('name="person" value="')[1:]


def test_every_invented_person_is_offered_once_by_role_and_no_real_one(
    visitor: Visitor, people: dict[str, UUID]
) -> None:
    keys = [UUID(piece[:36]) for piece in offered(visitor)]
    assert keys == [people[name] for name in ("lead", "nobody", "owner", "approver")]
    said = visitor.page.text
    order = [said.index(words) for words in ("Lead reviewers", "Council owners", "Council approvers")]
    assert order == sorted(order)
    assert "Between jobs" in said


@pytest.mark.parametrize(
    ("who", "leads_to"),
    [
        ("owner", "/council/awkward/"),
        ("approver", "/council/awkward/"),
        ("lead", "/reviews/"),
        ("nobody", "/council/start"),
    ],
)
def test_one_click_signs_in_with_the_second_step_taken(
    visitor: Visitor, people: dict[str, UUID], who: str, leads_to: str
) -> None:
    visitor.visit("/sign-in")
    answer = visitor.client.post(ADDRESS, data={"csrf_token": visitor.token(), "person": str(people[who])})
    assert answer.headers["Location"] == leads_to
    visitor.visit("/account/")


def test_one_click_leads_on_to_the_page_that_was_wanted(visitor: Visitor, people: dict[str, UUID]) -> None:
    page = visitor.visit("/account/invitations")
    assert page.headings == ["Sign in"]
    (form,) = [form for form in page.forms if str(form.get("action")).startswith(ADDRESS)]
    assert form["action"] == ADDRESS + "?next=/account/invitations"
    assert visitor.post(str(form["action"]), person=str(people["nobody"])).headings == ["Your invitations"]


def test_real_person_and_unknown_person_cannot_be_chosen(visitor: Visitor, people: dict[str, UUID]) -> None:
    visitor.visit("/sign-in")
    for key in (people["real"], uuid4()):
        visitor.post(ADDRESS, 404, person=str(key))
        visitor.visit("/sign-in")
    assert visitor.post(ADDRESS, person="nonsense").headings == ["Sign in"]
    assert visitor.visit("/account/").headings == ["Sign in"]


def test_in_production_nobody_is_offered_and_the_address_does_not_exist(
    production: Flask, people: dict[str, UUID]
) -> None:
    visitor = Visitor(production)
    assert offered(visitor) == []
    visitor.post(ADDRESS, 404, person=str(people["owner"]))
    assert [rule for rule in production.url_map.iter_rules() if "demonstration" in rule.rule] == []


def test_cookie_of_a_demonstration_is_worth_nothing_in_production(
    visitor: Visitor, production: Flask, people: dict[str, UUID]
) -> None:
    visitor.visit("/sign-in")
    visitor.client.post(ADDRESS, data={"csrf_token": visitor.token(), "person": str(people["nobody"])})
    assert visitor.visit("/account/").headings == ["Your account"]
    cookie = visitor.client.get_cookie("mark")
    assert cookie is not None
    carried_over = Visitor(production)
    carried_over.client.set_cookie("mark", cookie.value)
    assert carried_over.visit("/account/").headings == ["Sign in"]
