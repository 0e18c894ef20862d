"""Moderation of two reviews: what is shown first, what has to be talked about, what is taken over (C6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.decisions import actions, conversing, judging, kept
from portal.decisions.conversing import Converse
from portal.decisions.rules import Final
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Role
from tests.factories import decisions as make
from tests.factories import reviews as review
from tests.factories.awards import make_council
from tests.factories.people import make_staff
from tests.factories.reviews import AWKWARD_REASON, RAISES
from tests.integration.counting import counted_queries
from tests.integration.decisions.conftest import Moderation

# The first reviewer finds this essential criterion short, the second does not: the outcome hangs on it.
DECISIVE = "INF-1"
FAR = "TWO-1"
NEAR = "INF-2"
SAID = 'We looked again, "together"\n=cmd ŵ 🙂 שלום <b>.'


@pytest.fixture
def two(case: Moderation) -> Moderation:
    """Two reviews of another council: they differ on three criteria; the first reviewer is new."""
    with case.work() as work:
        lead = work.session.get_one(Person, case.lead_id)
        first = make_staff(work, Role.REVIEWER, name="Nia New", employer="Powys", reviewed_before=0)
        application = review.application_ready_to_assign(work, make_council(work), self_scores={FAR: 3})
        review.assign(work, application, first, lead)
        review.accept(work, application, first)
        review.score_all(work, application, first, {DECISIVE: 1, FAR: 3})
        review.lock(work, application, first)
        second = make_staff(work, Role.REVIEWER, name="Sasha Second", employer="Second Council")
        review.assign(work, application, second, lead)
        review.accept(work, application, second)
        review.review_second(work, application, second, {DECISIVE: 2, FAR: 1, NEAR: 3})
        facts = applications.application(work.session, application.id)
        found = replace(case, reference=facts.reference, application_id=facts.id, reviewer_id=first.id)
    found.pass_time(minutes=1)
    return found


def overview(case: Moderation) -> str:
    return f"/reviews/{case.reference}/moderation"


def converse(case: Moderation, **changed: object) -> None:
    with case.work_of(case.lead_id) as work:
        said = Converse(case.reference, today(case.clock), (DECISIVE, FAR), SAID)
        conversing.converse(work, replace(said, **changed))  # type: ignore[arg-type] # the test names fields


def settle(case: Moderation) -> None:
    case.moderate({DECISIVE: 2, FAR: 2, NEAR: 2})


def test_greatest_differences_come_first_and_the_order_can_be_that_of_the_edition(two: Moderation) -> None:
    page = two.page()
    assert [[line.criterion.id for line in group.lines] for group in page.differences[:2]] == [[FAR], [DECISIVE, NEAR]]
    assert page.far == (FAR,)
    visitor = two.visitor()
    shown = visitor.visit(overview(two))
    assert shown.text.rindex("TWO-1 ") < shown.text.rindex("INF-1 ") < shown.text.rindex("INF-3 ")
    assert "The reviewers are 2 or more apart on TWO-1." in shown.text
    ordered = visitor.visit(f"{overview(two)}?order=edition")
    assert ordered.text.rindex("INF-3 ") < ordered.text.rindex("TWO-1 ")
    assert "Show the greatest differences first" in ordered.text


def test_flags_say_in_words_what_to_look_at(two: Moderation) -> None:
    text = two.visitor().visit(overview(two)).text
    for said in (
        "First: Nia New, Powys New reviewer One of their first three applications.",
        "Second: Sasha Second, Second Council",
        "It was one of the first reviewer’s first three applications.",
        "Essential below 2 INF-1",
        "The council is 2 or more away from a reviewer on TWO-1.",
        "The reviewers have to talk about INF-1, TWO-1 before you decide",
    ):
        assert said in text
    assert text.count("New reviewer") == 1


def test_page_of_one_criterion_has_both_judgements_and_begins_with_the_chosen_one(two: Moderation) -> None:
    visitor = two.visitor()
    page = visitor.visit(f"{overview(two)}/{FAR}")
    for said in (
        "Nia New, Powys",
        "Sasha Second, Second Council",
        "Judged version 1 of the answer.",
        "2 or more apart",
    ):
        assert said in page.text
    with two.work_of(two.lead_id) as work:
        blank = judging.criterion_page(work.session, work.actor, two.reference, FAR)
        assert blank.begins_with is None
        chosen = judging.criterion_page(work.session, work.actor, two.reference, FAR, "second")
        assert chosen.begins_with == chosen.line.given[1]
    assert 'value="1" checked' not in page.html
    assert 'value="1" checked' in visitor.visit(f"{overview(two)}/{FAR}?from=second").html


def test_only_what_the_reviewers_agree_on_is_taken_over(two: Moderation) -> None:
    two.moderate()
    with two.services.database.reading() as session:
        finals = kept.finals_of(session, two.application_id)
    assert finals.keys().isdisjoint({DECISIVE, FAR, NEAR})
    assert set(finals.values()) == {Final(2, AWKWARD_REASON, RAISES)}
    assert "Where the reviewers differ, open each criterion" in two.visitor().visit(overview(two)).text


def test_final_score_of_one_reviewer_differs_from_the_others_and_needs_a_reason(two: Moderation) -> None:
    for score in (1, 3):
        with pytest.raises(RuleBroken, match="differs from a reviewer’s score"), two.work_of(two.lead_id) as work:
            actions.moderate(work, actions.Moderate(two.reference, FAR, score, AWKWARD_REASON, "", 0))


def test_score_lowered_below_two_asks_the_lead_reviewer_what_would_move_it_up(two: Moderation) -> None:
    lowered = actions.Moderate(two.reference, NEAR, 1, AWKWARD_REASON, make.AWKWARD_WHY, 0, improvement="")
    with pytest.raises(RuleBroken) as refused, two.work_of(two.lead_id) as work:
        actions.moderate(work, lowered)
    assert [problem.field for problem in refused.value.problems] == ["improvement"]
    with two.work_of(two.lead_id) as work:
        actions.moderate(work, replace(lowered, improvement=SAID))
        assert kept.finals_of(work.session, two.application_id)[NEAR] == Final(1, AWKWARD_REASON, SAID)


def test_decision_waits_for_the_conversation_and_names_what_it_has_to_cover(two: Moderation) -> None:
    settle(two)
    with pytest.raises(RuleBroken, match="record the conversation before you decide: INF-1, TWO-1"):
        two.decide()
    converse(two, criteria=(FAR,))
    with pytest.raises(RuleBroken, match="record the conversation before you decide: INF-1"):
        two.decide()
    converse(two, criteria=(DECISIVE,))
    two.decide()
    assert two.state() is ApplicationState.FEEDBACK_RELEASED
    assert two.events().count("conversation:recorded") == 2
    owner_page = two.page()
    assert [held.note for held in owner_page.conversations] == [SAID, SAID]


def test_conversation_is_recorded_from_its_page_and_half_of_one_is_explained(two: Moderation) -> None:
    settle(two)
    address, visitor = f"/reviews/{two.reference}/conversation", two.visitor()
    page = visitor.visit(address)
    assert [f'value="{name}" checked' in page.html for name in (DECISIVE, NEAR, FAR)] == [True, False, True]
    day = today(two.clock) + timedelta(days=1)
    typed = {"held_on-day": day.day, "held_on-month": day.month, "held_on-year": day.year}
    page = visitor.post(address, 422, note="Short", held_on=[day.day, day.month, day.year], **typed)
    for said in ("Choose which criteria you talked about.", "This day is still to come.", "Say in a sentence or two"):
        assert said in page.text
    day = today(two.clock)
    page = visitor.post(address, note=SAID, held_on=[day.day, day.month, day.year], criteria=[DECISIVE, FAR])
    assert "Recorded by Lee Lead." in page.text
    assert "Decide: Awarded" in page.html


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"criteria": ("NOT-1",)}, "criteria"),
        ({"held_on": None}, "held_on"),
        ({"held_on": date(2020, 1, 1)}, "held_on"),
    ],
)
def test_conversation_that_cannot_have_been_is_refused(two: Moderation, changed: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        converse(two, **changed)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_nothing_is_seen_or_recorded_while_the_second_reviewer_still_scores(case: Moderation) -> None:
    with case.work() as work:
        lead = work.session.get_one(Person, case.lead_id)
        first = make_staff(work, Role.REVIEWER, name="Nia New", reviewed_before=0)
        application = review.application_ready_to_assign(work, make_council(work))
        review.assign(work, application, first, lead)
        review.accept(work, application, first)
        review.score_all(work, application, first)
        review.lock(work, application, first)
        open_case = replace(case, reference=application.reference, application_id=application.id)
    with pytest.raises(NotFound):
        open_case.page()
    with pytest.raises(IllegalMove):
        converse(open_case)


def test_two_reviews_ask_the_database_as_often_as_one(case: Moderation, two: Moderation) -> None:
    visitor = two.visitor()
    counts = []
    for each in (case, two):
        visitor.visit(overview(each))
        with counted_queries(case.app) as sent:
            visitor.visit(overview(each))
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_result_is_held_until_the_day_typed_on_the_page(case: Moderation) -> None:
    case.moderate()
    day = today(case.clock) + timedelta(days=12)
    visitor = case.visitor()
    visitor.visit(overview(case))
    page = visitor.post(
        f"/reviews/{case.reference}/decision", outcome="awarded", not_before=[day.day, day.month, day.year]
    )
    assert "The result goes to the council on 30 November 2026" in page.text
    assert case.state() is ApplicationState.DECIDED
