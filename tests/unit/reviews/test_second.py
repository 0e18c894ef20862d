"""When a second review is needed and what it looks at: every trigger of C6, each side of its limit."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

import pytest

from portal.criteria.edition import Edition
from portal.criteria.loading import EDITIONS, load_edition
from portal.criteria.rules import result
from portal.reviews.rules import Judgement, second_opinion_problems
from portal.reviews.second import TRIGGER_WORDS, FirstReview, Trigger, criteria, triggers

EDITION: Edition = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
EVERYTHING = {criterion.id: 2 for criterion in EDITION.criteria}
ESSENTIALS = tuple(criterion.id for criterion in EDITION.criteria if criterion.essential)
OTHERS = tuple(criterion.id for criterion in EDITION.criteria if not criterion.essential)
FOUND = replace(result(EDITION, EVERYTHING, "district", frozenset()), total_percent=Fraction(70))
STEADY = FirstReview(FOUND, reviewed=3, drawn=False, asks=False, minor_link=False, round=1)


def short(count: int) -> FirstReview:
    return replace(STEADY, found=replace(FOUND, essentials_short=ESSENTIALS[:count]))


def test_first_review_that_nothing_speaks_against_is_enough() -> None:
    assert triggers(STEADY) == ()


@pytest.mark.parametrize(
    ("total", "close"),
    [
        (Fraction(5499, 100), False),
        (Fraction(55), True),
        (Fraction(65), True),
        (Fraction(6501, 100), False),
        (Fraction(7499, 100), False),
        (Fraction(75), True),
        (Fraction(85), True),
        (Fraction(8501, 100), False),
    ],
)
def test_total_within_five_points_of_a_threshold_needs_another_look(total: Fraction, close: bool) -> None:
    found = triggers(replace(STEADY, found=replace(FOUND, total_percent=total)))
    assert found == ((Trigger.CLOSE,) if close else ())


@pytest.mark.parametrize(("count", "needed"), [(0, False), (1, True), (2, True), (3, False)])
def test_one_or_two_essential_criteria_short_need_another_look(count: int, needed: bool) -> None:
    assert triggers(short(count)) == ((Trigger.ESSENTIALS,) if needed else ())


@pytest.mark.parametrize(("reviewed", "new"), [(0, True), (2, True), (3, False)])
def test_first_three_applications_of_a_reviewer_need_another_look(reviewed: int, new: bool) -> None:
    assert triggers(replace(STEADY, reviewed=reviewed)) == ((Trigger.NEW_REVIEWER,) if new else ())


@pytest.mark.parametrize(
    ("first", "trigger"),
    [
        (replace(STEADY, drawn=True), Trigger.DRAWN),
        (replace(STEADY, asks=True), Trigger.ASKED),
        (replace(STEADY, minor_link=True), Trigger.MINOR_LINK),
        (replace(STEADY, round=2), Trigger.AFTER_APPEAL),
    ],
    ids=["drawn", "asked", "link", "appeal"],
)
def test_each_other_reason_is_enough_by_itself(first: FirstReview, trigger: Trigger) -> None:
    assert triggers(first) == (trigger,)


def test_every_reason_that_holds_is_named_and_has_words() -> None:
    assert triggers(FirstReview(replace(short(1).found, total_percent=Fraction(60)), 0, True, True, True, 2)) == (
        *Trigger,
    )
    assert set(TRIGGER_WORDS) == set(Trigger)


def given(**scores: int | None) -> dict[str, Judgement]:
    wanted = {**EVERYTHING, **{name.replace("_", "-"): score for name, score in scores.items()}}
    return {each: Judgement(score, score is None, "A reason.", "", "") for each, score in wanted.items()}


def first_five(ids: Collection[str]) -> list[str]:
    return list(ids)[:5]


def test_second_reviewer_scores_the_essential_the_low_and_the_drawn_in_the_order_of_the_edition() -> None:
    low, lowest, not_applicable = OTHERS[-1], OTHERS[-2], OTHERS[-3]
    chosen = criteria(EDITION, given(**{low: 1, lowest: 0, not_applicable: None}), (), first_five)
    assert set(chosen) == {*ESSENTIALS, low, lowest, *OTHERS[:5]}
    assert chosen == tuple(each.id for each in EDITION.criteria if each.id in chosen)


def test_drawing_is_out_of_those_that_need_not_be_scored_anyway() -> None:
    offered: list[str] = []

    def nothing(ids: Collection[str]) -> list[str]:
        offered.extend(ids)
        return []

    chosen = criteria(EDITION, given(**{OTHERS[0]: 1}), (), nothing)
    assert offered == list(OTHERS[1:])
    assert set(chosen) == {*ESSENTIALS, OTHERS[0]}


def test_what_stands_from_an_earlier_decision_is_not_scored_again() -> None:
    stands = [*ESSENTIALS[1:], *OTHERS[2:]]
    chosen = criteria(EDITION, given(**{OTHERS[1]: 0, OTHERS[5]: 0}), stands, first_five)
    assert set(chosen) == {ESSENTIALS[0], *OTHERS[:2]}


def test_second_opinion_needs_a_sentence_where_it_is_asked_for() -> None:
    assert list(second_opinion_problems(asks=False, why="")) == []
    assert list(second_opinion_problems(asks=True, why="I am not sure about INF-2.")) == []
    assert [problem.field for problem in second_opinion_problems(asks=True, why="Hm.")] == ["second_opinion_why"]
