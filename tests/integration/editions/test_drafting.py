"""Drafting an edition: a copy, changed as a whole and criterion by criterion, by two people at once."""

import io
from typing import Any

import pytest

from portal.criteria.canonical import edition_hash
from portal.criteria.loading import examine, load_edition
from portal.editions.editing import lines
from tests.factories.people import AWKWARD_NAME
from tests.integration.counting import counted_queries
from tests.integration.editions.conftest import START, Office
from tests.integration.visiting import Visitor

DRAFT = f"{START}/2027"
AWKWARD = 'Ŵyn’s "plan", =cmd 🙂 שלום <b>: #1\n- ' + "x" * 90


def text_of(browser: Visitor) -> str:
    browser.visit(f"{DRAFT}.yaml")
    return str(browser.response.data, "utf-8")


def ids_of(browser: Visitor) -> list[str]:
    tree = examine(text_of(browser)).tree
    assert tree is not None
    return [line.id for line in lines(tree)]


def form_of(browser: Visitor, address: str) -> dict[str, Any]:
    """What a browser would send of the form on this page that saves it."""
    page = browser.visit(address)
    form = next(form for form in page.forms if form.get("action") == address)
    fields = form["fields"]
    assert isinstance(fields, list)
    sent: dict[str, Any] = {}
    for field in fields:
        chosen = field.get("type") not in ("checkbox", "radio") or "checked" in field
        if field["tag"] != "input" or not chosen or field.get("type") == "file":
            continue
        sent.setdefault(field["name"], []).append(field.get("value", ""))
    return sent


def criterion_fields(browser: Visitor, criterion: str, **changed: object) -> dict[str, Any]:
    """The whole form of a criterion, as saved but for what is changed; textareas and selects are typed anew."""
    found = examine(text_of(browser)).edition
    assert found is not None
    said = found.criterion(criterion)
    return {
        **form_of(browser, f"{DRAFT}/criteria/{criterion}"),
        "theme": said.theme,
        "statement": said.statement,
        "why_it_matters": said.why_it_matters,
        "good": "\n".join(said.what_good_looks_like),
        "examples": "\n".join(said.evidence.examples),
        **{f"rubric_{score}": sentence for score, sentence in enumerate(said.rubric)},
        "live_check": said.live_check or "",
        **{f"note_{place}": said.note_for(kind.id) or "" for place, kind in enumerate(found.authority_types)},
        **changed,
    }


def test_draft_begins_as_a_copy_that_differs_in_its_name_alone(office: Office) -> None:
    browser = office.begin()
    assert "Nothing: it reads as an edition, and every worked case holds." in browser.page.text
    assert browser.page.text.count("Holds") == 4 + 1  # four cases under a heading
    page = browser.visit(f"{DRAFT}/compare")
    assert "The two editions differ in nothing but their names." in page.text
    page = browser.visit(START)
    assert "Draft 2027" in page.text
    assert "Ada Admin" in page.text


@pytest.mark.parametrize(
    ("name", "version", "said"),
    [
        ("2026", "2.0", "There is an edition or a draft with the name 2026."),
        ("Next Year", "2.0", "Give a name of small letters, digits and hyphens"),
        ("2027", "", "Give the number of the version"),
    ],
)
def test_draft_needs_a_name_of_its_own_and_a_version(office: Office, name: str, version: str, said: str) -> None:
    browser = office.visitor(office.ada_id)
    browser.visit(START)
    page = browser.post(START, 422, copy_of="2026", name=name, version_name=version)
    assert said in page.text


def test_text_with_faults_is_kept_and_each_fault_shown_with_its_line(office: Office) -> None:
    browser = office.begin()
    faulty = text_of(browser).replace("total_weight: 59", "total_weight: 60").replace("edition: '2027'", "edition: X")
    page = browser.visit(f"{DRAFT}/text")
    page = browser.post(f"{DRAFT}/text", source=faulty, version="1")
    line = faulty.split("\n").index("  total_weight: 60") + 1
    assert f"Line {line}, scoring: total_weight is 60, but the criteria add up to 59.total_weight: 60" in page.text
    assert "edition is part of an address" in page.text
    assert text_of(browser) == faulty
    page = browser.visit(DRAFT)
    assert "2 faults. The draft is safe as it is" in page.text
    page = browser.post(f"{DRAFT}/sums", version="2")
    assert "1 fault." in page.text
    assert "cannot be compared before 1 fault is put right" in browser.visit(f"{DRAFT}/compare").text


def test_text_that_names_another_edition_is_a_fault(office: Office) -> None:
    browser = office.begin()
    browser.visit(f"{DRAFT}/text")
    browser.post(f"{DRAFT}/text", source=text_of(browser).replace("edition: '2027'", "edition: '2030'"), version="1")
    assert "The text says edition: 2030, but this draft is 2027." in browser.visit(DRAFT).text


