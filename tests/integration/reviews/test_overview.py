"""What the overview of a review tells: what was begun, what is left, what the council has done since."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Person
from portal.clarifications import actions as questions
from portal.clarifications.actions import SaveReply, SendReplies
from portal.councils.models import Council
from portal.reviews.models import Score, ScoreRevision
from tests.factories import clarifications
from tests.factories import reviews as make
from tests.factories.applications import acting
from tests.integration.counting import counted_queries
from tests.integration.reviews.conftest import NOT_APPLICABLE, WITHOUT_EVIDENCE, Review

ASKED = "INF-1"
SAME: dict[str, Any] = {
    "choice": "2",
    "reason": make.AWKWARD_REASON,
    "improvement": "Answer within a day.",
    "live_check": "Nine of ten replies were good.",
}


def ask_and_reply(review: Review) -> None:
    with review.work() as work:
        application, reviewer = review.rows(work)
        clarifications.ask(work, application, reviewer, ASKED)
    review.clock.at += timedelta(minutes=1)
    with review.work() as work:
        application, _reviewer = review.rows(work)
        slug = work.session.get_one(Council, application.council_id).slug
        owner = acting(work, work.session.get_one(Person, review.owner_id))
        questions.save_reply(owner, SaveReply(slug, ASKED, clarifications.REPLY, 0))
        questions.send_replies(owner, SendReplies(slug, confirmed=False))
    review.clock.at += timedelta(minutes=1)


def test_what_is_typed_and_not_saved_is_begun_and_not_scored(review: Review) -> None:
    visitor = review.visitor()
    overview = f"/reviews/{review.reference}/"
    assert "Begun" not in visitor.visit(overview).text
    visitor.leave_half_typed(f"{overview}{ASKED}", choice="2", reason="Half a reason")
    page = visitor.visit(overview)
    assert "INF-1 Day-to-day service updates Essential. You have typed something that is not saved Begun" in page.text
    assert "0 of 28 criteria scored." in page.text
    visitor.post(f"{overview}{ASKED}", **SAME, version="0", save="on")
    assert "Begun" not in visitor.visit(overview).text


def test_reply_after_the_score_puts_the_criterion_first_until_the_score_is_saved_again(review: Review) -> None:
    review.score_all()
    visitor = review.visitor()
    overview = f"/reviews/{review.reference}/"
    assert "Look at these again" not in visitor.visit(overview).text
    ask_and_reply(review)
    page = visitor.visit(overview)
    assert "The council has replied since you scored this." in page.text
    assert page.html.index('id="again"') < page.html.index('id="theme-')
    assert ("Go on with INF-1", f"{overview}{ASKED}") in page.links
    page = visitor.visit(f"{overview}{ASKED}")
    assert "The council has replied since you scored this." in page.text
    assert "It judges version 1 of the answer, of 18 November 2026 at 10:00am." in page.text
    for version in ("1", "1"):
        visitor.post(f"{overview}{ASKED}", **SAME, version=version, save="on")
    page = visitor.visit(overview)
    assert ("Look at these again" in page.text, "New from the council" in page.text) == (False, False)
    with review.work() as work:
        numbers = select(ScoreRevision.number).join(Score, Score.id == ScoreRevision.score_id)
        kept = work.session.scalars(numbers.where(Score.criterion == ASKED).order_by(ScoreRevision.number)).all()
    assert kept == [1, 2], "the same score was given twice: before the reply and after it"


def test_only_what_is_left_can_be_shown(review: Review) -> None:
    with review.work() as work:
        application, reviewer = review.rows(work)
        make.score_all(work, application, reviewer, {WITHOUT_EVIDENCE: 1, NOT_APPLICABLE: None}, without=["INF-4"])
    visitor = review.visitor()
    page = visitor.visit(f"/reviews/{review.reference}/?show=left")
    assert re.findall(r"\b[A-Z]{3}-\d\b", page.text) == ["INF-4", "INF-4"]
    assert ("Show all 28 criteria", f"/reviews/{review.reference}/") in page.links


def test_what_the_scores_come_to_is_nowhere_while_they_can_still_be_changed(review: Review) -> None:
    review.score_all()
    visitor = review.visitor()
    for address in ("", "INF-1", "lock"):
        assert "%" not in visitor.visit(f"/reviews/{review.reference}/{address}").text


def test_overview_takes_as_many_queries_with_replies_and_drafts_as_without(review: Review) -> None:
    visitor = review.visitor()
    overview = f"/reviews/{review.reference}/"
    visitor.visit(overview)
    with counted_queries(review.app) as before:
        visitor.visit(overview)
    review.score_all()
    ask_and_reply(review)
    visitor.leave_half_typed(f"{overview}{ASKED}", reason="Half a reason")
    with counted_queries(review.app) as after:
        visitor.visit(overview)
    assert len(after) == len(before)
    assert len(after) <= 22
