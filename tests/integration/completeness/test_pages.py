from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import completeness as make
from tests.factories import declarations as signing
from tests.factories.applications import make_team
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import make_conflict, make_staff
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

QUEUE = "/administration/applications"


@dataclass(frozen=True)
class Scene:
    """A signed application, who may check it and who may not."""

    app: Flask
    slug: str
    reference: str
    administrator: UUID
    conflicted: UUID
    owner: UUID

    def at(self, page: str = "") -> str:
        return f"{QUEUE}/{self.reference}{page}"

    def as_(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work, make_council(work, name=AWKWARD_COUNCIL))
        application = signing.signed_application(work, team)
        administrator, conflicted = make_staff(work, Role.ADMINISTRATOR), make_staff(work, Role.ADMINISTRATOR)
        make_conflict(work, conflicted, team.council.id)
        people = (administrator.id, conflicted.id, team.owner.id)
        return Scene(app, team.council.slug, application.reference, *people)


def test_queue_names_the_application_its_age_and_its_day(scene: Scene) -> None:
    page = scene.as_(scene.administrator).visit(QUEUE)
    assert (scene.reference, scene.at()) in page.links
    assert "Received by the LGA 0 25 November 2026" in page.text


def test_administrator_with_a_conflict_reads_why_the_application_is_not_for_them(scene: Scene) -> None:
    conflicted = scene.as_(scene.conflicted)
    page = conflicted.visit(QUEUE)
    assert "Not for you: you belong to this council or have a conflict of interest." in page.text
    assert (scene.reference, scene.at()) not in page.links
    conflicted.visit(scene.at(), code=404)
    conflicted.post(scene.at("/open"), code=404)


def test_owner_of_a_council_has_no_business_in_the_administration(scene: Scene) -> None:
    owner = scene.as_(scene.owner)
    owner.visit(QUEUE, code=403)
    owner.visit(scene.at(), code=403)


def test_answers_are_shown_without_scores_once_the_check_is_open(scene: Scene) -> None:
    administrator = scene.as_(scene.administrator)
    assert "INF-1" not in administrator.visit(scene.at()).text
    page = administrator.post(scene.at("/open"))
    assert "INF-1: Day-to-day service updates" in page.text
    assert 'We answer, "always" =cmd|x ŵ 🙂 שלום <script>alert(1)</script>' in page.text
    assert "Self-score" not in page.text
    assert "Meets the Mark" not in page.text


def test_missing_things_are_listed_and_the_application_returned(scene: Scene) -> None:
    administrator = scene.as_(scene.administrator)
    administrator.visit(scene.at())
    administrator.post(scene.at("/open"))
    form = administrator.visit(scene.at("/missing/INF-1"))
    assert "The wrong person signed" not in form.text
    refused = administrator.post(scene.at("/missing/INF-1"), code=422, lack="no such kind")
    assert "Choose what kind of thing is missing." in refused.text
    listed = administrator.post(scene.at("/missing/INF-1"), lack="broken_link", what=make.WHAT)
    assert f"On the list: {make.WHAT}" in listed.text
    assert "asked to send the application again by 16 December 2026." in listed.text
    again = administrator.visit(scene.at("/missing/INF-1"))
    assert make.WHAT in again.html.replace("&#34;", '"').replace("&quot;", '"')
    returned = administrator.post(scene.at("/return"))
    assert f"INF-1: Day-to-day service updates: {make.WHAT}" in returned.text

    owner = scene.as_(scene.owner)
    check = owner.visit(f"/council/{scene.slug}/application/check")
    assert "This is not a judgement on quality." in check.text
    assert f"INF-1: Day-to-day service updates: A link does not work: {make.WHAT}" in check.text
    assert "Please send the application again by 16 December 2026." in check.text
    changes = [address for said, address in check.links if said.startswith("Change")]
    assert changes == [f"/council/{scene.slug}/application/INF-1"]


def test_thing_taken_off_the_list_is_gone(scene: Scene) -> None:
    administrator = scene.as_(scene.administrator)
    administrator.visit(scene.at())
    administrator.post(scene.at("/open"))
    administrator.post(scene.at("/missing/declaration"), lack="wrong_declarant", what="Not an officer")
    page = administrator.post(scene.at("/missing/declaration/forget"))
    assert "Not an officer" not in page.text
    assert "Nothing is missing" in page.text


def test_application_is_passed_once_everything_was_looked_at(scene: Scene) -> None:
    administrator = scene.as_(scene.administrator)
    administrator.visit(scene.at())
    administrator.post(scene.at("/open"))
    refused = administrator.post(scene.at("/pass"), code=422)
    assert "Tick the box to say that you have looked at everything." in refused.text
    page = administrator.post(scene.at("/pass"), confirmed="y", note="Fine, =cmd")
    assert "No application is waiting for a check." in page.text
    assert "Fine, =cmd" in administrator.visit(scene.at()).text


def test_unknown_item_and_unknown_application_are_not_found(scene: Scene) -> None:
    administrator = scene.as_(scene.administrator)
    administrator.visit(scene.at())
    administrator.post(scene.at("/open"))
    administrator.visit(scene.at("/missing/ZZZ-9"), code=404)
    administrator.visit(f"{QUEUE}/APP-000-000", code=404)


def test_queue_asks_the_database_as_often_for_three_as_for_one(scene: Scene, clock: FixedClock) -> None:
    database = scene.app.extensions["portal"].database
    administrator = scene.as_(scene.administrator)

    def statements() -> int:
        with counted_queries(scene.app) as seen:
            administrator.visit(QUEUE)
        return len(seen)

    statements()
    for_one = statements()
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        for _ in range(2):
            signing.signed_application(work, make_team(work))
    assert statements() == for_one
