import re
from dataclasses import asdict, replace
from typing import Any

import pytest
from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.kernel.permissions import Role
from portal.reviews.models import Score, ScoreRevision
from portal.reviews.scoring import criterion_page
from tests.factories import reviews as make
from tests.factories.applications import AWKWARD_STATEMENT, acting
from tests.factories.people import make_conflict, make_staff
from tests.integration.counting import counted_queries
from tests.integration.reviews.conftest import REVEALING, Review

GOOD: dict[str, Any] = {
    "choice": "2",
    "reason": make.AWKWARD_REASON,
    "improvement": "",
    "live_check": "Fifteen accounts opened, all ours.",
    "version": "0",
}


def test_scoring_page_shows_statement_evidence_and_rubric_beside_the_score(review: Review) -> None:
    page = review.visitor().visit(f"/reviews/{review.reference}/{REVEALING}")
    assert page.headings == ["INF-2 Official accounts are easy to find and confirm"]
    said = " ".join(f"INF-2: {AWKWARD_STATEMENT}".split())
    assert said in page.text
    assert (
        "There is no public list of accounts, or the list leads to accounts that are missing or not ours." in page.text
    )
    assert "https://social.example/@council" in page.text
    assert "Criterion 2 of 28. 0 of 28 scored." in page.text
    link = re.search(r'<a [^>]*href="https://example\.gov\.uk/evidence\?a=1&amp;b=2"[^>]*>', page.html)
    assert link is not None
    assert 'rel="noopener noreferrer"' in link.group()


def shows_self_score(html: str) -> bool:
    return "Beside the council’s own score" in html or "3. Leading</strong>" in html


def test_councils_own_score_is_in_no_page_until_the_reviewers_is_saved_and_then_beside_it(review: Review) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/{REVEALING}"
    for before in ("/reviews/", f"/reviews/{review.reference}/", address, f"/reviews/{review.reference}/lock"):
        assert not shows_self_score(visitor.visit(before).html)
    page = visitor.post(address, **GOOD, save="Save")
    assert "Yours: 2. Meets the Mark The council’s: 3. Leading" in page.text
    assert shows_self_score(page.html)


def test_councils_own_score_leaves_the_database_only_beside_a_saved_score(review: Review) -> None:
    with review.work() as work:
        application, reviewer = review.rows(work)
        actor = acting(work, reviewer).actor
        before = criterion_page(work.session, actor, review.reference, REVEALING)
        assert (before.own, before.self_score) == (None, None)
        make.score(work, application, reviewer, "INF-1", make.judgement())
        assert criterion_page(work.session, actor, review.reference, REVEALING).self_score is None
        make.score(work, application, reviewer, REVEALING, make.judgement())
        after = criterion_page(work.session, actor, review.reference, REVEALING)
        assert after.self_score is not None
        assert asdict(after.self_score) == {"score": 3, "not_applicable": False}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "Give your reason in at least one sentence. The council reads it."),
        ({"choice": "1"}, "Say in a sentence what would move this score up. The council reads it."),
        ({"choice": ""}, "Choose the sentence that fits best."),
        ({"choice": "9" * 5000}, "Choose the sentence that fits best."),
        ({"choice": "na"}, "The council has answered this criterion, so give it a score."),
        ({"reason": "x" * 5001}, "Keep it to 5000 characters."),
    ],
)
def test_score_that_lacks_something_is_not_saved_and_the_page_says_what(
    review: Review, typed: dict[str, Any], said: str
) -> None:
    visitor = review.visitor()
    page = visitor.post(f"/reviews/{review.reference}/{REVEALING}", code=422, **{**GOOD, **typed}, save="Save")
    assert page.title.startswith("Error: INF-2")
    assert page.text.count(said) == 2, "in the summary and beside the field"
    assert not shows_self_score(page.html)
    with review.work() as work:
        assert work.session.scalars(select(Score)).all() == []


