"""An officer in a hurry: all files at once, one of them refused, one used twice, one taken away again."""

import hashlib

import pytest
from playwright.sync_api import FilePayload, expect

from tests.factories import hostile, uploads
from tests.factories.applications import start_application
from tests.journeys import cast, facts
from tests.journeys.browsing import Guest
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
FIRST, SECOND = facts.FIRST, facts.REST[0]
POLICY, PHOTO, LOCKED = "Policy ŵ 🙂, 'final'.pdf", "screen.jpg", "locked.pdf"
EVIDENCE = "Evidence for {}"


def files(*given: tuple[str, bytes]) -> list[FilePayload]:
    return [FilePayload(name=name, mimeType="application/octet-stream", buffer=content) for name, content in given]


def evidence_page(guest: Guest, criterion: str) -> None:
    guest.visit(f"{cast.answer_page(facts.SLUG, criterion)}/evidence")


@both_ways
def test_evidence_from_several_files_to_none(portal: Portal, arrive: Arrival, script: bool) -> None:
    with portal.work() as work:
        start_application(work, cast.make_cast(work))
    guest = arrive(script=script)
    Insider(guest, cast.CONTRIBUTOR).sign_in()
    evidence_page(guest, FIRST.id)
    guest.is_at(EVIDENCE.format(facts.task(FIRST)))
    guest.sees("10 MB at most for each file")
    guest.sees("Room for 5 more here, and 100 MB in the whole application")

    upload_several(guest)
    change_what_it_shows(guest)
    use_it_again(guest)
    take_it_away(guest)


def upload_several(guest: Guest) -> None:
    chosen = files((POLICY, uploads.pdf(pages=3)), (LOCKED, hostile.locked_pdf()), (PHOTO, hostile.photograph()))
    guest.page.locator("input[type=file]").set_input_files(chosen)
    guest.press("Upload", exact=True)
    again = "Choose the files again: your browser does not keep them when a page comes back."
    guest.is_told(again, "Say what this shows.")
    guest.look()
    guest.page.locator("input[type=file]").set_input_files(chosen)
    guest.type_into("What the files show", "How we answer, ŵ 🙂 <b>")
    guest.press("Upload", exact=True)
    guest.is_told(f"“{LOCKED}” is locked with a password. Save it again without one, and choose it again.")
    guest.sees("2 files were added.")
    guest.sees("2 of at most 5 items.")
    guest.look()


def change_what_it_shows(guest: Guest) -> None:
    guest.follow(f"Change what is said of {POLICY}")
    guest.is_at(f"What this evidence shows for {FIRST.id}")
    guest.look()
    guest.type_into("What it shows", "")
    guest.press("Save", exact=True)
    guest.is_told("Say what this shows.")
    guest.look()
    guest.type_into("What it shows", "Our policy on answering")
    guest.type_into("Which page or part to look at", "page 2, “who answers”")
    guest.press("Save", exact=True)
    guest.sees("Look at: page 2, “who answers”")
    guest.look()


def use_it_again(guest: Guest) -> None:
    evidence_page(guest, SECOND.id)
    guest.look()
    guest.follow("Choose from the evidence for other criteria")
    guest.is_at(f"Use something you have already given for {SECOND.id}")
    guest.look()
    guest.type_into("Search the evidence for other criteria", "zzzz")
    guest.press("Search", exact=True)
    guest.sees("0 items found for “zzzz”.")
    guest.look()
    guest.type_into("Search the evidence for other criteria", "policy who")
    guest.press("Search", exact=True)
    guest.sees("1 item found for “policy who”.")
    guest.follow("Use this")
    guest.is_at(f"Use this for {SECOND.id} too")
    expect(guest.page.get_by_label("What it shows for this criterion")).to_have_value("Our policy on answering")
    guest.look()
    guest.type_into("Which page or part to look at", "page 3")
    guest.press("Use it", exact=True)
    guest.is_at(EVIDENCE.format(facts.task(SECOND)))
    guest.sees("Look at: page 3")
    guest.look()
    address = guest.page.get_by_role("link", name=POLICY, exact=True).get_attribute("href") or ""
    answer = guest.fetch(address)
    assert answer.headers["content-disposition"].startswith("attachment; filename")
    assert hashlib.sha256(answer.body()).digest() != hashlib.sha256(uploads.pdf(pages=3)).digest()


def take_it_away(guest: Guest) -> None:
    for criterion, words in (
        (FIRST, "It is taken from this criterion only."),
        (SECOND, "The file is deleted for good. You can upload it again."),
    ):
        evidence_page(guest, criterion.id)
        guest.follow(f"Remove {POLICY}")
        guest.is_at(f"Remove this evidence for {criterion.id}?")
        guest.sees(words)
        guest.look()
        guest.press("Remove it")
        guest.is_at(EVIDENCE.format(facts.task(criterion)))
        expect(guest.page.get_by_role("link", name=POLICY, exact=True)).to_have_count(0)
    guest.look()
