import hashlib
from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import EvidenceItem
from portal.applications.queries import EvidenceFacts
from portal.applications.rules import Answered
from portal.evidence import actions
from portal.evidence.actions import AddFile
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import Part, Role
from tests.factories import uploads
from tests.factories.applications import AWKWARD_NOTE, make_team
from tests.factories.people import make_conflict, make_staff
from tests.integration.applications.conftest import Case
from tests.integration.visiting import Visitor

# Without a double quote, which every browser writes as %22 before it sends the name.
AWKWARD_FILE = "=cmd, 'plan' ŵ 🙂 שלום.pdf"


def evidence(case: Case) -> tuple[EvidenceFacts, ...]:
    with case.database.reading() as session:
        return queries.evidence_of(session, case.application_id).get("INF-1", ())


def upload(visitor: Visitor, case: Case, content: bytes, name: str = AWKWARD_FILE, code: int = 200) -> None:
    visitor.visit(f"{case.here}/INF-1/evidence")
    visitor.post(f"{case.here}/INF-1/evidence/file", code, file=(BytesIO(content), name), file_note=AWKWARD_NOTE)


def test_typed_answer_is_saved_on_the_way_to_its_evidence(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1")
    page = officer.post(f"{case.here}/INF-1", statement="Typed, not lost", version="0", then="evidence")
    assert page.headings == ["Evidence for INF-1 Day-to-day service updates"]
    with case.database.reading() as session:
        assert queries.answers_of(session, case.application_id)["INF-1"].answered == Answered(
            statement="Typed, not lost"
        )


def test_link_is_added_and_shown_with_its_note(case: Case) -> None:
    officer = case.visitor(case.contributor)
    shown = officer.visit(f"{case.here}/INF-1/evidence").text
    assert [hint in shown for hint in ("or “the post of 3 May”", "or “the table at the end”")] == [True, True]
    page = officer.post(
        f"{case.here}/INF-1/evidence/link", link=" https://example.gov.uk/a?b=1&c=2 ", link_note=AWKWARD_NOTE
    )
    assert ("https://example.gov.uk/a?b=1&c=2", "https://example.gov.uk/a?b=1&c=2") in page.links
    assert AWKWARD_NOTE in page.text
    assert "1 of at most 5 items." in page.text
    assert AWKWARD_NOTE in officer.visit(f"{case.here}/INF-1").text


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.gov.uk", "https://a:b@example.gov.uk/", ""])
def test_link_that_is_no_web_address_is_refused_and_kept_on_the_page(case: Case, link: str) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    page = officer.post(f"{case.here}/INF-1/evidence/link", 422, link=link, link_note="Kept")
    assert [field.get("value") for field in page.fields if field.get("name") == "link_note"] == ["Kept"]
    assert evidence(case) == ()


def test_sixth_item_is_refused(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    for number in range(5):
        officer.post(f"{case.here}/INF-1/evidence/link", link=f"https://example.gov.uk/{number}", link_note="Page")
    page = officer.post(f"{case.here}/INF-1/evidence/link", 422, link="https://example.gov.uk/5", link_note="Page")
    assert "There are already 5 items for this criterion. Remove one first." in page.text
    assert len(evidence(case)) == 5


def test_file_is_opened_only_as_an_attachment_that_can_do_nothing(case: Case) -> None:
    officer = case.visitor(case.contributor)
    upload(officer, case, uploads.PDF)
    assert AWKWARD_FILE in officer.page.text
    answer = officer.client.get(f"/evidence/{evidence(case)[0].id}")
    # Written anew: the same page, and not one byte of what was sent is taken on trust.
    kept = (answer.status_code, hashlib.sha256(answer.data).hexdigest())
    assert kept == (200, evidence(case)[0].sha256) != (200, hashlib.sha256(uploads.PDF).hexdigest())
    shown = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options", "Cache-Control")}
    assert shown == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "filename*=UTF-8''%3Dcmd" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.pdf", b"", "“empty.pdf” is empty."),
        ("program.pdf", uploads.EXE, "“program.pdf” is not what its name says"),
        ("program.exe", uploads.EXE, "“program.exe” is of a kind that we do not take."),
        ("../../<b>.pdf", uploads.HTML, "“<b>.pdf” is not what its name says"),
    ],
)
def test_file_that_is_refused_is_named_and_nothing_is_kept(case: Case, name: str, content: bytes, says: str) -> None:
    officer = case.visitor(case.contributor)
    upload(officer, case, content, name, 422)
    assert says in officer.page.text
    assert evidence(case) == ()


