"""The pages of moderation and of the result, as a lead reviewer and as the council see them."""

from datetime import UTC, datetime

import pytest

from portal.applications.states import ApplicationState
from portal.kernel.permissions import Role
from tests.factories import decisions as make
from tests.factories.applications import make_team
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.factories.reviews import AWKWARD_REASON, RAISES
from tests.integration.counting import counted_queries
from tests.integration.decisions.conftest import SLUG, WEAK, Moderation

REASON = " ".join(AWKWARD_REASON.split())
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
POOR: dict[str, int | None] = dict.fromkeys(("INF-1", "INF-2", "TWO-1", "INC-1", "SAF-1"), 0)


def overview(case: Moderation) -> str:
    return f"/reviews/{case.reference}/moderation"


def result(case: Moderation) -> str:
    return f"/council/{SLUG}/results/{case.reference}"


def test_moderation_page_shows_the_scores_side_by_side_and_the_computed_outcome(case: Moderation) -> None:
    page = case.visitor().visit(overview(case))
    assert "Reviewed by Rhys Reviewer" in page.text
    assert "What the scores come to so far" in page.text
    assert "0 of 28 criteria have their final score." in page.text
    assert "INF-3" in page.text
    assert page.text.count("not yet") == 28


def test_rest_is_taken_over_and_decided_from_the_page(case: Moderation) -> None:
    visitor = case.visitor()
    visitor.visit(overview(case))
    page = visitor.post(f"{overview(case)}/accept")
    assert "28 of 28 criteria have their final score." in page.text
    [form] = [form for form in page.forms if str(form.get("action", "")).endswith("/decision")]
    fields = form["fields"]
    assert isinstance(fields, list)
    [outcome] = [field["value"] for field in fields if field.get("name") == "outcome"]
    page = visitor.post(f"/reviews/{case.reference}/decision", outcome=outcome)
    assert "Decided: Awarded By Lee Lead, 18 November 2026 at 10:01am." in page.text
    assert "The council has the result." in page.text


def test_final_score_half_typed_is_put_back_and_one_as_it_stands_is_not(case: Moderation) -> None:
    visitor, here = case.visitor(), f"{overview(case)}/{WEAK}"
    as_it_is = {"choice": "1", "reason": AWKWARD_REASON, "improvement": RAISES, "why_changed": "", "version": "0"}
    shown = [visitor.leave_half_typed(here, **{**as_it_is, **new}).text for new in ({}, {"why_changed": "Half 🙂"})]
    assert ["We put back what you had typed" in text for text in shown] == [False, True]
    assert "Half 🙂" in visitor.page.html


def test_outcome_that_the_page_did_not_show_is_refused_on_the_page(case: Moderation) -> None:
    case.moderate(POOR)
    page = case.visitor().post(f"/reviews/{case.reference}/decision", 422, outcome="awarded")
    assert "The scores have changed since you opened the page. Read it again." in page.text
    assert case.state() is ApplicationState.MODERATION


def test_second_click_on_the_decision_is_told_that_it_is_done(case: Moderation) -> None:
    case.moderate()
    visitor = case.visitor()
    visitor.post(f"/reviews/{case.reference}/decision", outcome="awarded")
    visitor.post(f"/reviews/{case.reference}/decision", 409, outcome="awarded")


def test_criterion_page_shows_answer_evidence_and_the_reviewers_score(case: Moderation) -> None:
    page = case.visitor().visit(f"{overview(case)}/{WEAK}")
    assert page.headings[0].startswith(f"{WEAK} ")
    assert REASON in page.text
    assert "Answer within a day." in page.text
    assert "https://example.gov.uk/evidence?a=1&b=2" in page.text


def test_final_score_is_saved_and_the_next_criterion_opened(case: Moderation) -> None:
    visitor = case.visitor()
    visitor.visit(f"{overview(case)}/{WEAK}")
    page = visitor.post(
        f"{overview(case)}/{WEAK}", choice="2", reason=AWKWARD_REASON, why_changed=make.AWKWARD_WHY, version="0"
    )
    assert page.headings[0].startswith("INF-4 ")
    assert case.page().moderated == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"choice": ""}, "Choose the sentence that fits best."),
        ({"choice": "9"}, "Not a valid choice."),
        ({"reason": " "}, "Give the reason in at least one sentence. The council reads it."),
        ({"choice": "3"}, "Say in a sentence why this differs from a reviewer’s score."),
        ({"reason": "x" * 4001}, "Use 4,000 characters at most."),
    ],
)
def test_final_score_that_may_not_be_saved_is_explained_beside_its_field(
    case: Moderation, typed: dict[str, str], said: str
) -> None:
    fields = {"choice": "1", "reason": AWKWARD_REASON, "why_changed": "", "version": "0", **typed}
    page = case.visitor().post(f"{overview(case)}/{WEAK}", 422, **fields)
    assert said in page.text
    assert page.title.startswith("Error: ")
    assert case.page().moderated == 0


def test_newer_score_of_another_lead_is_shown_beside_the_own(case: Moderation) -> None:
    with case.work() as work:
        make.moderate(work, *case.rows(work), WEAK, 3, make.AWKWARD_WHY)
    typed = {"choice": "1", "reason": "My own reason for it.", "version": "0"}
    page = case.visitor(case.other_lead_id).post(f"{overview(case)}/{WEAK}", 409, **typed)
    assert "My own reason for it." in page.text
    assert REASON in page.text
    assert "Lee Lead" in page.text


