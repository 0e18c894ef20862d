"""What people take away: the criteria before they begin, their own score on the way, a copy of what was signed."""

import io

import openpyxl
import pypdf
import pypdfium2
import pytest

from tests.factories import declarations as make
from tests.factories.applications import fill_all, start_application
from tests.journeys import cast, facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.scheme_side import Insider

HOME = f"/council/{facts.SLUG}"

both_ways = pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])


@both_ways
def test_criteria_are_taken_away_to_read_and_to_prepare_answers_in(arrive: Arrival, script: bool) -> None:
    guest = arrive(script=script)
    guest.visit("/criteria")
    guest.sees("about 12 hours")
    guest.look()
    document = guest.page.get_by_role("link", name="All criteria as a document").get_attribute("href")
    table = guest.page.get_by_role("link", name="Spreadsheet to prepare your answers in").get_attribute("href")
    assert (document, table) == ("/criteria/2026.pdf", "/criteria/2026.xlsx")
    assert len(pypdf.PdfReader(io.BytesIO(guest.fetch("/criteria/2026.pdf").body())).pages) > 20
    assert openpyxl.load_workbook(io.BytesIO(guest.fetch("/criteria/2026.xlsx").body()))["Your answers"].max_row == 29


@both_ways
def test_council_watches_its_score_its_approver_reads_the_risks_and_both_keep_a_copy(
    portal: Portal, arrive: Arrival, script: bool
) -> None:
    with portal.work() as work:
        team = cast.make_cast(work)
        start_application(work, team)
    owner = arrive(script=script)
    Insider(owner, cast.OWNER).sign_in()
    owner.visit(f"{HOME}/application")
    owner.follow("Your own score so far: 0.0%")
    owner.is_at("Your own score")
    owner.sees("This is your own score, not the decision.")
    owner.look()
    with portal.work() as work:
        fill_all(work, cast.find_cast(work))
    owner.page.reload()
    owner.sees("By your own score, 66.7% in all, the pass rule is met.")
    owner.look()
    with portal.work() as work:
        make.send(work, cast.find_cast(work))
    approver = arrive(script=script)
    Insider(approver, cast.APPROVER).sign_in()
    approver.visit(f"{HOME}/application/declaration")
    approver.sees("Risks to know before you sign")
    approver.sees("What will be public and what will not")
    approver.look()
    approver.type_into("Your name", cast.APPROVER)
    approver.type_into("Your role in the council", "Director")
    approver.choose("I declare all of this for the council")
    approver.press("Sign the declaration")
    approver.is_at("Application signed and sent")
    approver.look()
    for guest in (owner, approver):
        guest.visit(f"{HOME}/application/receipt")
        address = guest.page.get_by_role("link", name="Keep it as a PDF").get_attribute("href")
        copy = pypdfium2.PdfDocument(guest.fetch(address or "").body())
        assert f"by {cast.APPROVER}, Director" in copy[0].get_textpage().get_text_range()
        copy.close()
    owner.visit(f"{HOME}/application/copy")
    owner.look()
