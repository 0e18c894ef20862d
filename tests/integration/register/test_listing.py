import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from portal.awards.queries import award_numbered
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.register.opendata import ATTRIBUTION, FIELDS
from tests.factories import awards as make
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor
from tests.integration.working import Working


@pytest.fixture
def holders(working: Working) -> dict[str, str]:
    """Three councils that hold the Mark, by name, with the numbers of their awards; a fourth never has."""
    with working() as work:
        councils = [
            make.make_council(work, "Camden", kind=Kind.LONDON_BOROUGH, region="London"),
            make.make_council(
                work,
                "Isle of Anglesey",
                name_cy="Cyngor Sir Ynys Môn",
                kind=Kind.WELSH_PRINCIPAL,
                nation=Nation.WALES,
                region="Wales",
            ),
            make.make_council(work, "100%_Council", region="East of England"),
        ]
        make.make_council(work, "Never Applied", "never-applied", host="never.gov.uk")
        return {council.name: make.make_award(work, council).number for council in councils}


def listed(visitor: Visitor, query: str = "") -> list[str]:
    """The councils in the open data with these filters, in their order."""
    answer = json.loads(visitor.client.get(f"/register.json{query}").text)
    return [award["council"] for award in answer["awards"]]


def test_register_lists_who_holds_the_mark_by_name(visitor: Visitor, holders: dict[str, str]) -> None:
    page = visitor.visit("/register")
    assert "On 18 November 2026 3 councils hold the Social Media Friendly Mark." in page.text
    assert [said for said, _ in page.links if said in holders] == ["100%_Council", "Camden", "Isle of Anglesey"]
    assert ATTRIBUTION in page.text
    assert "Never Applied" not in page.text


def test_order_of_the_list_is_worked_out_once_until_something_changes(
    app: Flask, visitor: Visitor, working: Working, holders: dict[str, str]
) -> None:
    with counted_queries(app) as first:
        visitor.visit("/register")
    with counted_queries(app) as again:
        shown = visitor.visit("/register")
    with working() as work:
        make.make_award(work, make.make_council(work, "Barnet"))
    after = visitor.visit("/register")
    listed_then, listed_now = (
        [said for said, _ in page.links if said in {*holders, "Barnet"}] for page in (shown, after)
    )
    # The order, and how many hold the Mark.
    assert len(first) - len(again) == 2
    assert listed_then == ["100%_Council", "Camden", "Isle of Anglesey"]
    assert listed_now == ["100%_Council", "Barnet", "Camden", "Isle of Anglesey"]
    assert "4 councils hold the Social Media Friendly Mark." in after.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=CAMDEN", ["Camden"]),
        ("?q=anglesey+isle", ["Isle of Anglesey"]),
        (f"?q={quote('MÔN')}", ["Isle of Anglesey"]),
        ("?q=%25", ["100%_Council"]),
        ("?q=_", ["100%_Council"]),
        ("?q=%00", ["100%_Council", "Camden", "Isle of Anglesey"]),
        ("?q=%27--", []),
        ("?kind=london_borough", ["Camden"]),
        ("?nation=Wales", ["Isle of Anglesey"]),
        ("?region=East+of+England", ["100%_Council"]),
        ("?nation=Wales&kind=london_borough", []),
        ("?standing=holding", ["100%_Council", "Camden", "Isle of Anglesey"]),
        ("?standing=current", ["100%_Council", "Camden", "Isle of Anglesey"]),
        ("?standing=withdrawn", []),
        ("?on=2026-11-18", ["100%_Council", "Camden", "Isle of Anglesey"]),
        ("?on=18+11+2026", ["100%_Council", "Camden", "Isle of Anglesey"]),
        ("?on=2026-11-17", []),
        ("?unknown=x&page=7", ["100%_Council", "Camden", "Isle of Anglesey"]),
    ],
)
def test_filters_let_through_what_they_say(
    visitor: Visitor, holders: dict[str, str], query: str, found: list[str]
) -> None:
    assert listed(visitor, query) == found
    page = visitor.visit(f"/register{query}")
    assert [said for said, _ in page.links if said in holders] == found