def test_scores_are_sent_back_from_their_page(case: Moderation) -> None:
    address = f"/reviews/{case.reference}/send-back"
    visitor = case.visitor()
    page = visitor.visit(address)
    assert "Rhys Reviewer can then change scores and reasons and lock them again." in page.text
    assert "Give a reason." in visitor.post(address, 422, why="").text
    page = visitor.post(address, why=make.AWKWARD_WHY)
    assert "You have asked for another look." in page.text
    assert case.state() is ApplicationState.IN_REVIEW


def test_held_result_says_when_it_goes_out_and_is_released_with_a_reason(case: Moderation) -> None:
    case.moderate()
    case.clock.at = FRIDAY
    case.decide()
    visitor = case.visitor()
    page = visitor.visit(overview(case))
    assert "The result goes to the council on 23 November 2026 at 9:00am." in page.text
    page = visitor.post(f"/reviews/{case.reference}/release", 422, why="Because")
    assert "Say in a sentence why this cannot wait." in page.text
    page = visitor.post(f"/reviews/{case.reference}/release", why=make.AWKWARD_WHY)
    assert "The council has the result." in page.text


def test_result_is_there_for_the_council_alone_and_only_once_it_is_released(case: Moderation) -> None:
    with case.work() as work:
        stranger = make_team(work, make_council(work, slug="elsewhere")).owner.id
    case.moderate()
    case.clock.at = FRIDAY
    case.decide()
    owner = case.visitor(case.owner_id)
    owner.visit(result(case), 404)
    with case.work() as work:
        make.released(work, *case.rows(work))
    owner.visit(result(case))
    other = case.visitor(stranger)
    other.visit(result(case), 404)
    other.visit(f"/council/elsewhere/results/{case.reference}", 404)
    case.visitor().visit(result(case), 403)


def test_result_of_an_award_says_everything_that_was_promised(case: Moderation) -> None:
    case.moderate({"INF-1": 3})
    case.decide()
    page = case.visitor(case.owner_id).visit(result(case))
    # Outcome, total, themes.
    assert page.headings[0].endswith("has been awarded the Mark")
    for step in case.page().result.parts("pass"):  # type: ignore[arg-type] # as the template asks for them
        assert str(step.words) in page.text
    for percent in case.page().result.theme_percents:
        assert f"{percent.shown}%" in page.text
    # Each criterion's score beside the own, with its reason.
    assert page.text.count("Final score: 3. Your own score: 2.") == 1
    assert page.text.count("Final score: 2. Your own score: 2.") == 26
    assert page.text.count("Final score: 1. Your own score: 2.") == 1
    assert page.text.count(REASON) >= 28
    assert "What would move it up: Answer within a day." in page.text
    # Three strengths, three actions in the order of their effect, what to do next.
    assert "Your strengths" in page.text
    assert page.html.count(" points.") == 3
    assert "Show the badge on the websites you gave us, and tell your residents." in page.text
    # Reviewers with their employers, who decided, how to appeal, freedom of information.
    assert "Rhys Reviewer, Mansfield District Council" in page.text
    assert "Decided by Lee Lead, who did not score the application." in page.text
    assert "You can appeal until 16 December 2026" in page.text
    assert "You may be asked for it under freedom of information." in page.text


def test_result_of_a_not_yet_says_what_to_do_and_from_when(case: Moderation) -> None:
    case.moderate(POOR)
    case.decide()
    page = case.visitor(case.owner_id).visit(result(case))
    assert page.headings[0] == "Not yet - more work needed"
    assert "apply again when you are ready, from 18 February 2027." in page.text
    assert "has been awarded" not in page.text


def test_result_of_small_changes_names_the_criteria_to_send_again(case: Moderation) -> None:
    case.moderate({"INF-1": 1})
    case.decide()
    page = case.visitor(case.owner_id).visit(result(case))
    assert page.headings[0] == "Not yet - small changes needed"
    assert "send only those again by 18 February 2027." in page.text
    assert ("INF-1", "#INF-1") in [(said.split()[0], target) for said, target in page.links if target.startswith("#")]


def test_moderation_asks_the_database_as_often_for_one_score_as_for_all(case: Moderation) -> None:
    visitor = case.visitor()
    visitor.visit(overview(case))
    with counted_queries(case.app) as before:
        visitor.visit(overview(case))
    case.moderate()
    with counted_queries(case.app) as after:
        visitor.visit(overview(case))
    assert len(after) == len(before)
    assert len(after) <= 22


def test_result_asks_the_database_as_often_for_many_applications_as_for_one(case: Moderation) -> None:
    case.moderate()
    case.decide()
    owner = case.visitor(case.owner_id)
    owner.visit(result(case))
    with counted_queries(case.app) as before:
        owner.visit(result(case))
    with case.work() as work:
        reviewer, lead = make_staff(work, Role.REVIEWER), make_staff(work, Role.LEAD)
        other = make.scored(work, make_council(work), reviewer, lead)
        make.decided(work, make.moderated(work, other, lead), lead)
    with counted_queries(case.app) as after:
        owner.visit(result(case))
    assert len(after) == len(before)
    assert len(after) <= 16
