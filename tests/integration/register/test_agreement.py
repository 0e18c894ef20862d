import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.awards.queries import award_numbered
from portal.kernel.clock import FixedClock
from tests.factories import awards as make
from tests.factories.certificates import issue_papers
from tests.factories.standing import signed_renewal
from tests.integration.visiting import Visitor
from tests.integration.working import Working

# The last second of 17 June 2028 in London, where it is summer: 23:00 in UTC begins the next day.
LAST_SECOND = datetime(2028, 6, 17, 22, 59, 59, tzinfo=UTC)


def answers(visitor: Visitor, number: str, slug: str) -> dict[str, bool]:
    """What each face of the award says: whether it is held."""
    machine = json.loads(visitor.client.get(f"/verify/{number}.json").text)
    listed = json.loads(visitor.client.get(f"/register.json?q={slug}").text)
    picture = visitor.client.get(f"/badge/{number}.svg").text
    return {
        "badge": re.search("<title>Social Media Friendly Mark: Valid", picture) is not None,
        "verify page": visitor.visit(f"/verify/{number}").headings[0].startswith("Yes."),
        "verify JSON": machine["holds_the_mark"],
        "register JSON": [entry["holds_the_mark"] for entry in listed["awards"]] == [True],
        "register CSV": f"{number},{slug},,{slug}," in visitor.client.get("/register.csv?standing=holding").text,
        "register page": " one council holds " in visitor.visit("/register").text,
        "council page": "Yes." in visitor.visit(f"/register/{slug}").text,
        "check by name": "Yes." in visitor.visit(f"/verify?q={slug}").text,
        "check by address": "Yes." in visitor.visit("/verify?q=example.gov.uk").text,
        "certificate page": "no longer current" not in visitor.visit(f"/certificate/{number}").text,
        "frame": '<body class="held">' in visitor.client.get(f"/badge/{number}/frame").text,
        "kit": "not current: " not in visitor.visit(f"/badge/{number}/kit").text,
    }


@pytest.fixture
def number(working: Working, clock: FixedClock) -> str:
    clock.at = datetime(2026, 6, 18, 9, tzinfo=UTC)
    with working() as work:
        award = make.make_award(work, make.make_council(work, "camden", "camden"))
        issue_papers(work, award.id)
        return award.number


def test_all_faces_change_together_with_the_last_second(visitor: Visitor, number: str, clock: FixedClock) -> None:
    clock.at = LAST_SECOND
    said = answers(visitor, number, "camden")
    assert said == dict.fromkeys(said, True)
    clock.at = LAST_SECOND + timedelta(seconds=1)
    before = answers(visitor, number, "camden")
    clock.at = LAST_SECOND + timedelta(seconds=2)
    assert answers(visitor, number, "camden") == before == dict.fromkeys(before, False)


def test_all_faces_hold_while_the_renewal_is_reviewed_and_end_with_its_last_second(
    visitor: Visitor, number: str, working: Working, clock: FixedClock
) -> None:
    clock.at = LAST_SECOND
    with working() as work:
        signed_renewal(work, award_numbered(work.session, number))
    # Three months past its end, to the second: 17 September, in summer too.
    for moment in (LAST_SECOND + timedelta(seconds=1), LAST_SECOND + timedelta(days=92)):
        clock.at = moment
        said = answers(visitor, number, "camden")
        assert said == dict.fromkeys(said, True)
    assert "until 17 September 2028" in visitor.visit(f"/verify/{number}").headings[0]
    clock.at += timedelta(seconds=1)
    said = answers(visitor, number, "camden")
    assert said == dict.fromkeys(said, False)
    # The register as it stood on a day before is still what it was.
    before = json.loads(visitor.client.get("/register.json?q=camden&on=2028-06-16").text)["awards"]
    assert [(entry["holds_the_mark"], entry["valid_until"]) for entry in before] == [(True, "2028-06-17")]


@pytest.mark.parametrize("change", [make.suspend, make.withdraw, make.give_up, make.end])
def test_all_faces_change_together_with_a_decision(
    visitor: Visitor, number: str, working: Working, change: object
) -> None:
    with working() as work:
        change(work, award_numbered(work.session, number))  # type: ignore[operator] # a table of functions
    said = answers(visitor, number, "camden")
    assert said == dict.fromkeys(said, False)
    assert number in visitor.visit("/register").text