@pytest.mark.usefixtures("holders")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?on=yesterday", "Enter a day, month and year, such as 18 11 2026."),
        ("?on=2026-11-19", "The register can be shown for any day up to today."),
        ("?kind=parish", "Not a valid choice"),
        ("?standing=held", "Not a valid choice"),
    ],
)
def test_filter_that_means_nothing_is_explained(visitor: Visitor, query: str, said: str) -> None:
    page = visitor.visit(f"/register{query}", code=422)
    assert said in page.text
    for ending in ("json", "csv"):
        response = visitor.client.get(f"/register.{ending}{query}")
        assert response.status_code == 400
        assert said in response.text


@pytest.mark.usefixtures("holders")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?on=2026-11-18", "On 18 November 2026 3 councils held the Social Media Friendly Mark."),
        ("?on=2026-11-19", "On 19 November 2026 3 councils hold the Social Media Friendly Mark."),
        ("?on=2026-11-17", "On 17 November 2026 no council held the Social Media Friendly Mark."),
    ],
)
def test_earlier_day_is_told_as_what_is_past(visitor: Visitor, clock: FixedClock, query: str, said: str) -> None:
    clock.at += timedelta(days=1)
    assert said in visitor.visit(f"/register{query}").text


def test_register_without_an_entry_says_what_to_do(visitor: Visitor) -> None:
    assert "On 18 November 2026 no council holds the Social Media Friendly Mark." in visitor.visit("/register").text
    page = visitor.visit("/register?q=nowhere")
    assert ("Look for a council that may not hold the Mark", "/verify?q=nowhere") in page.links


def test_register_shows_any_past_day_as_it_was(
    visitor: Visitor, holders: dict[str, str], working: Working, clock: FixedClock
) -> None:
    clock.at = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with working() as work:
        award = award_numbered(work.session, holders["Camden"])
        make.suspend(work, award)
    clock.at = datetime(2027, 4, 1, 9, tzinfo=UTC)
    with working() as work:
        make.restore(work, award)
    for day, standing in (("2027-02-28", "current"), ("2027-03-01", "suspended"), ("2027-04-01", "current")):
        answer = json.loads(visitor.client.get(f"/register.json?q=camden&on={day}").text)
        assert [entry["standing"] for entry in answer["awards"]] == [standing]
        assert answer["holders"] == (2 if standing == "suspended" else 3)


def test_past_holders_leave_the_list_and_are_found_by_their_standing(
    visitor: Visitor, holders: dict[str, str], working: Working, clock: FixedClock
) -> None:
    with working() as work:
        make.withdraw(work, award_numbered(work.session, holders["Camden"]))
    assert "A statement in the application was false." in visitor.visit("/register?q=camden").text
    clock.at = datetime(2028, 11, 17, 9, tzinfo=UTC)
    assert listed(visitor, "?q=camden") == ["Camden"]
    clock.at += timedelta(days=1)
    assert listed(visitor, "?q=camden") == []
    assert listed(visitor, "?q=camden&standing=withdrawn") == ["Camden"]
    assert listed(visitor) == ["100%_Council", "Isle of Anglesey"]
    assert listed(visitor, "?standing=expired") == ["100%_Council", "Isle of Anglesey"]


def test_renewed_council_is_listed_once_and_its_old_award_as_replaced(
    visitor: Visitor, holders: dict[str, str], working: Working, clock: FixedClock
) -> None:
    clock.at = datetime(2028, 9, 1, 9, tzinfo=UTC)
    with working() as work:
        old = award_numbered(work.session, holders["Camden"])
        new = make.make_award(work, work.session.get_one(Council, old.council_id))
    answer = json.loads(visitor.client.get("/register.json?q=camden").text)
    assert [(entry["number"], entry["first_awarded"]) for entry in answer["awards"]] == [(new.number, "2026-11-18")]
    replaced = json.loads(visitor.client.get("/register.json?standing=replaced").text)["awards"]
    assert [(entry["number"], entry["replaced_by"]) for entry in replaced] == [(old.number, new.number)]


