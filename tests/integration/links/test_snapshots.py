"""Pages as they were on signing: kept once, shown as text, opened by those who may open the evidence."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import EvidenceItem
from portal.audit.work import Reaction, Work
from portal.evidence.actions import AddLink, add_link
from portal.kernel.permissions import Part, Role
from portal.links.models import LinkSnapshot, SnapshotProgress
from portal.links.pagetext import readable
from portal.notifications.worker import Worker
from portal.web.services import Services
from tests.factories.applications import make_team
from tests.factories.people import make_staff
from tests.factories.websites import Page, Web, redirect
from tests.integration.applications.conftest import Case

ADDRESS = "http://www.llanfair.gov.uk/cyfrif?a=1&b=2"
NAME = "www.llanfair.gov.uk/cyfrif?a=1&b=2"
HOSTILE = (
    "<html><head><title>Not text</title></head><body><h1>Ein cyfrifon ŵ 🙂 שלום</h1><script>alert('ours')</script>"
    "<p>&lt;b&gt;\x00 =cmd, “quoted”</p><img src=x onerror=alert(1)></body></html>"
).encode()


def sign(app: Flask, case: Case, address: str = ADDRESS) -> None:
    """Have the application signed, with everything that follows from it, by the moves alone."""
    with case.work_of(case.contributor) as work:
        add_link(work, AddLink(case.slug, "INF-1", address, "The list"))
    running: Services = app.extensions["portal"]
    with case.work() as work:
        queries.locked(work.session, case.application_id).submitted_at = work.clock.now()
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    with case.work_of(case.approver) as quiet:
        loud = Work(quiet.session, quiet.actor, running.clock, {"application:submitted": _only_snapshots(running)})
        loud.perform(queries.locked(loud.session, case.application_id), "sign")


def _only_snapshots(running: Services) -> list[Reaction]:
    # The letter of the same event wants a declaration, which the moves alone do not write.
    return [reaction for reaction in running.reactions["application:submitted"] if "snapshots" in reaction.__module__]


def snapshot(case: Case) -> LinkSnapshot:
    with case.database.reading() as session:
        row = session.scalars(select(LinkSnapshot)).one()
        session.expunge(row)
        return row


def test_page_is_kept_as_it_was_on_signing(app: Flask, case: Case, web: Web, worker: Worker) -> None:
    web.pages[NAME] = redirect("http://www.llanfair.gov.uk/new")
    web.pages["www.llanfair.gov.uk/new"] = Page(HOSTILE)
    sign(app, case)
    asked = case.clock.now()
    case.clock.at += timedelta(minutes=3)
    worker.run_errands()
    web.pages["www.llanfair.gov.uk/new"] = Page(b"Changed")
    worker.run_errands()
    row = snapshot(case)
    assert (row.progress, row.asked_at, row.taken_at) == (SnapshotProgress.TAKEN, asked, case.clock.now())
    assert (row.address, row.final_address) == (ADDRESS, "http://www.llanfair.gov.uk/new")
    assert (row.sha256, row.size) == (hashlib.sha256(HOSTILE).hexdigest(), len(HOSTILE))
    assert app.extensions["portal"].files.get(row.file_key or "") == HOSTILE
    assert row.text == "Ein cyfrifon ŵ 🙂 שלום\n<b> =cmd, “quoted”"


def test_kept_page_is_shown_as_text_and_given_as_a_download_that_runs_nothing(
    app: Flask, case: Case, web: Web, worker: Worker
) -> None:
    web.pages[NAME] = Page(HOSTILE)
    sign(app, case)
    worker.run_errands()
    row = snapshot(case)
    approver = case.visitor(case.approver)
    page = approver.visit(f"/evidence/page/{row.id}")
    assert page.headings[0] == "The page as it was on 18 November 2026 at 10:00am"
    assert "<b> =cmd, “quoted”" in page.text
    assert row.sha256 is not None
    assert row.sha256 in page.text
    raw = approver.client.get(f"/evidence/page/{row.id}").text
    assert ("alert(" in raw, "onerror" in raw) == (False, False)
    answer = approver.client.get(f"/evidence/page/{row.id}/download")
    assert (answer.status_code, answer.data) == (200, HOSTILE)
    assert {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=page-{row.sha256[:12]}.txt"


def test_kept_page_is_opened_by_those_who_may_open_the_evidence(
    app: Flask, case: Case, web: Web, worker: Worker
) -> None:
    web.pages[NAME] = Page(HOSTILE)
    sign(app, case)
    worker.run_errands()
    with case.work() as work:
        people: dict[str, UUID] = {
            "approver": case.approver,
            "stranger": make_team(work).owner.id,
            "lead": make_staff(work, Role.LEAD).id,
            "administrator": make_staff(work, Role.ADMINISTRATOR).id,
            "reviewer": make_staff(work, Role.REVIEWER).id,
            "other reviewer": make_staff(work, Role.REVIEWER).id,
        }
        work.involve(queries.locked(work.session, case.application_id), people["reviewer"], Part.REVIEWER)
    for where in (f"/evidence/page/{snapshot(case).id}", f"/evidence/page/{snapshot(case).id}/download"):
        may = {name for name, person in people.items() if case.visitor(person).client.get(where).status_code == 200}
        assert may == {"approver", "lead", "administrator", "reviewer"}


def test_page_that_never_opens_is_missed_after_three_tries_and_says_why(
    app: Flask, case: Case, web: Web, worker: Worker
) -> None:
    web.pages[NAME] = Page(b"", 404)
    sign(app, case)
    for _ in range(200):
        worker.run_errands()
        case.clock.at += timedelta(minutes=1)
    row = snapshot(case)
    assert (row.progress, row.tries, row.fault) == (SnapshotProgress.MISSED, 3, "404")
    case.visitor(case.approver).visit(f"/evidence/page/{row.id}", 404)


def test_private_page_is_never_kept(app: Flask, case: Case, web: Web, worker: Worker) -> None:
    web.pages[NAME] = redirect("http://169.254.169.254/latest/meta-data/")
    sign(app, case)
    worker.run_errands()
    assert (snapshot(case).progress, snapshot(case).fault) == (SnapshotProgress.WAITING, "not_public")
    assert [name for name, _ in web.asked] == [NAME, NAME]


@pytest.mark.parametrize(
    ("content", "media_type", "text"),
    [
        (b"%PDF-1.7 \x00", "application/pdf", ""),
        ("Plain ŵ\r\n\r\n\ttext".encode(), "text/plain", "Plain ŵ\ntext"),
        (b"<p>One</p><p>Two <b>three</b>", "text/html", "One\nTwo\nthree"),
        (b"<![if !IE]><p>x", "text/html", "x"),
        (b"<div>" * 20_000 + b"deep", "text/html", "deep"),
        (b"", "text/html", ""),
    ],
)
def test_text_of_a_page_is_read_whatever_is_in_it(content: bytes, media_type: str, text: str) -> None:
    assert readable(content, media_type) == text


def test_system_asks_for_every_link_that_stands_and_for_no_file_or_removed_link(app: Flask, case: Case) -> None:
    with case.work_of(case.contributor) as work:
        removed = add_link(work, AddLink(case.slug, "INF-2", "https://www.llanfair.gov.uk/removed", "Old"))
    with case.work() as work:
        work.session.get_one(EvidenceItem, removed).removed_at = work.clock.now()
    sign(app, case)
    assert snapshot(case).address == ADDRESS