def test_text_that_is_no_yaml_is_kept_and_its_criteria_wait(office: Office) -> None:
    browser = office.begin()
    browser.visit(f"{DRAFT}/text")
    browser.post(f"{DRAFT}/text", source="a: &b !!python/object:os.system [x\n", version="1")
    page = browser.visit(DRAFT)
    assert "Line 1: this is not YAML that an edition can be read from" in page.text
    assert "They can be shown one by one once the text can be read." in page.text
    browser.visit(f"{DRAFT}/criteria/INF-1", 404)


def test_file_takes_the_place_of_the_text_and_must_be_short_and_in_utf_8(office: Office) -> None:
    browser = office.begin()
    text = text_of(browser).replace("Day-to-day service updates", "Ŵyn 🙂")
    browser.visit(f"{DRAFT}/text")
    for content, said in ((b"\xff\xfe\x00", "not text in UTF-8"), (b"#" * 307_201, "longer than 300 KB")):
        page = browser.post(f"{DRAFT}/text", 422, source="x", version="1", file=(io.BytesIO(content), "a.yaml"))
        assert said in page.text
    browser.post(f"{DRAFT}/text", source="x", version="1", file=(io.BytesIO(text.encode()), "a.yaml"))
    assert text_of(browser) == text
    page = browser.visit(f"{DRAFT}/compare")
    assert "1 criterion changed" in page.text


def test_criterion_that_is_saved_as_it_was_changes_nothing(office: Office) -> None:
    browser = office.begin()
    before = text_of(browser)
    browser.post(f"{DRAFT}/criteria/INF-1", **criterion_fields(browser, "INF-1"))
    assert text_of(browser) == before


def test_criterion_is_changed_in_its_form_and_nothing_else_with_it(office: Office) -> None:
    browser = office.begin()
    before = load_edition(text_of(browser))
    fields = criterion_fields(browser, "INF-1", rubric_2=AWKWARD, good="One\n\n  Two  \n")
    page = browser.post(f"{DRAFT}/criteria/INF-1", **fields)
    assert "INF-1 is saved." in page.text
    after = load_edition(text_of(browser))
    assert after.criterion("INF-1").rubric[2] == AWKWARD
    assert after.criterion("INF-1").what_good_looks_like == ("One", "Two")
    assert after.criterion("INF-1").source_basis == before.criterion("INF-1").source_basis
    assert after.criteria[1:] == before.criteria[1:]
    assert edition_hash(after) != edition_hash(before)
    compared = browser.visit(f"{DRAFT}/compare").text
    assert "27 criteria the same" in compared
    assert "What scores 2" in compared


def test_weight_that_is_no_number_is_kept_as_a_fault_of_that_criterion(office: Office) -> None:
    browser = office.begin()
    browser.post(f"{DRAFT}/criteria/INF-1", **criterion_fields(browser, "INF-1", weight="three"))
    assert "INF-1: weight must be a whole number." in browser.visit(f"{DRAFT}/criteria/INF-1").text


def test_criterion_is_added_moved_and_taken_out(office: Office) -> None:
    browser = office.begin()
    new = f"{DRAFT}/criteria/new"
    browser.visit(new)
    assert "Give an id of capital letters" in browser.post(new, 422, id="inf 9", theme="INF", version="1").text
    assert "There is a criterion INF-1 already." in browser.post(new, 422, id="INF-1", theme="INF", version="1").text
    browser.post(new, id="INF-9", theme="INF", title="New", weight="1", version="1")
    assert ids_of(browser)[3:6] == ["INF-4", "INF-9", "EMG-1"]
    browser.visit(DRAFT)
    browser.post(f"{DRAFT}/criteria/INF-9/move", version="2", way="up")
    assert ids_of(browser)[2:5] == ["INF-3", "INF-9", "INF-4"]
    browser.visit(f"{DRAFT}/criteria/INF-9")
    browser.post(f"{DRAFT}/criteria/INF-9/remove", version="3")
    assert "The two editions differ in nothing but their names." in browser.visit(f"{DRAFT}/compare").text


def test_of_two_who_save_at_once_the_second_sees_both(office: Office) -> None:
    first, second = office.begin(), office.visitor(office.bea_id)
    theirs = criterion_fields(second, "INF-1", title="From Bea")
    mine = criterion_fields(first, "INF-1", title="From Ada")
    second.post(f"{DRAFT}/criteria/INF-1", **theirs)
    page = first.post(f"{DRAFT}/criteria/INF-1", 409, **mine)
    assert "From Ada" in page.text
    assert "From Bea" in page.text
    assert AWKWARD_NAME in page.text
    first.post(f"{DRAFT}/criteria/INF-1", **{**mine, "version": "2"})
    assert load_edition(text_of(first)).criterion("INF-1").title == "From Ada"


def test_draft_is_given_up(office: Office) -> None:
    browser = office.begin()
    page = browser.post(f"{DRAFT}/discard", version="1")
    assert "The draft 2027 is given up." in page.text
    browser.visit(DRAFT, 404)


def test_pages_ask_as_often_however_many_drafts_there_are(office: Office) -> None:
    browser = office.begin("2027")
    with counted_queries(office.app) as few:
        browser.visit(START)
    office.begin("2028")
    office.begin("2029")
    with counted_queries(office.app) as many:
        browser.visit(START)
    assert len(many) == len(few)