def test_long_register_is_read_in_pages_that_keep_the_filters(visitor: Visitor, working: Working) -> None:
    with working() as work:
        for number in range(51):
            make.make_award(work, make.make_council(work, f"Town {number:02}"))
    first = visitor.visit("/register?kind=district")
    assert "51 entries" in first.text
    assert ("Next page", "/register?page=2&kind=district") in first.links
    second = visitor.visit("/register?page=2&kind=district")
    assert [said for said, _ in second.links if said.startswith("Town ")] == ["Town 50"]
    assert visitor.visit("/register?page=99").text.count("Town 50") == 1
    assert len(listed(visitor)) == 51


def test_register_asks_the_database_as_often_for_many_entries_as_for_one(
    app: Flask, visitor: Visitor, working: Working
) -> None:
    def questions() -> int:
        with counted_queries(app) as asked:
            visitor.visit("/register")
        return len(asked)

    with working() as work:
        make.make_award(work, make.make_council(work))
    one = questions()
    with working() as work:
        for _ in range(10):
            make.make_award(work, make.make_council(work))
    assert 0 < one == questions()


@pytest.mark.usefixtures("holders")
def test_json_has_its_day_its_licence_its_source_and_what_each_field_means(visitor: Visitor) -> None:
    response = visitor.client.get("/register.json")
    answer = json.loads(response.text)
    assert (answer["on"], answer["holders"], answer["source"]) == ("2026-11-18", 3, ATTRIBUTION)
    assert list(answer["fields"]) == list(FIELDS) == list(answer["awards"][0])
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"
    assert "Set-Cookie" not in response.headers


def test_csv_survives_a_spreadsheet(visitor: Visitor, working: Working) -> None:
    with working() as work:
        council = make.make_council(work, make.AWKWARD_COUNCIL, "awkward")
        number = make.make_award(work, council, promise_address="").number
    response = visitor.client.get("/register.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8"), newline="")))
    assert [row["number"] for row in rows] == [number]
    assert rows[0]["council"] == f"'{make.AWKWARD_COUNCIL}"
    assert rows[0]["summary"] == make.AWKWARD_SUMMARY
    assert rows[0]["domains"] == "example.gov.uk\nnews.example.gov.uk"
    assert (rows[0]["holds_the_mark"], rows[0]["promise"]) == ("true", "")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.usefixtures("holders")
def test_council_that_never_held_the_mark_has_its_page(visitor: Visitor) -> None:
    page = visitor.visit("/register/never-applied")
    assert page.headings == ["Never Applied"]
    assert "Never Applied does not hold the Mark." in page.text
    assert ("never.gov.uk", "https://never.gov.uk") in page.links
    assert "mailto:mark@localhost" in [target for _, target in page.links]


def test_council_page_has_its_history_and_its_own_words(visitor: Visitor, working: Working) -> None:
    with working() as work:
        council = make.make_council(work, "Camden", "camden", last_day=date(2027, 3, 31))
        number = make.make_award(work, council).number
    page = visitor.visit("/register/camden")
    assert ("Yes. Camden holds the Mark until 31 March 2027", f"/verify/{number}") in page.links
    assert (number, f"/verify/{number}") in page.links
    assert " ".join(make.AWKWARD_SUMMARY.split()) in page.text
    assert "Last day of the council31 March 2027" in page.text


@pytest.mark.parametrize("slug", ["nowhere", "%00", "ŵ🙂", "'--"])
def test_unknown_council_is_not_found(visitor: Visitor, slug: str) -> None:
    visitor.visit(f"/register/{slug}", code=404)
