from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications.actions import SaveAnswer
from portal.applications.rules import Answered
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import declarations as make
from tests.factories.applications import Team, acting, fill_all, make_team, start_application
from tests.factories.people import make_member
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor


@dataclass
class Scene:
    """The application under test, a team, and a way to act as anybody in a browser."""

    app: Flask
    clock: FixedClock
    slug: str
    owner: UUID
    contributor: UUID
    approver: UUID
    stranger: UUID

    def at(self, page: str) -> str:
        return f"/council/{self.slug}/application/{page}"

    def as_(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)

    def statements(self, visitor: Visitor, address: str) -> int:
        """How many statements the database answers for one page."""
        with counted_queries(self.app) as seen:
            visitor.visit(address)
        return len(seen)


def stage(app: Flask, clock: FixedClock, prepare: str) -> Scene:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team, other = make_team(work), make_team(work)
        start_application(work, team)
        if prepare != "started":
            fill_all(work, team)
            weaken(work, team)
        if prepare in ("sent", "signed"):
            make.send(work, team)
        if prepare == "signed":
            make.sign(work, team)
        people = (team.owner.id, team.contributor.id, team.approver.id, other.approver.id)
        return Scene(app, clock, team.council.slug, *people)


def weaken(work: Work, team: Team) -> None:
    """Leave one essential criterion short: the risk that an approver must read first."""
    weak = SaveAnswer(team.council.slug, "INF-1", 1, Answered(1, statement="We begin."))
    applications.save_answer(acting(work, team.contributor), weak)


@pytest.fixture
def started(app: Flask, clock: FixedClock) -> Scene:
    return stage(app, clock, "started")


@pytest.fixture
def complete(app: Flask, clock: FixedClock) -> Scene:
    return stage(app, clock, "complete")


@pytest.fixture
def sent(app: Flask, clock: FixedClock) -> Scene:
    return stage(app, clock, "sent")


@pytest.fixture
def signed(app: Flask, clock: FixedClock) -> Scene:
    return stage(app, clock, "signed")


def test_check_page_says_whose_score_it_is_what_is_missing_and_what_will_be_public(started: Scene) -> None:
    page = started.as_(started.owner).visit(started.at("check"))
    assert "This is your own score, not the decision." in page.text
    assert "By your own score, 0.0% in all, the pass rule is not met." in page.text
    assert "28 criteria have no self-score yet. We have counted each as 0." in page.text
    assert ("INF-1: choose a self-score.", started.at("INF-1")) in page.links
    assert "Public, if the Mark is awarded" in page.text
    assert "Never published by the LGA" in page.text


def test_check_page_asks_the_database_as_often_for_a_full_application(started: Scene, clock: FixedClock) -> None:
    owner = started.as_(started.owner)
    owner.visit(started.at("check"))
    empty = started.statements(owner, started.at("check"))
    with started.app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        people = [session.get_one(Person, key) for key in (started.owner, started.contributor, started.approver)]
        council = session.scalars(select(Council).where(Council.slug == started.slug)).one()
        fill_all(work, Team(council, *people))
    assert started.statements(owner, started.at("check")) == empty


def test_incomplete_application_sent_counts_what_is_missing_and_lists_it_with_links(started: Scene) -> None:
    owner = started.as_(started.owner)
    owner.visit(started.at("check"))
    page = owner.post(started.at("check"), code=422)
    problems = page.text.split("There is a problem")[1].split("Check your answers")[0]
    # Two for each of 28 criteria, four for the council's presence.
    assert "The application is not complete. Still to be done: 60." in problems
    assert "Choose who is to sign." in problems
    assert len([said for said, _ in page.links if said.endswith("choose a self-score.")]) == 28
    assert "Official accounts and website: list your official accounts." in [said for said, _ in page.links]


def test_application_goes_from_checked_to_signed_with_a_receipt_and_a_copy(complete: Scene) -> None:
    owner = complete.as_(complete.owner)
    assert "Nothing. Every criterion is answered." in owner.visit(complete.at("check")).text
    waiting = owner.post(complete.at("check"), approver=complete.approver)
    assert "You have sent this application, so you cannot sign it" in waiting.text

    approver = complete.as_(complete.approver)
    page = approver.visit(complete.at("declaration"))
    assert page.text.index("INF-1: Day-to-day service updates (Starting)") < page.text.index("What is signed")
    assert "Everything in this application is true to the best of my knowledge." in page.text
    key = next(str(field["value"]) for field in page.fields if field.get("name") == "declaration")
    unfinished = approver.post(complete.at("declaration/sign"), code=422, declaration=key, name="x")
    assert "You are signed in as Ann Approver: type this name." in unfinished.text
    given: dict[str, Any] = {"declaration": key, "name": "Ann Approver", "role": make.ROLE, "confirmed": "y"}
    receipt = approver.post(complete.at("declaration/sign"), **given)
    assert "By 25 November 2026: we check" in receipt.text
    assert "By 18 January 2027: a reviewer has scored" in receipt.text
    assert "Ann Approver, " + make.ROLE + ", signed for" in receipt.text
    # Whoever presses twice gets the same receipt.
    assert approver.post(complete.at("declaration/sign"), **given).headings == ["Application signed and sent"]

    copy = complete.as_(complete.contributor).visit(complete.at("copy"))
    assert 'We answer, "always" =cmd|x ŵ 🙂 שלום <script>alert(1)</script>' in copy.text
    assert "Fingerprint of this copy" in copy.text


