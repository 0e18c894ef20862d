import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from config import ROOT
from portal.awards.queries import AwardRecord
from portal.awards.states import ReasonType
from portal.councils.models import Council, Succession
from portal.kernel.clock import FixedClock
from tests.factories import awards as make
from tests.integration.visiting import Visitor
from tests.integration.working import Working

LIGHTEST = 30 * 1024


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        return make.make_award(work, make.make_council(work, "Camden Council", "camden"), commendation=True)


def test_current_award_is_a_yes_with_the_last_day(visitor: Visitor, award: AwardRecord) -> None:
    page = visitor.visit(f"/verify/{award.number}")
    assert page.headings == ["Yes. Camden Council holds the Mark until 17 November 2028"]
    assert "It was awarded with commendation." in page.text


def test_verify_page_says_where_the_council_is_what_the_mark_is_not_and_who_checked(
    visitor: Visitor, award: AwardRecord
) -> None:
    page = visitor.visit(f"/verify/{award.number}")
    assert ("example.gov.uk", "https://example.gov.uk") in page.links
    assert ("https://social.example/@council", "https://social.example/@council") in page.links
    assert "that this page is at 127.0.0.1:5000, and that the page you came from is one of these" in page.text
    assert "It does not mean political support, legal compliance, or that every post is right." in page.text
    assert "Reviewers of the Local Government Association." in page.text
    assert ("Criteria 2026, version 1.0", "/criteria/2026") in page.links


def test_verify_page_with_all_that_it_fetches_is_light_and_the_same_for_everyone(
    visitor: Visitor, award: AwardRecord
) -> None:
    page = visitor.visit(f"/verify/{award.number}")
    assert "Set-Cookie" not in visitor.response.headers
    assert "Cookie" not in visitor.response.headers.get("Vary", "")
    assert visitor.response.headers["Cache-Control"] == "public, max-age=0, s-maxage=55, must-revalidate"
    fetched = set(re.findall(r'(?:src|<link[^>]* href)="(/static/[^"]+)"', page.html))
    assert {address.partition("?")[0].rpartition("/")[2] for address in fetched} == {
        "answer.css",
        "favicon.svg",
        "language.js",
        "mark.svg",
        "mark-white.svg",
    }
    # As the portal itself sends it, not compressed: what a proxy saves comes on top.
    weight = len(visitor.response.data) + sum(
        (ROOT / address.partition("?")[0].removeprefix("/")).stat().st_size for address in fetched
    )
    assert weight < LIGHTEST


def test_light_style_sheet_has_every_rule_that_the_verify_page_uses(visitor: Visitor, award: AwardRecord) -> None:
    html = visitor.visit(f"/verify/{award.number}").html + visitor.visit("/verify/3333-3333O", code=404).html
    used = {name for said in re.findall(r'class="([^"]*)"', html) for name in said.split()}
    whole, light = (
        set(re.findall(r"\.([a-z](?:[\w-]|\\.)*)", (ROOT / f"static/css/{name}.css").read_text()))
        for name in ("mark", "answer")
    )
    # The button of the menu is hidden until a script brings it to life, which this page does not load.
    used.remove("govuk-service-navigation__toggle")
    missing = {name for name in used if name.replace("!", "\\!") in whole - light}
    assert missing == set(), "run npm run build"


@pytest.mark.parametrize(
    ("change", "line", "more"),
    [
        (make.suspend, "No. The Mark of Camden Council has been suspended since 19 November 2026", "check is late."),
        (make.give_up, "No. Camden Council gave up the Mark on 19 November 2026", ""),
        (
            make.withdraw,
            "No. The Mark was withdrawn from Camden Council on 19 November 2026",
            "Reason: A statement in the application was false.",
        ),
        (
            make.end,
            "No. The Mark of Camden Council ended on 19 November 2026, when the council was replaced",
            "",
        ),
    ],
)
def test_award_that_is_not_current_is_a_no_that_says_since_when(  # a table of changes
    visitor: Visitor, award: AwardRecord, working: Working, clock: FixedClock, change: object, line: str, more: str
) -> None:
    clock.at += timedelta(days=1)
    with working() as work:
        change(work, award)  # type: ignore[operator] # a table of the factory's functions
    page = visitor.visit(f"/verify/{award.number}")
    assert page.headings == [line]
    assert more in page.text


