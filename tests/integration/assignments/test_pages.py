from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.assignments.models import Assignment
from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories import reviews as make
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_member, make_staff
from tests.integration.visiting import Visitor

COUNCIL = " ".join(AWKWARD_COUNCIL.split())
WHY = 'Knows districts, "well"\n=cmd ŵ 🙂'


@dataclass(frozen=True)
class Scene:
    app: Flask
    database: Database
    clock: FixedClock
    reference: str
    reviewer_id: UUID
    lead_id: UUID
    barred_id: UUID

    def visitor(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)

    def propose(self) -> None:
        with self.database.writing() as session:
            work = Work(session, SYSTEM, self.clock, {})
            application = session.scalars(select(Application).where(Application.reference == self.reference)).one()
            people = (session.get_one(Person, key) for key in (self.reviewer_id, self.lead_id))
            make.assign(work, application, *people)

    def waive(self) -> None:
        with self.database.writing() as session:
            work = Work(session, SYSTEM, self.clock, {})
            make.waive(work, session.scalars(select(Application)).one())

    def assignments(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Assignment)) or 0


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    database: Database = app.extensions["portal"].database
    with database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        council = make_council(work, name=AWKWARD_COUNCIL)
        application = make.application_ready_to_assign(work, council)
        reviewer = make_staff(work, Role.REVIEWER, name=AWKWARD_NAME, employer="Otherplace Council")
        barred = make_staff(work, Role.REVIEWER, name="Bea Barred")
        make_conflict(work, barred, council.id)
        lead = make_staff(work, Role.LEAD, name="Lee Lead")
        return Scene(app, database, clock, application.reference, reviewer.id, lead.id, barred.id)


def test_lead_finds_the_application_and_asks_a_reviewer(scene: Scene) -> None:
    visitor = scene.visitor(scene.lead_id)
    page = visitor.visit("/reviews/")
    assert (f"Choose a reviewer for {COUNCIL}", f"/reviews/{scene.reference}/assign") in page.links
    page = visitor.visit(f"/reviews/{scene.reference}/assign")
    assert "Otherplace Council. 0 open reviews." in page.text
    assert "Bea Barred" not in page.text
    assert "1 reviewer is not listed: see why" in page.text
    assert "1: declared a conflict of interest with the council" in page.text
    assert "Suggested. Has no open reviews." in page.text
    page = visitor.post(f"/reviews/{scene.reference}/assign", reviewer=scene.reviewer_id, why=WHY)
    assert page.headings == [f"Invitation to review {COUNCIL}"]
    assert " ".join(WHY.split()) in page.text
    assert "23 November 2026" in page.text


def test_form_forged_to_choose_somebody_with_a_conflict_is_refused_with_the_reason(scene: Scene) -> None:
    visitor = scene.visitor(scene.lead_id)
    address = f"/reviews/{scene.reference}/assign"
    visitor.visit(address)
    page = visitor.post(address, code=422, reviewer=scene.barred_id, why=WHY)
    said = f"Bea Barred has a conflict of interest with {COUNCIL}. Choose somebody else."
    assert page.text.count(said) == 2, "in the summary and beside the field"
    assert scene.assignments() == 0


@pytest.mark.parametrize("typed", ["", "nobody", "' OR 1=1 --"])
def test_form_that_chooses_nobody_is_refused(scene: Scene, typed: str) -> None:
    visitor = scene.visitor(scene.lead_id)
    page = visitor.post(f"/reviews/{scene.reference}/assign", code=422, reviewer=typed, why=WHY)
    assert "Choose a reviewer from the list." in page.text


def test_second_click_on_asking_says_that_it_is_done(scene: Scene) -> None:
    visitor = scene.visitor(scene.lead_id)
    address = f"/reviews/{scene.reference}/assign"
    visitor.post(address, reviewer=scene.reviewer_id, why=WHY)
    visitor.post(address, code=409, reviewer=scene.reviewer_id, why=WHY)
    assert scene.assignments() == 1
    visitor.visit(address, code=409)


def test_nothing_of_the_answers_is_shown_before_acceptance(scene: Scene) -> None:
    scene.propose()
    visitor = scene.visitor(scene.reviewer_id)
    page = visitor.visit("/reviews/")
    assert (
        f"Declare your interests in {COUNCIL} and answer",
        f"/reviews/{scene.reference}/interests",
    ) in page.links
    page = visitor.visit(f"/reviews/{scene.reference}/interests")
    assert page.headings == [f"Declare your interests in {COUNCIL}"]
    assert "INF-1: We answer" not in page.text
    for hidden in ("", "INF-1", "lock"):
        visitor.visit(f"/reviews/{scene.reference}/{hidden}", code=404)
    visitor.visit(f"/reviews/{scene.reference}/interests")
    visitor.post(f"/reviews/{scene.reference}/interests", answer="none", text="")
    for hidden in ("", "INF-1", "lock", "questions"):
        visitor.visit(f"/reviews/{scene.reference}/{hidden}", code=404)
    scene.waive()
    assert "INF-1: We answer" in visitor.visit(f"/reviews/{scene.reference}/INF-1").text


