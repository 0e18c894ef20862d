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
