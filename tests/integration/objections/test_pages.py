from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.awards import AWKWARD_COUNCIL
from tests.integration.assignments.conftest import begin
from tests.integration.objections.conftest import ANSWER, WHY
from tests.integration.visiting import Visitor

COUNCIL = " ".join(AWKWARD_COUNCIL.split())


@dataclass(frozen=True)
class Scene:
    app: Flask
    slug: str
    reference: str
    assignment_id: UUID
    owner_id: UUID
    approver_id: UUID
    lead_id: UUID
    reviewer_id: UUID

    def visitor(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    database: Database = app.extensions["portal"].database
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        case = begin(work)
        asked = make.assign(work, case.application, case.reviewer, case.lead)
        approver = session.scalars(select(Person).where(Person.name == "Ann Approver")).one()
        return Scene(
            app,
            case.council.slug,
            case.application.reference,
            asked.id,
            make.owner_of(work, case.application).id,
            approver.id,
            case.lead.id,
            case.reviewer.id,
        )


def test_owner_objects_and_reads_the_answer_of_the_lead(scene: Scene) -> None:
    owner, lead = scene.visitor(scene.owner_id), scene.visitor(scene.lead_id)
    address = f"/council/{scene.slug}/reviewer"
    assert ("Your reviewer: who it is, and your right to object", address) in owner.visit(
        f"/council/{scene.slug}/"
    ).links
    assert ("Your right to object", address) in owner.visit(f"/council/{scene.slug}/application/timeline").links
    page = owner.visit(address)
    assert "23 November 2026" in page.text
    page = owner.post(address, code=422, assignment=scene.assignment_id, why="No.")
    assert page.text.count("Say in a sentence or two why this person should not review you.") == 2
    page = owner.post(address, assignment=scene.assignment_id, why=WHY)
    assert " ".join(WHY.split()) in page.text
    assert "It is our turn: a lead reviewer reads your objection and answers it." in page.text
    queue = lead.visit("/reviews/")
    link = (f"Answer the objection of {COUNCIL}", f"/reviews/{scene.reference}/objection")
    assert link in queue.links
    assert ("Answer the objection", link[1]) in lead.visit(f"/reviews/{scene.reference}/proposal").links
    assert " ".join(WHY.split()) in lead.visit(link[1]).text
    page = lead.post(link[1], code=422, upheld="", answer="")
    assert page.text.count("Choose whether somebody else is to review the council.") == 2
    page = lead.post(link[1], upheld="yes", answer=ANSWER)
    assert page.headings == [f"Choose a reviewer for {COUNCIL}"]
    page = owner.visit(address)
    assert "Your objection is upheld: somebody else reviews you." in page.text
    assert ANSWER in page.text
    lead.visit(link[1], code=404)


def test_approver_reads_and_has_no_buttons(scene: Scene) -> None:
    page = scene.visitor(scene.approver_id).visit(f"/council/{scene.slug}/reviewer")
    assert "An owner of your team can object, or say that you have no objection." in page.text
    assert "We have no objection" not in page.text


@pytest.mark.parametrize("typed", ["", "nobody", "' OR 1=1 --"])
def test_form_for_another_assignment_changes_nothing(scene: Scene, typed: str) -> None:
    owner = scene.visitor(scene.owner_id)
    owner.visit(f"/council/{scene.slug}/reviewer")
    owner.post(f"/council/{scene.slug}/reviewer/no-objection", code=409, assignment=typed)
    with scene.app.extensions["portal"].database.reading() as session:
        assert session.scalars(select(Assignment.no_objection_at)).all() == [None]


def test_owner_without_objection_and_reviewer_begin_the_review(scene: Scene) -> None:
    owner, reviewer = scene.visitor(scene.owner_id), scene.visitor(scene.reviewer_id)
    reviewer.post(f"/reviews/{scene.reference}/interests", answer="none", text="")
    page = owner.visit(f"/council/{scene.slug}/reviewer")
    assert "The review begins on 24 November 2026 unless you object" in page.text
    page = owner.post(f"/council/{scene.slug}/reviewer/no-objection", assignment=scene.assignment_id)
    assert "The review began on" in page.text
    assert reviewer.visit(f"/reviews/{scene.reference}/").headings == [f"Review of {COUNCIL}"]
    with scene.app.extensions["portal"].database.reading() as session:
        assert session.scalars(select(Application.state)).all() == ["in_review"]