def test_accepting_leads_to_the_queue_which_says_when_the_review_begins(scene: Scene) -> None:
    scene.propose()
    visitor = scene.visitor(scene.reviewer_id)
    page = visitor.post(f"/reviews/{scene.reference}/interests", answer="none", text="")
    assert "Nothing to do yet Begins on 24 November 2026 unless the council objects." in page.text
    lead = scene.visitor(scene.lead_id)
    assert "Accepted. Begins on 24 November 2026 unless the council objects" in lead.visit("/reviews/").text
    assert "has accepted." in lead.visit(f"/reviews/{scene.reference}/proposal").text
    scene.waive()
    page = visitor.visit("/reviews/")
    assert "16 December 2026Your time runs: 20 working days left. No conflict of interest" in page.text
    visitor.post(f"/reviews/{scene.reference}/interests", code=409, answer="none", text="")


@pytest.mark.parametrize(
    ("answer", "text", "told"),
    [
        ("disqualifying", "I worked there, =cmd", "Declined, Conflict of interest I worked there, =cmd"),
        ("cannot", "On leave until May.", "Declined On leave until May."),
    ],
)
def test_declining_frees_the_application_and_the_lead_reads_why(
    scene: Scene, answer: str, text: str, told: str
) -> None:
    scene.propose()
    visitor = scene.visitor(scene.reviewer_id)
    page = visitor.post(f"/reviews/{scene.reference}/interests", answer=answer, text=text)
    assert "You have no reviews at the moment." in page.text
    assert told in scene.visitor(scene.lead_id).visit(f"/reviews/{scene.reference}/assign").text


def test_lead_reads_of_a_minor_link_and_lets_the_reviewer_go_on(scene: Scene) -> None:
    scene.propose()
    reviewer, lead = scene.visitor(scene.reviewer_id), scene.visitor(scene.lead_id)
    page = reviewer.post(f"/reviews/{scene.reference}/interests", answer="minor", text="We shared a panel.")
    assert "Nothing to do yet" in page.text
    assert "Minor link: decide" in lead.visit("/reviews/").text
    assert "We shared a panel." in lead.visit(f"/reviews/{scene.reference}/proposal").text
    page = lead.post(f"/reviews/{scene.reference}/proposal/link", code=422, link_why="")
    assert page.text.count("Say in a sentence why this link is no conflict of interest.") == 2
    lead.post(f"/reviews/{scene.reference}/proposal/link", link_why="One panel is no conflict.")
    assert "Begins on 24 November 2026 unless the council objects" in reviewer.visit("/reviews/").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose your answer."),
        ({"answer": "perhaps"}, "Not a valid choice."),
        (
            {"answer": "disqualifying", "text": ""},
            "Describe the conflict in a sentence. It is kept, so that you are not asked again.",
        ),
        ({"answer": "minor", "text": ""}, "Describe the link in a sentence, so that the lead reviewer can judge it."),
        ({"answer": "cannot", "text": ""}, "Say in a sentence why you decline."),
    ],
)
def test_answer_that_lacks_something_is_refused(scene: Scene, typed: dict[str, Any], said: str) -> None:
    scene.propose()
    visitor = scene.visitor(scene.reviewer_id)
    page = visitor.post(f"/reviews/{scene.reference}/interests", code=422, **typed)
    assert page.text.count(said) == 2, "in the summary and beside the field"


def test_lead_takes_an_invitation_back_and_chooses_again(scene: Scene) -> None:
    scene.propose()
    visitor = scene.visitor(scene.lead_id)
    address = f"/reviews/{scene.reference}/proposal"
    assert (f"See the invitation to review {COUNCIL}", address) in visitor.visit("/reviews/").links
    assert visitor.visit(address).headings == [f"Invitation to review {COUNCIL}"]
    visitor.post(address, code=422, why="")
    page = visitor.post(address, why="The council objected.")
    assert page.headings == [f"Choose a reviewer for {COUNCIL}"]
    assert "Taken back The council objected." in page.text
    visitor.visit(address, code=404)


def test_only_a_lead_assigns_and_only_who_was_asked_answers(scene: Scene) -> None:
    scene.propose()
    with scene.database.writing() as session:
        work = Work(session, SYSTEM, scene.clock, {})
        administrator = make_staff(work, Role.ADMINISTRATOR).id
        owner = make_member(work, make_council(work).id, Role.OWNER).id
        other = make_staff(work, Role.REVIEWER).id
    for page in ("assign", "proposal"):
        for person_id in (scene.reviewer_id, administrator, owner):
            scene.visitor(person_id).visit(f"/reviews/{scene.reference}/{page}", code=403)
    for person_id in (administrator, owner):
        scene.visitor(person_id).visit("/reviews/", code=403)
    scene.visitor(scene.lead_id).visit(f"/reviews/{scene.reference}/interests", code=403)
    scene.visitor(other).visit(f"/reviews/{scene.reference}/interests", code=404)
    scene.visitor(other).post(f"/reviews/{scene.reference}/interests", code=404, answer="none", text="")


def test_lead_is_told_when_nobody_can_be_asked(scene: Scene) -> None:
    with scene.database.writing() as session:
        work = Work(session, SYSTEM, scene.clock, {})
        application = session.scalars(select(Application)).one()
        make_conflict(work, session.get_one(Person, scene.reviewer_id), application.council_id)
    page = scene.visitor(scene.lead_id).visit(f"/reviews/{scene.reference}/assign")
    assert "Nobody can be asked" in page.text
    assert "2: declared a conflict of interest with the council" in page.text


@pytest.mark.parametrize("page", ["assign", "proposal", "interests"])
def test_unknown_reference_is_not_found(scene: Scene, page: str) -> None:
    person_id = scene.reviewer_id if page == "interests" else scene.lead_id
    scene.visitor(person_id).visit(f"/reviews/APP-UNKNOWN/{page}", code=404)
