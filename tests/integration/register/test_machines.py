"""What programs ask of the public face: described, answered in JSON whatever happens, readable from any website."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM
from portal.register.opendata import FIELDS
from portal.transparency.actions import BY_EVENT, record
from tests.factories import awards as make
from tests.integration.visiting import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"
HELD_TO = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


@pytest.fixture
def number(app: Flask) -> str:
    """An award that was withdrawn, in the register and in the log."""
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {name: [record] for name in BY_EVENT})
        council = make.make_council(work, make.AWKWARD_COUNCIL, "awkward", region="London")
        return make.withdraw(work, make.make_award(work, council)).number


@pytest.mark.usefixtures("number")
def test_every_described_address_answers_as_it_is_described(app: Flask) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    checks: list[Any] = [CHECKS.get_one(name) for name in HELD_TO]
    asked: set[str] = set()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=10,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy())
        def ask(case: Case[Any]) -> None:
            case.call_and_validate(checks=checks)
            asked.add(case.path)

        ask()
    assert {"/register.json", "/verify/{number}.json", "/log/head.json", "/.well-known/did.json"} <= asked


def test_description_names_the_fields_as_the_data_has_them(visitor: Visitor, number: str) -> None:
    described = json.loads(visitor.client.get("/openapi.json").text)["components"]["schemas"]["Award"]
    answer = json.loads(visitor.client.get(f"/verify/{number}.json").text)
    assert described["required"] == list(FIELDS) == list(answer)[1:]
    columns = json.loads(visitor.client.get("/register.csv-metadata.json").text)["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(FIELDS)


@pytest.mark.parametrize(
    ("method", "address", "code"),
    [
        ("GET", "/register.json?on=tomorrow", 400),
        ("GET", "/verify/3333-33333.json", 404),
        ("GET", "/criteria/none.json", 404),
        ("GET", "/nowhere.json", 404),
        ("POST", "/register.json", 405),
        ("DELETE", "/openapi.json", 405),
    ],
)
def test_program_is_told_in_json_what_is_wrong_and_what_to_do(
    visitor: Visitor, method: str, address: str, code: int
) -> None:
    answer = visitor.client.open(address, method=method)
    assert (answer.status_code, answer.mimetype) == (code, "application/json")
    said = json.loads(answer.text)
    assert said["error"]
    assert said["what_to_do"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_page_of_another_site_may_ask_and_ask_before(visitor: Visitor) -> None:
    asked = visitor.client.options("/register.json", headers={"Origin": "https://news.example"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    private = visitor.client.options("/administration/statistics.csv")
    assert "Access-Control-Allow-Origin" not in private.headers


def test_register_that_has_not_changed_is_not_sent_again(visitor: Visitor, number: str) -> None:
    first = visitor.client.get("/register.csv")
    assert number in first.text
    again = visitor.client.get("/register.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_feed_tells_each_change_under_an_id_that_stays(visitor: Visitor, number: str) -> None:
    feed = ET.fromstring(visitor.client.get("/register.atom").data)  # noqa: S314 # our own
    assert feed.findtext(f"{ATOM}updated") == "2026-11-18T10:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    ids = [(entry.findtext(f"{ATOM}id") or "").rpartition("#")[2] for entry in entries]
    assert ids == ["line-3", "line-2", "line-1"]
    assert (entries[0].findtext(f"{ATOM}title") or "").endswith(": The award was withdrawn")
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    links = [link.get("href", "") for link in entries[0].findall(f"{ATOM}link")]
    assert [link.rpartition("/verify/")[2] for link in links] == [number]


def test_map_counts_each_region_and_leads_to_its_holders(visitor: Visitor, number: str, app: Flask) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, {})
        make.make_award(work, make.make_council(work, region="London"))
        make.make_council(work, region="")
    page = visitor.visit("/register/map")
    assert number
    assert "On 18 November 2026 one council holds the Mark." in page.text
    assert "London 1 2" in page.text
    assert "England, in no one region 0 1" in page.text
    assert ("London", "/register?region=London&standing=holding") in page.links
    assert visitor.visit("/register?region=London&standing=holding").text.count("One entry") == 1


def test_register_counts_what_was_withdrawn_and_knows_a_postcode(visitor: Visitor, number: str) -> None:
    assert "A statement in the application was false. One award." in visitor.visit("/register").text
    page = visitor.visit("/register?q=SW1A+1AA")
    assert number not in page.text
    assert "https://www.gov.uk/find-local-council" in [target for _said, target in page.links]
    assert visitor.visit("/register/fields").headings == ["What the fields of the open data mean"]


def test_council_page_says_the_same_to_search_engines(visitor: Visitor, number: str) -> None:
    html = visitor.visit("/register/awkward").html
    linked = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(linked)
    assert said["name"] == make.AWKWARD_COUNCIL
    assert said["hasCertification"]["certificationIdentification"] == number
    assert said["hasCertification"]["certificationStatus"] == "https://schema.org/CertificationInactive"
    assert html.count('<link rel="canonical" href="http') == 1
    picture = visitor.client.get("/register/awkward/card.png").data
    assert (picture[:4], picture[16:24]) == (b"\x89PNG", bytes.fromhex("000004b000000276"))