def test_statement_without_other_evidence_cannot_score_above_one(review: Review) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/INF-3"
    note = "A written statement with no other evidence cannot score more than 1."
    assert note in visitor.visit(address).text
    page = visitor.post(address, code=422, **GOOD, save="Save")
    assert f"{note} The council has given no other evidence here." in page.text
    typed = {**GOOD, "choice": "1", "improvement": "Add the plan itself."}
    assert "Yours: 1. Starting" in visitor.post(address, **typed, save="Save").text


def test_reviewer_can_agree_that_a_criterion_does_not_apply_or_score_it(review: Review) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/SAF-4"
    assert "The council says that this does not apply to it." in visitor.visit(address).text
    page = visitor.post(address, **{**GOOD, "choice": "na"}, save="Save")
    assert "Yours: does not apply The council’s: does not apply" in page.text
    page = visitor.post(address, **{**GOOD, "version": "1"}, save="Save")
    assert "Yours: 2. Meets the Mark The council’s: does not apply" in page.text


def test_save_and_go_on_leads_to_the_next_criterion_without_a_score_and_at_the_end_to_the_overview(
    review: Review,
) -> None:
    visitor = review.visitor()
    with review.work() as work:
        make.score(work, *review.rows(work), "INF-2", make.judgement())
    page = visitor.post(f"/reviews/{review.reference}/INF-1", **GOOD, save_and_go_on="on")
    assert page.headings == ["INF-3 A plan, an owner and the right channels"]
    visitor.visit(f"/reviews/{review.reference}/IMP-3/next")
    assert visitor.response.request.path == f"/reviews/{review.reference}/INF-3"


def test_score_can_be_changed_and_every_version_is_kept(review: Review) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/{REVEALING}"
    visitor.post(address, **GOOD, save="Save")
    visitor.post(address, **{**GOOD, "choice": "3", "version": "1"}, save="Save")
    with review.work() as work:
        kept = work.session.execute(select(ScoreRevision.number, ScoreRevision.score).order_by(ScoreRevision.number))
        assert [tuple(row) for row in kept] == [(1, 2), (2, 3)]
        newest = work.session.scalars(select(Score)).one()
        assert (newest.score, newest.version, newest.answer_revision_number) == (3, 2, 1)
        assert newest.reason == make.AWKWARD_REASON


def test_second_click_saves_nothing_more(review: Review) -> None:
    visitor = review.visitor()
    for _click in range(2):
        visitor.post(f"/reviews/{review.reference}/{REVEALING}", **GOOD, save="Save")
    with review.work() as work:
        assert work.session.scalars(select(ScoreRevision.number)).all() == [1]


def test_save_over_a_newer_score_is_refused_with_both_versions_shown(review: Review) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/{REVEALING}"
    visitor.post(address, **GOOD, save="Save")
    page = visitor.post(address, code=409, **{**GOOD, "reason": "From another window."}, save="Save")
    assert "From another window." in page.text
    assert " ".join(make.AWKWARD_REASON.split()) in page.text


def test_overview_tells_how_far_the_review_has_come_and_when_it_can_be_locked(review: Review) -> None:
    visitor = review.visitor()
    page = visitor.visit(f"/reviews/{review.reference}/")
    assert "0 of 28 criteria scored." in page.text
    assert "Your scores are due by 16 December 2026." in page.text
    assert "Go on to locking" not in page.text
    review.score_all()
    page = visitor.visit(f"/reviews/{review.reference}/")
    assert "28 of 28 criteria scored." in page.text
    assert "Go on to locking" in page.text


def test_missing_live_check_is_named_and_keeps_the_scores_open(review: Review) -> None:
    review.score_all()
    with review.work() as work:
        application, reviewer = review.rows(work)
        bare = replace(make.judgement(), live_check="")
        make.score(work, application, reviewer, "INF-1", bare, version=1)
    visitor = review.visitor()
    assert visitor.visit(f"/reviews/{review.reference}/").text.count("Live check missing") == 1
    page = visitor.post(f"/reviews/{review.reference}/lock", code=422)
    assert "INF-1: record a live check, or say why none could be made." in page.text


