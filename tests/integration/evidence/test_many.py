"""Several files at once, what is said of each, and one file for several criteria."""

from io import BytesIO
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.models import EvidenceItem
from portal.applications.queries import EvidenceFacts
from portal.kernel.errors import NotFound
from tests.factories import uploads
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

NOTE, LOOK_AT = "=cmd, 'what' ŵ 🙂 <b>", 'page 12, "the table" שלום'
FIRST, SECOND = ("figures, 'one'.csv", uploads.CSV), ("two ŵ 🙂.csv", uploads.CSV + b"more\n")


def of(case: Case, criterion: str) -> tuple[EvidenceFacts, ...]:
    with case.database.reading() as session:
        return queries.evidence_of(session, case.application_id).get(criterion, ())


def keys(case: Case) -> set[str]:
    with case.database.reading() as session:
        return {key for key in session.scalars(select(EvidenceItem.file_key)) if key}


def stored(case: Case, key: str) -> bytes | None:
    try:
        content: bytes = case.app.extensions["portal"].files.get(key)
    except NotFound:
        return None
    return content


def upload(case: Case, *files: tuple[str, bytes], criterion: str = "INF-1", code: int = 200, **said: str) -> Visitor:
    officer = case.visitor(case.contributor)
    here = f"{case.here}/{criterion}/evidence"
    officer.visit(here)
    fields = {"file_note": NOTE, "file_look_at": LOOK_AT, **said}
    officer.post(f"{here}/file", code, file=[(BytesIO(content), name) for name, content in files], **fields)
    return officer


def reuse(case: Case, item: UUID, criterion: str, code: int = 200, note: str = "Here too") -> Visitor:
    officer = case.visitor(case.contributor)
    address = f"{case.here}/{criterion}/evidence/reuse/{item}"
    officer.visit(address)
    officer.post(address, code, note=note, look_at="page 3")
    return officer


def test_several_files_are_kept_with_one_note_for_all(case: Case) -> None:
    officer = upload(case, FIRST, SECOND)
    kept = [(item.shown, item.note, item.look_at) for item in of(case, "INF-1")]
    assert kept == [(FIRST[0], NOTE, LOOK_AT), (SECOND[0], NOTE, LOOK_AT)]
    assert ("2 files were added." in officer.page.text, officer.page.text.count(f"Look at: {LOOK_AT}")) == (True, 2)


def test_refused_files_are_each_named_and_the_good_ones_are_kept(case: Case) -> None:
    officer = upload(case, FIRST, ("empty.pdf", b""), ("run.exe", uploads.EXE), SECOND, code=422)
    assert [item.shown for item in of(case, "INF-1")] == [FIRST[0], SECOND[0]]
    assert "“empty.pdf” is empty. Check the file and choose it again." in officer.page.text
    assert "“run.exe” is of a kind that we do not take." in officer.page.text
    assert "2 files were added." in officer.page.text


def test_files_beyond_the_fifth_are_refused_by_name(case: Case) -> None:
    given = [(f"{number}.csv", uploads.CSV + bytes([65 + number])) for number in range(6)]
    officer = upload(case, *given, code=422)
    assert [item.shown for item in of(case, "INF-1")] == [f"{number}.csv" for number in range(5)]
    assert "“5.csv” was not added: choose at most 5 files at once." in officer.page.text


def test_same_file_twice_is_kept_once(case: Case) -> None:
    officer = upload(case, FIRST, ("again.csv", FIRST[1]), code=422)
    assert [item.shown for item in of(case, "INF-1")] == [FIRST[0]]
    assert "“again.csv” is among the evidence for this criterion already." in officer.page.text


def test_files_without_a_note_are_not_kept_and_the_page_says_to_choose_them_again(case: Case) -> None:
    officer = upload(case, FIRST, code=422, file_note="")
    assert (of(case, "INF-1"), "Choose the files again" in officer.page.text) == ((), True)
    assert [field.get("value") for field in officer.page.fields if field.get("name") == "file_look_at"] == [LOOK_AT]


