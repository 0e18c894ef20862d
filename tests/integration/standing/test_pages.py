"""The pages of an award's life, through to the end, with words that break things; and the letters that it sends."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.models import OutboxEmail
from portal.notifications.reminders import reminders_due
from portal.standing.suspending import suspensions_due
from tests.factories import awards as make
from tests.factories.people import make_member, make_staff
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

SEEN = 'Posters, "still"\n=cmd ŵ 🙂 שלום <script>alert(1)</script> ' + "x" * 90
STAFF = ("administrator", "lead")
NOTE = "The Mark was shown by others. ŵ 🙂 <b>"


@dataclass(frozen=True)
class Scene:
    """An award, and who has to do with it."""

    app: Flask
    number: str
    slug: str
    people: dict[str, UUID]

    def visitor(self, name: str) -> Visitor:
        return Visitor(self.app).sign_in(self.people[name])

    def posted(self) -> list[tuple[str, str]]:
        """Code and receiver of every letter so far."""
        with self.app.extensions["portal"].database.reading() as session:
            rows = session.execute(select(OutboxEmail.code, OutboxEmail.to_address).order_by(OutboxEmail.to_address))
            return [(code, address) for code, address in rows]

    def due(self) -> None:
        """Let the portal do what is due: carry out suspensions, and write reminders."""
        running = self.app.extensions["portal"]
        with running.database.writing() as session:
            now = running.clock.now()
            work = Work(session, SYSTEM, running.clock, running.reactions)
            for step in (*suspensions_due(session, now), *reminders_due(session, now)):
                step(work)


@pytest.fixture
def scene(app: Flask) -> Scene:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {})
        council = make.make_council(work, name=make.AWKWARD_COUNCIL, slug="awkward")
        staff = {"administrator": Role.ADMINISTRATOR, "lead": Role.LEAD, "panel": Role.PANEL}
        own = {"owner": Role.OWNER, "approver": Role.APPROVER, "officer": Role.CONTRIBUTOR}
        people = {name: make_staff(work, role, name=f"{name} ŵ <b>").id for name, role in staff.items()}
        for name, role in own.items():
            person = make_member(work, council.id, role)
            person.email = f"{name}@example.gov.uk"
            people[name] = person.id
        return Scene(app, make.make_award(work, council).number, council.slug, people)


def notified(scene: Scene) -> None:
    """A suspension that is proposed on the administrator's page and decided on the lead reviewer's."""
    award = f"/administration/awards/{scene.number}"
    administrator, lead = scene.visitor("administrator"), scene.visitor("lead")
    administrator.visit(f"{award}/suspend")
    typed: dict[str, Any] = {"ground": "misuse", "seen": SEEN, "to_put_right": "Take them down.", "public_note": NOTE}
    administrator.post(f"{award}/suspend", 422, **{**typed, "seen": ""})
    assert "Proposed, to be decided" in administrator.post(f"{award}/suspend", **typed).text
    assert "decide" not in [form.get("action") for form in administrator.page.forms]
    lead.visit(award)
    lead.post(f"{award}/decide", 422, verdict="at_once", why="")
    assert "The council has notice" in lead.post(f"{award}/decide", verdict="notice", why="").text


def test_council_reads_its_notice_answers_and_reads_what_became_of_it(scene: Scene, clock: FixedClock) -> None:
    own = f"/council/{scene.slug}/award"
    owner = scene.visitor("owner")
    owner.visit(own)
    owner.post(f"{own}/contacts", 422, web="nobody", monitoring_officer="")
    owner.post(f"{own}/contacts", web="web@supplier.example", monitoring_officer="mo@example.gov.uk")
    notified(scene)
    page = owner.visit(own)
    assert "You have notice: your award is to be suspended" in page.text
    assert 'Posters, "still" =cmd ŵ 🙂 שלום <script>alert(1)</script>' in page.text
    owner.post(f"{own}/answer", said="All posters are down since Monday.")
    clock.at += timedelta(days=10)
    scene.due()
    owner = scene.visitor("owner")
    page = owner.visit(own)
    assert page.text.count("Not currently valid: Suspended") == 1
    # 20 working days after 28 November.
    assert "Your council can appeal until 29 December 2026" in page.text
    assert "All posters are down" in scene.visitor("lead").visit(f"/administration/awards/{scene.number}").text
    told = ["approver@example.gov.uk", "mo@example.gov.uk", "owner@example.gov.uk"]
    told_in_all = {*told, "web@supplier.example"}
    letters = [address for code, address in scene.posted() if code == "E33" and address in told_in_all]
    # The notice, and the suspension, of which the web team is told too.
    assert letters == sorted([*told, *told, "web@supplier.example"])


def test_member_of_the_panel_withdraws_what_a_lead_reviewer_proposed(scene: Scene, clock: FixedClock) -> None:
    award = f"/administration/awards/{scene.number}"
    notified(scene)
    clock.at += timedelta(days=10)
    scene.due()
    lead, panel = scene.visitor("lead"), scene.visitor("panel")
    lead.visit(f"{award}/withdraw")
    typed: dict[str, Any] = {"reason_type": "misuse", "why": SEEN, "public_note": NOTE}
    assert "suspended for 90 days" in lead.post(f"{award}/withdraw", 422, **typed).text
    clock.at += timedelta(days=91)
    scene.due()
    lead, owner = scene.visitor("lead"), scene.visitor("owner")
    said = lead.visit(award).text
    assert ("It had been suspended for 90 days on" in said, "Suspended for 90 days: to be" in said) == (True, False)
    assert "Your council can appeal until" not in owner.visit(f"/council/{scene.slug}/award").text
    lead.visit(f"{award}/withdraw")
    assert "Proposed, with the appeal panel" in lead.post(f"{award}/withdraw", **typed).text
    panel = scene.visitor("panel")
    assert scene.number in panel.visit("/panel/awards").text
    panel.visit(f"/panel/awards/{scene.number}")
    panel.post(f"/panel/awards/{scene.number}", 422, confirmed="", why="")
    panel.post(f"/panel/awards/{scene.number}", confirmed="yes", why="The council was heard and did nothing.")
    assert "Nothing waits for you" in panel.page.text
    own = scene.visitor("owner").visit(f"/council/{scene.slug}/award").text
    assert (own.count("The Mark was misused."), "Your council can appeal until" in own) == (1, True)


def test_approver_confirms_on_the_page_that_the_award_is_given_up(scene: Scene) -> None:
    own = f"/council/{scene.slug}/award"
    owner, approver = scene.visitor("owner"), scene.visitor("approver")
    owner.visit(own)
    owner.post(f"{own}/give-up", 422, reason="")
    owner.post(f"{own}/give-up", reason="A new start next year ŵ.")
    assert ["action" for form in owner.page.forms if str(form.get("action", "")).endswith("/confirm")] == []
    approver.visit(own)
    assert "Not currently valid: Given up by the council" in approver.post(f"{own}/give-up/confirm").text
    assert "Give the award up" not in scene.visitor("officer").visit(own).text


def test_award_that_ended_is_written_about_once_and_again_after_two_weeks(scene: Scene, clock: FixedClock) -> None:
    owner = scene.visitor("owner")
    owner.visit(f"/council/{scene.slug}/award")
    owner.post(f"/council/{scene.slug}/award/contacts", web="web@supplier.example", monitoring_officer="")
    clock.at += timedelta(days=734)
    for _look in range(2):
        scene.due()
    readers = ["approver@example.gov.uk", "owner@example.gov.uk", "web@supplier.example"]
    assert [address for code, address in scene.posted() if code == "E32"] == readers
    clock.at += timedelta(days=14)
    for _look in range(2):
        scene.due()
    assert [address for code, address in scene.posted() if code == "E32"] == sorted(readers * 2)


def test_list_of_awards_is_narrowed_and_asks_the_same_however_many_there_are(scene: Scene) -> None:
    notified(scene)
    lead = scene.visitor("lead")
    assert lead.visit("/administration/awards?waits=notice").text.count(scene.number) == 1
    assert "No award is like that." in lead.visit("/administration/awards?standing=expired&region=Wales").text
    with counted_queries(scene.app) as few:
        lead.visit("/administration/awards")
    running = scene.app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {})
        for _another in range(5):
            make.suspend(work, make.make_award(work, make.make_council(work)))
    with counted_queries(scene.app) as many:
        assert "6 awards" in lead.visit("/administration/awards").text
    assert len(many) == len(few)


def test_award_is_ended_early_on_the_page_with_the_name_of_the_successor(scene: Scene) -> None:
    running = scene.app.extensions["portal"]
    with running.database.writing() as session:
        make.make_council(Work(session, SYSTEM, running.clock, {}), name="New Council")
    administrator = scene.visitor("administrator")
    anew = "Correct the certificate and issue it anew"
    offered = [anew in scene.visitor(who).visit(f"/administration/awards/{scene.number}").text for who in STAFF]
    assert offered == [True, False]
    administrator.visit(f"/administration/awards/{scene.number}/end")
    typed: dict[str, Any] = {"successor": "New Council", "reason": "The order of 1 April."}
    page = administrator.post(f"/administration/awards/{scene.number}/end", **typed)
    assert "Ended: council replaced by New Council" in page.text
    assert "New Council" in Visitor(scene.app).visit(f"/verify/{scene.number}").text