def test_lock_freezes_the_scores(review: Review) -> None:
    review.score_all()
    visitor = review.visitor()
    visitor.visit(f"/reviews/{review.reference}/lock")
    page = visitor.post(f"/reviews/{review.reference}/lock")
    assert "You locked your scores on 18 November 2026 at 10:00am." in page.text
    address = f"/reviews/{review.reference}/{REVEALING}"
    page = visitor.visit(address)
    assert "Your score, locked" in page.text
    assert {field.get("name") or field["id"] for field in page.fields} == {"csrf_token", "keys-on"}
    visitor.post(address, code=409, **{**GOOD, "choice": "3", "version": "1"}, save="Save")
    visitor.post(f"/reviews/{review.reference}/lock", code=409)
    with review.work() as work:
        assert set(work.session.scalars(select(Score.version))) == {1}


def test_lead_is_led_to_moderation_unless_the_review_is_their_own(review: Review) -> None:
    review.score_all()
    review.lock()
    address = f"/reviews/{review.reference}/moderation"
    assert address in [target for _said, target in review.visitor(review.lead_id).visit("/reviews/").links]
    with review.work() as work:
        make_staff(work, Role.LEAD, person=work.session.get_one(Person, review.reviewer_id))
    page = review.visitor().visit("/reviews/")
    assert "You have reviewed it, so another lead reviewer decides." in page.text
    assert address not in [target for _said, target in page.links]


def test_nobody_but_the_reviewer_sees_or_scores_the_review(review: Review) -> None:
    with review.work() as work:
        other = make_staff(work, Role.REVIEWER, name="Olu Other")
        both = make_staff(work, Role.REVIEWER, person=work.session.get_one(Person, review.lead_id))
        strangers = {other.id: 404, both.id: 404, review.owner_id: 403}
        strangers[make_staff(work, Role.LEAD).id] = 403
        strangers[make_staff(work, Role.ADMINISTRATOR).id] = 403
    for person_id, code in strangers.items():
        visitor = review.visitor(person_id)
        for page in ("", "INF-1", "INF-1/next", "lock"):
            visitor.visit(f"/reviews/{review.reference}/{page}", code=code)
        visitor.post(f"/reviews/{review.reference}/INF-1", code=code, **GOOD, save="Save")
        visitor.post(f"/reviews/{review.reference}/lock", code=code)


def test_reviewer_who_comes_to_have_a_conflict_sees_nothing_more(review: Review) -> None:
    with review.work() as work:
        application, reviewer = review.rows(work)
        make_conflict(work, reviewer, application.council_id)
        actor = accounts.actor(work.session, reviewer.id, reviewer.name, review.clock.now(), second_step=True)
        assert actor.conflicts == {application.council_id}
    visitor = review.visitor()
    visitor.visit(f"/reviews/{review.reference}/", code=404)
    assert "You have no reviews at the moment." in visitor.visit("/reviews/").text


def test_page_of_a_criterion_that_does_not_exist_is_not_found(review: Review) -> None:
    review.visitor().visit(f"/reviews/{review.reference}/XXX-9", code=404)


@pytest.mark.parametrize("page", ["", "INF-1", "lock"])
def test_page_takes_as_many_queries_with_every_score_as_with_none(review: Review, page: str) -> None:
    visitor = review.visitor()
    address = f"/reviews/{review.reference}/{page}"
    visitor.visit(address)
    with counted_queries(review.app) as none_scored:
        visitor.visit(address)
    review.score_all()
    with counted_queries(review.app) as all_scored:
        visitor.visit(address)
    assert len(all_scored) == len(none_scored)
    assert len(all_scored) <= 25
