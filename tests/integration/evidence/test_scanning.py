"""The virus scanner: what it finds is refused, and what it did not see is never called clean."""

import socket
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.applications.models import EvidenceItem
from portal.audit.work import Work
from portal.evidence import actions
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.uploads import scanning
from portal.uploads.results import Scan
from tests.factories import clamd, reviews, uploads
from tests.factories.applications import acting, fill_all, make_team, start_application
from tests.factories.completeness import open_check, pass_check
from tests.factories.declarations import send, sign
from tests.factories.people import make_staff
from tests.integration.applications.conftest import Case
from tests.integration.visiting import Visitor

LOOK_AT, NAME = "page 12, “the ŵ table” <b>", "figures, 'one' 🙂.csv"


def nobody_listens() -> str:
    """An address at which there was a scanner until now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"


def test_scanner_over_the_network_and_over_a_socket_of_this_machine_sees_all_of_a_file(tmp_path: Path) -> None:
    large = b"a" * 3_000_000
    for path in (None, tmp_path / "clamd"):
        with clamd.clamd(path) as address:
            assert scanning.scan(address, large) is Scan.NOTHING_FOUND
            with pytest.raises(scanning.Infected, match="Eicar-Test-Signature"):
                scanning.scan(address, large + clamd.EICAR)


@pytest.mark.parametrize("answer", [clamd.TOO_LONG, b"", b"stream: no engine ERROR\n", b"what?\n"])
def test_scanner_that_does_not_say_what_it_found_has_not_scanned(answer: bytes) -> None:
    with clamd.clamd(answer=answer or b"\n") as address:
        assert scanning.scan(address, uploads.CSV) is Scan.NOT_SCANNED


@pytest.mark.parametrize("address", ["", "/nowhere/clamd.ctl", "nobody"])
def test_without_a_scanner_a_file_is_not_scanned(address: str) -> None:
    assert scanning.scan(address, uploads.CSV) is Scan.NOT_SCANNED
    assert scanning.scan(nobody_listens(), uploads.CSV) is Scan.NOT_SCANNED


def upload(case: Case, scanner: str, content: bytes, code: int = 200) -> Visitor:
    services = case.app.extensions["portal"]
    case.app.extensions["portal"] = replace(services, config=replace(services.config, clamd_address=scanner))
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    officer.post(f"{case.here}/INF-1/evidence/file", code, file=(BytesIO(content), "a.csv"), file_note="Shows it")
    return officer


def scans(case: Case) -> list[Scan | None]:
    with case.database.reading() as session:
        return list(session.scalars(select(EvidenceItem.scan)))


def test_page_refuses_what_the_scanner_finds_something_in(case: Case) -> None:
    with clamd.clamd() as address:
        officer = upload(case, address, clamd.EICAR, 422)
        assert "“a.csv” was refused: the virus scanner has found something harmful in it." in officer.page.text
        assert scans(case) == []
        upload(case, address, uploads.CSV)
    assert scans(case) == [Scan.NOTHING_FOUND]


def test_scanner_that_cannot_be_reached_keeps_nobody_from_uploading(case: Case) -> None:
    officer = upload(case, nobody_listens(), uploads.CSV)
    assert (scans(case), "Not scanned" in officer.page.text) == ([Scan.NOT_SCANNED], False)


def test_staff_see_where_to_look_and_what_was_not_scanned(app: Flask, clock: FixedClock) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        team = make_team(work)
        start_application(work, team)
        fill_all(work, team)
        file = actions.AddFile(team.council.slug, "INF-1", NAME, uploads.CSV, "Shows it", LOOK_AT)
        actions.add_file(acting(work, team.contributor), running.files, file)
        send(work, team)
        administrator, lead = make_staff(work, Role.ADMINISTRATOR), make_staff(work, Role.LEAD)
        reviewer = make_staff(work, Role.REVIEWER, employer="Elsewhere")
        application = open_check(work, sign(work, team), administrator)
        reference, people = application.reference, (administrator.id, reviewer.id)
    check = (people[0], f"/administration/applications/{reference}")
    review = (people[1], f"/reviews/{reference}/INF-1")

    def said(person_and_page: tuple[object, str]) -> tuple[int, int]:
        person, page = person_and_page
        text = Visitor(app).sign_in(person).visit(page).text  # type: ignore[arg-type] # a person's key
        assert NAME in text
        return text.count(f"Look at: {LOOK_AT}"), text.count("Not scanned")

    assert said(check) == (1, 1)
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        application = pass_check(work, session.merge(application), session.merge(administrator))
        reviews.assign(work, application, session.merge(reviewer), session.merge(lead))
        reviews.accept(work, application, session.merge(reviewer))
    assert said(review) == (1, 1)
    with running.database.writing() as session:
        session.execute(update(EvidenceItem).where(EvidenceItem.scan.is_not(None)).values(scan=Scan.NOTHING_FOUND))
    assert said(review) == (1, 0)