def test_what_is_said_of_an_item_is_changed_on_its_own_page(case: Case) -> None:
    officer = upload(case, FIRST, SECOND)
    address = f"{case.here}/INF-1/evidence/{of(case, 'INF-1')[0].id}/change"
    page = officer.visit(address)
    [version] = [field["value"] for field in page.fields if field.get("name") == "version"]
    officer.post(address, note="Another", look_at="", version=version)
    assert [(item.note, item.look_at) for item in of(case, "INF-1")] == [("Another", ""), (NOTE, LOOK_AT)]
    page = officer.post(address, 409, note="Mine", look_at="", version=version)
    assert ("A colleague saved a newer version" in page.text, of(case, "INF-1")[0].note) == (True, "Another")
    officer.post(address, 422, note="", look_at="", version=version)
    with case.work() as work:
        queries.locked(work.session, case.application_id).submitted_at = work.clock.now()
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    officer.visit(address, 409)
    officer.post(address, 409, note="Late", look_at="", version=version)
    assert of(case, "INF-1")[0].note == "Another"


def test_reused_file_has_its_own_words_shares_its_bytes_and_counts_once(case: Case) -> None:
    upload(case, FIRST)
    [first] = of(case, "INF-1")
    officer = reuse(case, first.id, "INF-2")
    [again] = of(case, "INF-2")
    assert (again.note, again.look_at, again.shown, again.sha256) == ("Here too", "page 3", FIRST[0], first.sha256)
    assert officer.client.get(f"/evidence/{again.id}").data == uploads.CSV
    assert len(keys(case)) == 1
    page = officer.visit(f"{case.here}/INF-3/evidence/reuse?q=figures%20ONE")
    assert "1 item found for “figures ONE”." in page.text
    assert "0 items found for “=zzz <b>”." in officer.visit(f"{case.here}/INF-3/evidence/reuse?q=%3Dzzz%20%3Cb%3E").text
    reuse(case, first.id, "INF-2", 422)
    assert len(of(case, "INF-2")) == 1


def test_link_is_reused_too_and_what_nobody_may_see_is_not(case: Case) -> None:
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    officer.post(f"{case.here}/INF-1/evidence/link", link="https://example.gov.uk/a", link_note="A", link_look_at="B")
    [link] = of(case, "INF-1")
    reuse(case, link.id, "INF-2")
    assert [item.shown for item in of(case, "INF-2")] == ["https://example.gov.uk/a"]
    officer.visit(f"{case.here}/INF-2/evidence/reuse/{case.application_id}", 404)
    page = officer.visit(f"{case.here}/INF-2/evidence/reuse")
    assert "There is nothing here to choose" in page.text


def test_removal_deletes_the_bytes_with_the_last_item_that_has_them(case: Case) -> None:
    upload(case, FIRST)
    [first] = of(case, "INF-1")
    reuse(case, first.id, "INF-2")
    [key], [again] = keys(case), of(case, "INF-2")
    for criterion, item, words, left in (
        ("INF-1", first, "It is taken from this criterion only.", uploads.CSV),
        ("INF-2", again, "The file is deleted for good.", None),
    ):
        officer = case.visitor(case.contributor)
        page = officer.visit(f"{case.here}/{criterion}/evidence/{item.id}/remove")
        assert words in page.text
        officer.post(f"{case.here}/{criterion}/evidence/{item.id}/remove")
        assert (stored(case, key), of(case, criterion)) == (left, ())


def test_bytes_stay_once_the_application_was_sent_even_if_it_came_back(case: Case) -> None:
    upload(case, FIRST)
    [item], [key] = of(case, "INF-1"), keys(case)
    for person, command in ((case.owner, "send"), (case.owner, "recall")):
        with case.work_of(person) as work:
            work.perform(queries.locked(work.session, case.application_id), command)
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence/{item.id}/remove")
    officer.post(f"{case.here}/INF-1/evidence/{item.id}/remove")
    assert (of(case, "INF-1"), stored(case, key)) == ((), uploads.CSV)


@pytest.mark.parametrize("page", ["", "/reuse"])
def test_pages_ask_the_database_as_often_for_one_item_as_for_five(case: Case, page: str) -> None:
    officer = upload(case, FIRST, criterion="INF-2")
    address = f"{case.here}/INF-1/evidence{page}"
    officer.visit(address)
    with counted_queries(case.app) as few:
        officer.visit(address)
    upload(case, *((f"{n}.csv", uploads.CSV + bytes([65 + n])) for n in range(4)), criterion="INF-2")
    with counted_queries(case.app) as many:
        officer.visit(address)
    assert len(many) == len(few) > 0
