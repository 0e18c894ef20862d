from decimal import Decimal

from portal.applications.rules import Answered
from portal.criteria.loading import EDITIONS, load_edition
from portal.declarations.self_score import self_score

EDITION = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
ESSENTIAL = next(criterion for criterion in EDITION.criteria if criterion.essential)
MAY_NOT_APPLY = next(criterion for criterion in EDITION.criteria if criterion.na_allowed_for)


def everything_at(score: int) -> dict[str, Answered]:
    return {criterion.id: Answered(score, statement="x") for criterion in EDITION.criteria}


def test_everything_at_two_meets_the_three_parts_of_the_pass_rule() -> None:
    own = self_score(EDITION, "district", everything_at(2))
    assert [(part.rule, part.holds) for part in own.parts] == [
        ("Every essential criterion scores 2 or more", True),
        ("Weighted total is 60% or more", True),
        ("Every theme scores 40% or more", True),
    ]
    assert (own.total, own.unanswered, own.short, own.would_pass) == (Decimal("66.7"), 0, (), True)


def test_one_essential_at_one_is_short_and_fails_its_part_alone() -> None:
    own = self_score(EDITION, "district", {**everything_at(3), ESSENTIAL.id: Answered(1, statement="x")})
    assert [part.holds for part in own.parts] == [False, True, True]
    assert (own.short, own.would_pass) == ((ESSENTIAL,), False)


def test_nothing_answered_counts_as_nothing_and_says_so() -> None:
    own = self_score(EDITION, "district", {})
    assert (own.total, own.unanswered, own.would_pass) == (Decimal("0.0"), 28, False)


def test_criterion_that_does_not_apply_is_neither_counted_nor_unanswered() -> None:
    kind = MAY_NOT_APPLY.na_allowed_for[0]
    given = {**everything_at(2), MAY_NOT_APPLY.id: Answered(not_applicable=True, statement="x")}
    own = self_score(EDITION, kind, given)
    assert (own.total, own.unanswered) == (Decimal("66.7"), 0)


def test_rises_say_in_words_what_each_adds_the_needed_ones_first() -> None:
    own = self_score(EDITION, "district", {**everything_at(2), "INF-2": Answered(1), "IMP-1": Answered(0)})
    assert [str(rise.effect) for rise in own.rises[:3]] == [
        "Raising INF-2 from 1 to 2 adds 1.1 points and is needed: it is essential.",
        "Raising IMP-1 from 0 to 2 adds 2.3 points.",
        "Raising INF-1 from 2 to 3 adds 1.7 points.",
    ]
    assert len(own.rises) == 8


def test_rise_of_what_has_no_score_yet_speaks_of_answering() -> None:
    answers = everything_at(2)
    del answers["INF-1"]
    own = self_score(EDITION, "district", answers)
    assert str(own.rises[0].effect) == "Answering INF-1 with a 2 adds 3.4 points and is needed: it is essential."


def test_rise_in_a_theme_below_its_floor_names_the_theme() -> None:
    low = {criterion.id: Answered(1) for criterion in EDITION.criteria_in("IMP")}
    own = self_score(EDITION, "district", {**everything_at(3), **low})
    theme = EDITION.theme("IMP").title
    assert str(own.rises[0].effect).endswith(f"helps “{theme}” to the 40% that it needs.")


def test_once_the_pass_rule_is_met_rises_speak_of_the_commendation() -> None:
    lowest = EDITION.criteria_in("IMP")[-1].id
    own = self_score(EDITION, "district", {**everything_at(3), lowest: Answered(0)})
    assert own.would_pass
    assert str(own.rises[0].effect).endswith("is needed for a commendation, which no score of 0 can have.")


def test_everything_at_three_leaves_nothing_to_raise() -> None:
    own = self_score(EDITION, "district", everything_at(3))
    assert own.rises == ()
    assert {share.percent for share in own.themes} == {Decimal("100.0")}
    assert [share.title for share in own.themes] == [theme.title for theme in EDITION.themes]
