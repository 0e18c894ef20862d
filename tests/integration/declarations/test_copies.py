import io
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pypdf
import pypdfium2
import pytest
from flask import Flask

from portal.applications import actions as applications
from portal.applications.actions import SaveAnswer
from portal.applications.rules import Answered
from portal.audit.work import Work
from portal.completeness.states import Lack
from portal.declarations.queries import declarations_of
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories import completeness
from tests.factories import declarations as make
from tests.factories.applications import Team, acting, fill_all, make_team, start_application
from tests.factories.people import make_staff
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

HOSTILE = '=cmd|x, "quoted" <script>alert(1)</script>\nŵ 🙂 שלום ' + "x" * 90


@dataclass
class Scene:
    app: Flask
    slug: str
    reference: str
    owner: UUID
    approver: UUID
    stranger: UUID
    sha256: str

    def at(self, page: str) -> str:
        return f"/council/{self.slug}/application/{page}"

    def as_(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)


def stage(app: Flask, clock: FixedClock, *, signed: bool = True) -> Scene:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team, other = make_team(work), make_team(work)
        start_application(work, team)
        fill_all(work, team)
        answer(work, team, "INF-3", HOSTILE)
        make.send(work, team)
        found = make.sign(work, team) if signed else make.application_of(work, team)
        sha256 = declarations_of(session, found.id)[-1].sha256
        people = (team.owner.id, team.approver.id, other.owner.id)
        return Scene(app, team.council.slug, found.reference, *people, sha256)


def answer(work: Work, team: Team, criterion: str, statement: str) -> None:
    command = SaveAnswer(team.council.slug, criterion, 1, Answered(2, statement=statement))
    applications.save_answer(acting(work, team.contributor), command)


def text_of(pdf: bytes) -> str:
    shown = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in shown)
    shown.close()
    return text


@pytest.fixture
def signed(app: Flask, clock: FixedClock) -> Scene:
    return stage(app, clock)


@pytest.mark.parametrize("who", ["owner", "approver"])
def test_copy_to_keep_has_who_signed_what_when_and_its_fingerprint(signed: Scene, who: str) -> None:
    answer = signed.as_(getattr(signed, who)).client.get(signed.at("copy.pdf"))
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'inline; filename="application-{signed.reference}-copy-1.pdf"'
    pdf = pypdf.PdfReader(io.BytesIO(answer.data))
    root: Any = pdf.trailer["/Root"]
    assert pdf.metadata is not None
    assert str(pdf.metadata.title).startswith(f"Copy of application {signed.reference}: ")
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    text = "".join(text_of(answer.data).split())
    for said in (
        signed.reference,
        signed.sha256,
        f"by Ann Approver, {make.ROLE}, on 18 November 2026 at 10:00am",
        "Everything in this application is true to the best of my knowledge.",
        "Self-score: 2, Meets the Mark",
        '=cmd|x, "quoted" <script>alert(1)</script>',
        "x" * 90,
    ):
        assert "".join(said.split()) in text


def test_copy_that_waits_to_be_signed_says_so(app: Flask, clock: FixedClock) -> None:
    scene = stage(app, clock, signed=False)
    assert "not signed yet" in text_of(scene.as_(scene.approver).client.get(scene.at("copy.pdf")).data)


def test_receipt_and_copy_lead_to_the_document(signed: Scene) -> None:
    owner = signed.as_(signed.owner)
    assert ("Keep it as a PDF", signed.at("copy.pdf")) in owner.visit(signed.at("receipt")).links
    assert ("Keep this copy as a PDF", signed.at("copies/1.pdf")) in owner.visit(signed.at("copy")).links
    same = [owner.client.get(signed.at(page)).data for page in ("copy.pdf", "copies/1.pdf")]
    assert same[0] == same[1]


def test_copy_of_an_earlier_round_stays_as_it_was_signed(app: Flask, clock: FixedClock) -> None:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        start_application(work, team)
        fill_all(work, team)
        answer(work, team, "INF-3", "The first words")
        make.send(work, team)
        make.hand_back(work, team)
        make.send(work, team)
        application = make.sign(work, team)
        administrator = make_staff(work, Role.ADMINISTRATOR)
        completeness.open_check(work, application, administrator)
        completeness.return_incomplete(work, application, administrator, {"INF-3": Lack.BROKEN_LINK})
        command = SaveAnswer(team.council.slug, "INF-3", 2, Answered(2, statement="The second words"))
        applications.save_answer(acting(work, team.contributor), command)
        make.send(work, team)
        make.sign(work, team)
        owner, here = team.owner.id, f"/council/{team.council.slug}/application"
    visitor = Visitor(app).sign_in(owner)
    page = visitor.visit(f"{here}/copy")
    assert "The second words" in page.text
    assert [to for said, to in page.links if said.startswith("Copy 2, signed on")] == [f"{here}/copies/2"]
    assert "Copy 3, signed on 18 November 2026 at 10:00am: this page" in page.text
    earlier = visitor.visit(f"{here}/copies/2")
    assert "The first words" in earlier.text
    assert "The second words" not in earlier.text
    assert "The first words" in text_of(visitor.client.get(f"{here}/copies/2.pdf").data)
    # What was handed back was never signed.
    visitor.visit(f"{here}/copies/1", code=404)
    visitor.visit(f"{here}/copies/4", code=404)


def test_people_of_another_council_find_no_copy(signed: Scene) -> None:
    stranger = signed.as_(signed.stranger)
    for page in ("copy.pdf", "copies/1", "copies/1.pdf"):
        assert stranger.client.get(signed.at(page)).status_code == 404


def test_copy_costs_as_many_queries_for_one_round_as_for_many_answers(signed: Scene) -> None:
    owner = signed.as_(signed.owner)
    owner.client.get(signed.at("copy.pdf"))
    with counted_queries(signed.app) as document:
        owner.client.get(signed.at("copy.pdf"))
    with counted_queries(signed.app) as page:
        owner.client.get(signed.at("copy"))
    assert len(document) == len(page)


def test_approver_reads_the_risks_first_then_what_is_public_then_what_is_signed(app: Flask, clock: FixedClock) -> None:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        start_application(work, team)
        fill_all(work, team)
        for criterion in ("INF-1", "IMP-1"):
            weak = SaveAnswer(team.council.slug, criterion, 1, Answered(1, statement="We begin."))
            applications.save_answer(acting(work, team.contributor), weak)
        make.send(work, team)
        slug, approver = team.council.slug, team.approver.id
    page = Visitor(app).sign_in(approver).visit(f"/council/{slug}/application/declaration")
    in_order = [
        "Risks to know before you sign",
        "INF-1: Day-to-day service updates (Starting)",
        "is within 5 points of the 60% that the Mark asks.",
        "The application in short",
        "Read every answer as it was sent",
        "What will be public and what will not",
        "What is signed",
        "If any of this turns out to be false, the Mark can be suspended or withdrawn.",
        "Sign the declaration",
        "Hand it back with a comment instead",
    ]
    places = [page.text.find(said) for said in in_order]
    assert -1 not in places
    assert places == sorted(places)
    assert ("open all of it as a PDF", f"/council/{slug}/application/copy.pdf") in page.links
