import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.assignments.models import Assignment
from portal.reviews.livechecks import live_checks_of
from portal.reviews.recording import RecordCheck, record_check
from portal.reviews.rules import Looked
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.integration.reviews.conftest import NOT_APPLICABLE, Review

SAMPLED = "INF-1"
TYPED: dict[str, Any] = {
    "other": 'https://social.example/@ŵ,"=cmd"',
    "checked_on": ["17", "11", "2026"],
    "sampled": "1 0",
    "good": "9",
    "notes": "The third, <b>=cmd</b> 🙂\nhad no answer.",
}


def address(review: Review, more: str = "") -> str:
    return f"/reviews/{review.reference}/{SAMPLED}/checks{more}"


def recorded(review: Review) -> list[tuple[str, date, int, int]]:
    with review.work() as work:
        assignment = work.session.query(Assignment.id).filter_by(application_id=review.application_id).scalar()
        found = live_checks_of(work.session, [assignment])[assignment]
        return [
            (seen.account, seen.checked_on, seen.sampled, seen.good)
            for checks in found.values()
            for seen in checks.checks
        ]


def test_live_checks_are_recorded_and_their_share_is_worked_out_over_all_accounts(review: Review) -> None:
    visitor = review.visitor()
    page = visitor.visit(address(review))
    assert "https://social.example/@council" in page.text
    listed = re.findall(r'<option value="([^"]+)"', page.html)
    visitor.post(address(review), **TYPED, account="", record_and_more="on")
    assert visitor.page.headings[0] == "Live check for INF-1"
    again = {**TYPED, "other": "", "account": listed[0], "sampled": "5", "good": "2", "notes": ""}
    page = visitor.post(address(review), **again, record="on")
    assert page.headings[0].startswith("INF-1")
    for said in ("9 of 10: 90%", "2 of 5: 40%", "Together: 11 of 15, 73%.", "The third, <b>=cmd</b> 🙂 had no answer."):
        assert said in page.text
    assert {row[2:] for row in recorded(review)} == {(10, 9), (5, 2)}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"other": ""}, "Choose the account that you looked at, or type its address."),
        ({"account": "https://social.example/@council"}, "Choose an account or type another, not both."),
        ({"checked_on": ["19", "11", "2026"]}, "Give a day that has come: you cannot have looked after today."),
        ({"checked_on": ["", "", ""]}, "Type the day, the month and the year as numbers"),
        ({"sampled": "0"}, "Say how many you looked at, as a number from 1 to 10000."),
        ({"good": "11"}, "Say how many were good, as a number from 0 to 10."),
    ],
)
def test_live_check_that_cannot_be_is_not_recorded_and_the_page_says_why(
    review: Review, typed: dict[str, Any], said: str
) -> None:
    visitor = review.visitor()
    visitor.visit(address(review))
    page = visitor.post(address(review), code=422, **{**TYPED, **typed})
    assert said in page.text
    assert page.title.startswith("Error: ")
    assert recorded(review) == []


def test_live_check_can_be_changed_and_removed_until_the_scores_are_locked(review: Review) -> None:
    visitor = review.visitor()
    visitor.visit(address(review))
    visitor.post(address(review), **TYPED, record_and_more="on")
    one = next(target for said, target in visitor.page.links if said.startswith("Change"))
    visitor.visit(one)
    visitor.post(one, **{**TYPED, "good": "10"})
    assert [row[2:] for row in recorded(review)] == [(10, 10)]
    review.score_all()
    review.lock()
    assert "so live checks cannot be changed any more" in visitor.visit(address(review)).text
    visitor.post(one, code=409, **TYPED)
    visitor.post(f"{one}/remove", code=409)
    visitor.post(address(review), code=409, **TYPED)
    assert [row[2:] for row in recorded(review)] == [(10, 10)]


def test_recorded_live_check_is_enough_to_lock_and_without_it_the_note_why_there_is_none(review: Review) -> None:
    review.score_all()
    with review.work() as work:
        application, reviewer = review.rows(work)
        make.score(work, application, reviewer, SAMPLED, replace(make.judgement(), live_check=""), version=1)
    visitor = review.visitor()
    page = visitor.post(f"/reviews/{review.reference}/lock", code=422)
    assert "INF-1: record a live check, or say why none could be made." in page.text
    visitor.visit(address(review))
    visitor.post(address(review), **TYPED, record_and_more="on")
    one = next(target for said, target in visitor.page.links if said.startswith("Change"))
    visitor.visit(one)
    visitor.post(f"{one}/remove")
    assert recorded(review) == []
    visitor.post(f"/reviews/{review.reference}/lock", code=422)
    visitor.visit(address(review))
    visitor.post(address(review), **TYPED)
    visitor.visit(f"/reviews/{review.reference}/lock")
    assert "You locked your scores" in visitor.post(f"/reviews/{review.reference}/lock").text


def test_nothing_is_recorded_where_no_live_check_is_asked_for(review: Review) -> None:
    visitor = review.visitor()
    visitor.visit(f"/reviews/{review.reference}/{NOT_APPLICABLE}/checks", code=404)
    visitor.post(f"/reviews/{review.reference}/INF-3/checks", code=404, **TYPED)


def test_live_check_of_another_review_does_not_exist(review: Review) -> None:
    with review.work() as work:
        _application, reviewer = review.rows(work)
        looked = Looked("https://social.example/@council", date(2026, 11, 18), 10, 9, "")
        record_check(acting(work, reviewer), RecordCheck(review.reference, SAMPLED, looked))
    visitor = review.visitor()
    visitor.visit(address(review))
    one = next(target for said, target in visitor.page.links if said.startswith("Change"))
    visitor.visit(one.replace(SAMPLED, "INF-2"), code=404)
    visitor.post(f"{one.replace(SAMPLED, 'INF-2')}/remove", code=404)
    assert len(recorded(review)) == 1
