"""Half-typed answers: put back for their writer alone, and never over what a colleague has saved meanwhile."""

from portal.applications import queries
from portal.applications.rules import Answered
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries
from tests.integration.visiting import Page, Visitor


def keep(visitor: Visitor, path: str, **fields: str) -> None:
    answer = visitor.client.post("/keep", data={"csrf_token": visitor.token(), "kept_page": path, **fields})
    assert answer.status_code == 200


def typed(page: Page) -> tuple[list[str], list[str]]:
    """The chosen self-score and the version that the form of a page would send."""
    return (
        [field["value"] for field in page.fields if field.get("name") == "self_score" and "checked" in field],
        [field["value"] for field in page.fields if field.get("name") == "version"],
    )


def test_draft_typed_over_an_older_version_is_put_back_and_does_not_overwrite_the_newer_one(case: Case) -> None:
    here = f"{case.here}/INF-1"
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(here)
    ann.post(here, self_score="1", statement="First", version="0")
    ben.visit(here)
    keep(ben, here, self_score="3", statement="Ben’s half", version="1")
    ann.post(here, self_score="2", statement="Ann’s newest", version="1")

    page = ben.visit(here)

    assert ("Ben’s half" in page.text, "Ann’s newest" in page.text, typed(page)) == (True, False, (["3"], ["1"]))
    ben.post(here, 409, self_score="3", statement="Ben’s half", version="1")
    with case.database.reading() as session:
        found = queries.answers_of(session, case.application_id)["INF-1"]
    assert (found.version, found.answered) == (2, Answered(2, statement="Ann’s newest"))


def test_half_typed_answer_is_shown_to_nobody_else(case: Case) -> None:
    here = f"{case.here}/INF-1"
    ben = case.visitor(case.contributor)
    ben.visit(here)
    keep(ben, here, statement="Ben’s half", version="0")
    assert "Ben’s half" in ben.visit(here).text
    for colleague in (case.owner, case.approver):
        page = case.visitor(colleague).visit(here)
        assert ("Ben’s half" in page.text, "Not saved yet" in page.text) == (False, False)
    assert "Ben’s half" not in ben.visit(f"{case.here}/INF-2").text


def test_presence_half_typed_is_put_back(case: Case) -> None:
    here = f"{case.here}/presence"
    ben = case.visitor(case.contributor)
    ben.visit(here)
    keep(ben, here, domains="llanfair.gov.uk", summary="We answer ŵ 🙂", version="0")
    page = ben.visit(here)
    assert ("We answer ŵ 🙂" in page.text, "Not saved yet" in page.text) == (True, True)


def test_half_typed_answer_can_still_be_read_once_the_application_has_been_sent(case: Case) -> None:
    ben = case.visitor(case.contributor)
    for path, fields in ((f"{case.here}/INF-1", {"statement": "Half"}), (f"{case.here}/presence", {"summary": "Half"})):
        ben.visit(path)
        keep(ben, path, **fields)
    with case.work_of(case.owner) as work:
        work.perform(queries.locked(work.session, case.application_id), "send")
    for path in ("INF-1", "presence"):
        page = ben.visit(f"{case.here}/{path}")
        assert "was not saved, and cannot be saved here now" in page.text
        kept = page.text.split("What you had typed and not saved")[1]
        assert "Half" in kept


def test_put_back_page_asks_as_much_of_the_database_as_another(case: Case) -> None:
    ben = case.visitor(case.contributor)
    ben.visit(f"{case.here}/INF-1")
    with counted_queries(case.app) as without:
        ben.visit(f"{case.here}/INF-1")
    keep(ben, f"{case.here}/INF-1", statement="Half", version="0")
    with counted_queries(case.app) as put_back:
        assert "Half" in ben.visit(f"{case.here}/INF-1").text
    assert len(without) == len(put_back)