def test_upload_without_a_file_says_so(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    assert "Choose a file." in officer.post(f"{case.here}/INF-1/evidence/file", 422, file_note="x").text


def test_files_of_one_application_together_stay_under_their_limit(case: Case) -> None:
    files = case.app.extensions["portal"].files
    with case.work_of(case.contributor) as work:
        for number in range(10):
            criterion = "INF-1" if number < 5 else "INF-2"
            content = uploads.CSV + f"{number}\n".encode()
            add = AddFile(case.slug, criterion, f"{number}.csv", content.ljust(10 * 1024 * 1024), "All")
            actions.add_file(work, files, add)
        with pytest.raises(RuleBroken) as broken:
            actions.add_file(work, files, AddFile(case.slug, "INF-3", "last.csv", uploads.CSV, "All"))
    said = "“last.csv” was not added: with it there would be more than 100 MB in all."
    assert str(broken.value) == f"file: {said} Remove a file, or give a link instead."


def test_removed_file_is_gone_from_the_page_from_its_address_and_from_the_store(case: Case) -> None:
    officer = case.visitor(case.contributor)
    upload(officer, case, uploads.PDF)
    item = evidence(case)[0].id
    with case.database.reading() as session:
        key = session.scalars(select(EvidenceItem.file_key)).one()
    officer.visit(f"{case.here}/INF-1/evidence/{item}/remove")
    page = officer.post(f"{case.here}/INF-1/evidence/{item}/remove")
    assert ("0 of at most 5 items." in page.text, AWKWARD_FILE in page.text) == (True, False)
    officer.visit(f"/evidence/{item}", 404)
    with pytest.raises(NotFound):
        case.app.extensions["portal"].files.get(key or "")
    officer.post(f"{case.here}/INF-1/evidence/{item}/remove", 404)


def someone(case: Case, role: Role, *, reviews: bool = False, conflict: bool = False) -> UUID:
    with case.work() as work:
        person = make_staff(work, role)
        if reviews:
            work.involve(queries.locked(work.session, case.application_id), person.id, Part.REVIEWER)
        if conflict:
            make_conflict(work, person, case.council_id)
        return person.id


def sign(case: Case) -> None:
    with case.work() as work:
        application = queries.locked(work.session, case.application_id)
        application.submitted_at = work.clock.now()
    for person, command in ((case.owner, "send"), (case.approver, "sign")):
        with case.work_of(person) as work:
            work.perform(queries.locked(work.session, case.application_id), command)


def test_file_is_opened_by_council_reviewer_and_those_who_lead_once_it_is_signed(case: Case) -> None:
    upload(case.visitor(case.contributor), case, uploads.PDF)
    address = f"/evidence/{evidence(case)[0].id}"
    with case.work() as work:
        stranger = make_team(work).owner.id
    people = {
        "approver": case.approver,
        "stranger": stranger,
        "lead": someone(case, Role.LEAD),
        "administrator": someone(case, Role.ADMINISTRATOR),
        "reviewer": someone(case, Role.REVIEWER, reviews=True),
        "other reviewer": someone(case, Role.REVIEWER),
        "lead with a conflict": someone(case, Role.LEAD, conflict=True),
    }

    def who_may() -> set[str]:
        return {name for name, person in people.items() if case.visitor(person).client.get(address).status_code == 200}

    assert who_may() == {"approver"}
    sign(case)
    assert who_may() == {"approver", "lead", "administrator", "reviewer"}


def test_file_is_not_for_somebody_who_has_not_signed_in(case: Case) -> None:
    upload(case.visitor(case.contributor), case, uploads.PDF)
    answer = Visitor(case.app).client.get(f"/evidence/{evidence(case)[0].id}")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")
