"""A credential is checked in the browser alone: on our page, and in the kept page without any connection."""

import json
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from portal.awards.queries import AwardRecord
from portal.councils.models import Council
from tests.factories import awards as make
from tests.journeys import facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import MORNING, Portal

CHANGED = "No. This file has been changed since it was signed"
UNREADABLE = "No. This is no credential that we can read"
AFTERWARDS = datetime(2028, 11, 18, 1, 0, tzinfo=UTC)


def answered(page: Page, content: bytes, line: str) -> None:
    """Assert what the page says of a file, whatever its name is."""
    page.set_input_files("#credential", {"name": "file", "mimeType": "application/octet-stream", "buffer": content})
    expect(page.locator("[data-answer] h2")).to_have_text(line)


def awarded(portal: Portal) -> AwardRecord:
    """An award, with all that follows from it."""
    with portal.work() as work:
        council = work.session.scalars(select(Council).where(Council.slug == facts.SLUG)).one()
        return make.make_award(work, council)


def test_credential_is_checked_in_the_browser_alone_and_offline(
    portal: Portal, arrive: Arrival, browser: Browser, tmp_path: Path
) -> None:
    award = awarded(portal)
    about = f"{award.council}, until 17 November 2028"
    genuine = f"Yes. This credential is genuine: {about}"
    signature_only = f"The signature is genuine; whether the award still stands was not checked: {about}"
    guest = arrive()
    forms = {form: guest.fetch(f"/credential/{award.number}.{form}").body() for form in ("json", "jwt", "svg", "png")}
    # The sealed certificate, in which the credential travels.
    forms["pdf"] = guest.fetch(f"/certificate/{award.number}.pdf").body()
    guest.page.clock.set_fixed_time(MORNING)
    guest.visit("/verify/offline")
    guest.look()
    for form, content in forms.items():
        answered(guest.page, content, genuine)
        inside = guest.page.locator("[data-answer] p", has_text="Only the credential inside the file was checked")
        expect(inside).to_have_count(1 if form in ("svg", "png", "pdf") else 0)
        # Another answer between, so that the next one is not the one before.
        answered(guest.page, b"", UNREADABLE)
    answered(guest.page, forms["json"].replace(award.council.encode(), b"Another Council"), CHANGED)
    answered(guest.page, forms["json"].replace(b'"validUntil"', b'"validTill"'), CHANGED)
    answered(guest.page, forms["jwt"][:-4] + b"AAAA", CHANGED)
    answered(guest.page, forms["json"].replace(b"did:web:", b"did:web:evil."), "No. This file was not signed by us")
    for nasty in (
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
        b"[" * 100_000,
        b"<svg/>",
        b"%PDF-1.7 stream\n",
        b"\xff" * 300_000,
    ):
        answered(guest.page, nasty, UNREADABLE)
    guest.look()
    with portal.work() as work:
        make.suspend(work, award)
    answered(guest.page, forms["png"], "No. This award is suspended")
    with portal.work() as work:
        make.restore(work, award)
        make.withdraw(work, award)
    answered(guest.page, forms["jwt"], "No. This award is no longer valid")
    # The same statements, so the proof is good; read in this order, the first names no list that could be asked.
    doctored = json.loads(forms["json"])
    doctored["credentialStatus"].insert(0, doctored["credentialStatus"][0]["id"])
    answered(guest.page, json.dumps(doctored).encode(), CHANGED)
    guest.page.uncheck("#ask")
    answered(guest.page, forms["svg"], signature_only)
    guest.look()

    kept = tmp_path / "kept.html"
    kept.write_bytes(guest.fetch("/verify/offline.html").body())
    alone = browser.new_context(offline=True)
    page = alone.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.clock.set_fixed_time(MORNING)
    page.goto(kept.as_uri())
    changed = {"json": forms["json"].replace(b"2028", b"2099"), "jwt": forms["jwt"][:-4] + b"AAAA"}
    for form, other in changed.items():
        answered(page, forms[form], signature_only)
        expect(page.locator("[data-answer]")).to_contain_text("the list of withdrawn awards could not be fetched")
        answered(page, other, CHANGED)
    page.clock.set_fixed_time(AFTERWARDS)
    answered(page, forms["png"], "No. This award expired on 17 November 2028")
    # Nothing but the fetch of the list was tried, for which there is no connection.
    assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []
    alone.close()