def test_award_past_its_last_day_is_a_no(visitor: Visitor, award: AwardRecord, clock: FixedClock) -> None:
    clock.at = datetime(2028, 11, 18, 0, 0, 1, tzinfo=UTC)
    assert visitor.visit(f"/verify/{award.number}").headings == [
        "No. Camden Council held the Mark until 17 November 2028"
    ]


def test_replaced_award_leads_to_the_newer_one(
    visitor: Visitor, award: AwardRecord, working: Working, clock: FixedClock
) -> None:
    clock.at = datetime(2028, 9, 1, 9, tzinfo=UTC)
    with working() as work:
        newer = make.make_award(work, work.session.get_one(Council, award.council_id))
    page = visitor.visit(f"/verify/{award.number}")
    assert page.headings == ["No. This award of Camden Council was replaced by a newer one on 1 September 2028"]
    assert (
        f"Camden Council does hold the Mark today, by another award: {newer.number}, until 17 November 2030."
        in page.text
    )
    assert (newer.number, f"/verify/{newer.number}") in page.links


def test_award_of_a_replaced_council_names_its_successors(
    visitor: Visitor, working: Working, clock: FixedClock
) -> None:
    with working() as work:
        old = make.make_council(work, "Mole Valley", last_day=date(2027, 3, 31))
        new = make.make_council(work, "East Surrey", "east-surrey")
        work.session.add(Succession(council_id=old.id, successor_id=new.id))
        number = make.make_award(work, old).number
    assert visitor.visit(f"/verify/{number}").headings == ["Yes. Mole Valley holds the Mark until 31 March 2027"]
    clock.at = datetime(2027, 4, 1, 9, tzinfo=UTC)
    page = visitor.visit(f"/verify/{number}")
    assert page.headings == ["No. The Mark of Mole Valley ended on 1 April 2027, when the council was replaced"]
    assert ("East Surrey", "/register/east-surrey") in page.links


@pytest.mark.parametrize("spoil", [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number} "])
def test_number_in_another_form_leads_to_its_one_form(visitor: Visitor, award: AwardRecord, spoil: object) -> None:
    response = visitor.client.get(f"/verify/{spoil(award.number)}")  # type: ignore[operator] # a table of functions
    assert (response.status_code, response.headers["Location"]) == (301, f"/verify/{award.number}")


def test_number_that_nobody_has_is_a_page_that_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.visit("/verify/3333-3333O", code=404)
    assert page.headings == ["No certificate has that number"]
    assert ("Check by the name of the council instead", "/verify") in page.links


def test_number_with_a_wrong_check_character_is_told_so(visitor: Visitor) -> None:
    assert visitor.visit("/verify/3333-33333", code=404).headings == ["This is not the number of an award"]
    page = visitor.visit("/verify?q=3333-33333")
    assert "The last character of a number checks the others, and “3333-33333” does not add up." in page.text


def test_awkward_names_and_notes_are_shown_as_they_are(visitor: Visitor, working: Working) -> None:
    with working() as work:
        council = make.make_council(work, make.AWKWARD_COUNCIL, "awkward")
        award = make.make_award(work, council, domains="", accounts="")
        make.withdraw(work, award, ReasonType.MISUSE, '<b>"=cmd"</b> ŵ 🙂 שלום')
    page = visitor.visit(f"/verify/{award.number}")
    assert " ".join(make.AWKWARD_COUNCIL.split()) in page.headings[0]
    assert '<b>"=cmd"</b> ŵ 🙂 שלום' in page.text
    assert page.text.count("None has been registered.") == 2


def test_answer_for_machines(visitor: Visitor, award: AwardRecord) -> None:
    response = visitor.client.get(f"/verify/{award.number}.json")
    answer = json.loads(response.text)
    assert {name: answer[name] for name in ("number", "council", "standing", "holds_the_mark", "commendation")} == {
        "number": award.number,
        "council": "Camden Council",
        "standing": "current",
        "holds_the_mark": True,
        "commendation": True,
    }
    assert (answer["valid_from"], answer["valid_until"], answer["edition"]) == ("2026-11-18", "2028-11-17", "2026")
    assert answer["domains"] == ["example.gov.uk", "news.example.gov.uk"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_answer_for_machines_about_a_number_that_nobody_has(visitor: Visitor) -> None:
    response = visitor.client.get("/verify/3333-3333O.json")
    assert (response.status_code, json.loads(response.text)["number"]) == (404, "3333-3333O")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
