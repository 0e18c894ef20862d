"""Scores sent back to the reviewer, once (C5, row 20), and what becomes of the final scores meanwhile."""

import pytest

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.decisions import actions, kept, sending_back
from portal.decisions.given import given_of
from portal.decisions.rules import Final
from portal.kernel.errors import IllegalMove, RuleBroken
from tests.factories import decisions as make
from tests.factories import reviews
from tests.factories.holds import hold
from tests.factories.reviews import AWKWARD_REASON, RAISES, judgement
from tests.integration.decisions.conftest import WEAK, Moderation

NEW_REASON = "The third link shows it after all."
STEADY = "INF-1"


def send_back(case: Moderation, why: str = make.AWKWARD_WHY) -> None:
    with case.work_of(case.lead_id) as work:
        sending_back.send_back(work, sending_back.SendBack(case.reference, why))
    case.pass_time(minutes=1)


def review_again(case: Moderation, score: int = 2, reason: str = NEW_REASON) -> None:
    """Let the reviewer change WEAK, save another score as it was, and lock again."""
    with case.work() as work:
        application = work.session.get_one(Application, case.application_id)
        reviewer = work.session.get_one(Person, case.reviewer_id)
        reviews.score(work, application, reviewer, WEAK, judgement(score, reason), 1)
        reviews.score(work, application, reviewer, STEADY, judgement(), 1)
        reviews.lock(work, application, reviewer)
    case.pass_time(minutes=1)


def test_sent_back_scores_can_be_changed_and_locked_again(case: Moderation) -> None:
    send_back(case)
    assert case.state() is ApplicationState.IN_REVIEW
    review_again(case)
    assert case.state() is ApplicationState.MODERATION
    with case.services.database.reading() as session:
        given = given_of(session, case.application_id)
    assert (given[WEAK][0].score, given[WEAK][0].reason) == (2, NEW_REASON)


def test_sending_back_needs_a_reason(case: Moderation) -> None:
    with pytest.raises(RuleBroken) as refusal:
        send_back(case, "Too short")
    assert [problem.field for problem in refusal.value.problems] == ["why"]
    assert case.state() is ApplicationState.MODERATION


def test_scores_are_sent_back_once_only(case: Moderation) -> None:
    send_back(case)
    review_again(case)
    with pytest.raises(RuleBroken, match="has been sent back once already"):
        send_back(case)
    assert case.page().sent_back is True
    assert case.state() is ApplicationState.MODERATION


def test_pages_on_hold_say_so_and_offer_nothing_that_would_be_refused(case: Moderation) -> None:
    case.moderate()
    with case.work() as work:
        hold(work, *case.rows(work))
    visitor = case.visitor()
    for page in ("moderation", "conversation", "send-back"):
        shown = visitor.visit(f"/reviews/{case.reference}/{page}")
        assert "until this application is taken off hold" in shown.text
        assert [form for form in shown.forms if "/sign-out" not in str(form)] == []
        assert f"/administration/cases/{case.reference}/hold" in {address for _words, address in shown.links}


def test_nothing_is_moderated_while_the_reviewer_looks_again(case: Moderation) -> None:
    send_back(case)
    with pytest.raises(IllegalMove):
        case.moderate()
    case.visitor().visit(f"/reviews/{case.reference}/moderation", 404)


def test_final_score_that_the_reviewer_has_overtaken_is_kept_but_does_not_count(case: Moderation) -> None:
    case.moderate()
    send_back(case)
    review_again(case)
    page = case.page()
    assert (page.moderated, page.untouched, page.complete) == (27, 0, False)
    lines = {line.criterion.id: line for theme in page.themes for line in theme.lines}
    assert [key for key, line in lines.items() if line.outdated] == [WEAK]
    assert lines[WEAK].final == Final(1, AWKWARD_REASON, RAISES)
    # What is counted meanwhile is what the reviewer says now.
    assert page.result.total_percent > 65


def test_nothing_is_decided_on_a_score_that_the_reviewer_has_overtaken(case: Moderation) -> None:
    case.moderate()
    send_back(case)
    review_again(case)
    with pytest.raises(RuleBroken, match=f"or the reviewer has changed theirs since: {WEAK}\\."):
        case.decide()
    assert case.state() is ApplicationState.MODERATION


def test_overtaken_score_is_not_taken_over_unread(case: Moderation) -> None:
    case.moderate({WEAK: 3})
    send_back(case)
    review_again(case)
    case.moderate()
    with case.services.database.reading() as session:
        assert kept.finals_of(session, case.application_id)[WEAK] == Final(3, AWKWARD_REASON, RAISES)
    assert case.page().complete is False


def test_overtaken_score_counts_again_once_it_is_saved_again(case: Moderation) -> None:
    case.moderate()
    send_back(case)
    review_again(case)
    with case.work_of(case.lead_id) as work:
        actions.moderate(work, actions.Moderate(case.reference, WEAK, 2, NEW_REASON, "", 1))
    assert case.page().complete is True
    case.decide()
    assert case.state() is ApplicationState.FEEDBACK_RELEASED


def test_reviewer_who_changes_nothing_overtakes_nothing(case: Moderation) -> None:
    case.moderate()
    send_back(case)
    with case.work() as work:
        application = work.session.get_one(Application, case.application_id)
        reviews.lock(work, application, work.session.get_one(Person, case.reviewer_id))
    assert case.page().complete is True


def test_pages_say_which_score_to_look_at_again(case: Moderation) -> None:
    case.moderate()
    send_back(case)
    review_again(case)
    visitor = case.visitor()
    page = visitor.visit(f"/reviews/{case.reference}/moderation")
    assert page.text.count("Reviewer has changed this since") == 1
    assert "Open the criteria marked below and save them again." in page.text
    assert [form["action"] for form in page.forms if "moderation" in str(form.get("action"))] == []
    page = visitor.visit(f"/reviews/{case.reference}/moderation/{WEAK}")
    assert "The reviewer has changed this since you saved it." in page.text
    assert "The reviewer has changed this" not in visitor.visit(f"/reviews/{case.reference}/moderation/{STEADY}").text