def test_approver_hands_back_with_a_comment(sent: Scene) -> None:
    approver = sent.as_(sent.approver)
    page = approver.visit(sent.at("declaration/hand-back"))
    key = next(str(field["value"]) for field in page.fields if field.get("name") == "declaration")
    refused = approver.post(sent.at("declaration/hand-back"), code=422, declaration=key)
    assert "Say what has to change before you can sign." in refused.text
    approver.post(sent.at("declaration/hand-back"), declaration=key, comment="Wrong dates")
    assert "Nothing is waiting to be signed now." in approver.visit(sent.at("declaration")).text


def test_comment_half_typed_is_put_back_and_hands_back_what_was_sent_since(sent: Scene) -> None:
    approver, owner = sent.as_(sent.approver), sent.as_(sent.owner)
    here = sent.at("declaration/hand-back")
    old = next(str(field["value"]) for field in approver.visit(here).fields if field.get("name") == "declaration")
    approver.leave_half_typed(here, comment="Wrong dates", declaration=old)
    owner.visit(sent.at("declaration"))
    owner.post(sent.at("declaration/recall"))
    owner.visit(sent.at("check"))
    owner.post(sent.at("check"), approver=str(sent.approver))
    page = approver.visit(here)
    new = next(str(field["value"]) for field in page.fields if field.get("name") == "declaration")
    assert ("Wrong dates" in page.html, new == old) == (True, False)
    approver.post(here, declaration=new, comment="Wrong dates")
    assert "Nothing is waiting to be signed now." in approver.visit(sent.at("declaration")).text


def test_owner_takes_it_back(sent: Scene) -> None:
    owner = sent.as_(sent.owner)
    owner.visit(sent.at("declaration"))
    owner.post(sent.at("declaration/recall"))
    assert "Send for declaration" in owner.visit(sent.at("check")).text


def test_page_that_named_no_declaration_signs_nothing(sent: Scene) -> None:
    approver = sent.as_(sent.approver)
    approver.visit(sent.at("declaration"))
    approver.post(sent.at("declaration/sign"), code=404, declaration="", name="Ann Approver", role="x", confirmed="y")


def test_contributor_reads_who_can_sign_and_has_no_form(sent: Scene) -> None:
    page = sent.as_(sent.contributor).visit(sent.at("declaration"))
    assert "Only an approver of your council can sign. We have asked Ann Approver." in page.text
    assert [form["action"] for form in page.forms if str(form["action"]).startswith("/council/")] == []


def test_people_of_another_council_find_nothing(signed: Scene) -> None:
    stranger = signed.as_(signed.stranger)
    for page in ("check", "declaration", "receipt", "copy"):
        stranger.visit(signed.at(page), code=404)
    stranger.post(signed.at("declaration/sign"), code=404, declaration=UUID(int=0), name="x")


def test_nothing_signed_has_no_receipt_and_nothing_sent_no_copy(complete: Scene) -> None:
    owner = complete.as_(complete.owner)
    owner.visit(complete.at("receipt"), code=404)
    owner.visit(complete.at("copy"), code=404)


def test_council_without_an_approver_is_told_to_invite_one(app: Flask, clock: FixedClock) -> None:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        start_application(work, team)
        sender = make_member(work, team.council.id, Role.OWNER, person=team.approver)
        slug, sender_id = team.council.slug, sender.id
    page = Visitor(app).sign_in(sender_id).visit(f"/council/{slug}/application/check")
    assert "Nobody in your council can sign yet." in page.text
    assert ("Invite an approver by email", f"/council/{slug}/team") in page.links


def test_signed_page_says_what_was_signed(signed: Scene) -> None:
    page = signed.as_(signed.owner).visit(signed.at("declaration"))
    assert ("See the receipt for what was signed", signed.at("receipt")) in page.links
