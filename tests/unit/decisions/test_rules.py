import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest

from portal.criteria.canonical import canonical
from portal.criteria.results import is_borderline, outcome_from
from portal.criteria.rules import result
from portal.criteria.terms import Outcome
from portal.decisions import rules
from portal.decisions.rules import LONGEST_HOLD_DAYS, Final
from tests.unit.criteria.sample import EDITION, everything

KIND = "district"
DAY = date(2026, 11, 18)
EDITION_HASH = sha256(canonical(EDITION)).hexdigest()
GOOD = 'Prompt, "kind"\n=cmd ŵ 🙂 שלום'
LEFT_OUT = next(criterion for criterion in EDITION.criteria if criterion.na_allowed_for)


def finals(scores: dict[str, int]) -> dict[str, Final]:
    return {criterion: Final(score, GOOD) for criterion, score in scores.items()}


def fields(score: int | None, reason: str, why_changed: str, reviewed: int | None) -> list[str]:
    return [problem.field for problem in rules.moderation_problems(score, reason, GOOD, why_changed, [reviewed])]


@pytest.mark.parametrize(
    ("score", "reason", "why_changed", "reviewed", "found"),
    [
        (2, GOOD, "", 2, []),
        (2, "", "", 2, ["reason"]),
        (2, "Too short", "", 2, ["reason"]),
        (2, "Ten chars.", "", 2, []),
        (1, GOOD, "", 2, ["why_changed"]),
        (1, GOOD, "Too short", 2, ["why_changed"]),
        (1, GOOD, "Ten chars.", 2, []),
        (1, "", "", 2, ["reason", "why_changed"]),
        (None, GOOD, "", None, []),
        (None, GOOD, "", 0, ["why_changed"]),
        (0, GOOD, "", None, ["why_changed"]),
    ],
)
def test_final_score_needs_a_reason_and_one_more_where_it_differs(
    score: int | None, reason: str, why_changed: str, reviewed: int | None, found: list[str]
) -> None:
    assert fields(score, reason, why_changed, reviewed) == found


@pytest.mark.parametrize(
    ("days", "count"), [(None, 0), (-1, 1), (0, 0), (LONGEST_HOLD_DAYS, 0), (LONGEST_HOLD_DAYS + 1, 1)]
)
def test_result_can_be_held_for_thirty_days_at_most(days: int | None, count: int) -> None:
    until = None if days is None else DAY + timedelta(days=days)
    assert [problem.field for problem in rules.holding_problems(until, DAY)] == ["not_before"] * count


def record(scores: dict[str, Final]) -> bytes:
    return rules.record_of(EDITION, EDITION_HASH, scores, KIND, rules.result_of(EDITION, scores, KIND))


def test_record_is_the_same_whatever_the_order_of_the_scores() -> None:
    scores = finals(everything(2, INF_1=3))
    assert record(scores) == record(dict(reversed(scores.items())))


def test_record_is_canonical_json_that_says_what_the_outcome_follows_from() -> None:
    written = record(finals(everything(2)))
    told = json.loads(written)
    assert written == json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert told == {
        "edition": EDITION.slug,
        "edition_sha256": EDITION_HASH,
        "kind": KIND,
        "scores": everything(2),
        "outcome": "awarded",
        "total": "200/3",
    }


def test_outcome_can_be_computed_again_from_the_record_and_the_edition_alone() -> None:
    scores = finals(everything(2, INF_1=3)) | {LEFT_OUT.id: Final(None, GOOD)}
    kind = LEFT_OUT.na_allowed_for[0]
    found = rules.result_of(EDITION, scores, kind)
    told = json.loads(rules.record_of(EDITION, EDITION_HASH, scores, kind, found))
    counted = {criterion: score for criterion, score in told["scores"].items() if score is not None}
    again = result(EDITION, counted, told["kind"], told["scores"].keys() - counted.keys())
    assert (again.outcome, again.total_percent) == (told["outcome"], Fraction(told["total"]))
    assert again == found


def test_hash_of_a_record_changes_with_any_score() -> None:
    assert rules.sha256(record(finals(everything(2)))) != rules.sha256(record(finals(everything(2, INF_1=3))))


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.AWARDED, "Show the badge on the websites you gave us, and tell your residents."),
        (Outcome.AWARDED_WITH_COMMENDATION, "Show the badge on the websites you gave us, and tell your residents."),
        (
            Outcome.NOT_YET_MINOR,
            "Improve the criteria named below and send only those again by 2027-02-28.",
        ),
        (
            Outcome.NOT_YET_MAJOR,
            (
                "Work through the actions below and apply again when you are ready, from 2027-02-28. "
                "This feedback stays here."
            ),
        ),
    ],
)
def test_next_step_says_what_to_do_and_by_when(outcome: Outcome, said: str) -> None:
    # Three months after the last of November is the last of February.
    assert str(rules.next_step(EDITION, outcome, date(2026, 11, 30), date(2026, 11, 30))) == said


JUST = Fraction(1, 1000)


@pytest.mark.parametrize(
    ("total", "borderline"),
    [
        (Fraction(0), False),
        (55 - JUST, False),
        (Fraction(55), True),
        (Fraction(65), True),
        (65 + JUST, False),
        (75 - JUST, False),
        (Fraction(75), True),
        (Fraction(85), True),
        (85 + JUST, False),
        (Fraction(100), False),
    ],
)
def test_total_within_five_points_of_sixty_or_eighty_is_borderline(total: Fraction, borderline: bool) -> None:
    found = rules.result_of(EDITION, finals(everything(2)), KIND)
    assert is_borderline(replace(found, total_percent=total)) is borderline


ESSENTIAL = next(criterion for criterion in EDITION.criteria if criterion.essential)


@pytest.mark.parametrize(
    ("essential", "others", "first", "second"),
    [
        (2, 2, Outcome.AWARDED, Outcome.AWARDED),
        (2, 3, Outcome.AWARDED_WITH_COMMENDATION, Outcome.AWARDED_WITH_COMMENDATION),
        (1, 3, Outcome.NOT_YET_MINOR, Outcome.NOT_YET_MAJOR),
        (0, 0, Outcome.NOT_YET_MAJOR, Outcome.NOT_YET_MAJOR),
    ],
)
def test_resubmission_is_never_asked_for_small_changes_again_and_its_trace_says_why(
    essential: int, others: int, first: Outcome, second: Outcome
) -> None:
    scores = finals(everything(others) | {ESSENTIAL.id: essential})
    if (essential, others) == (2, 3):
        scores = finals(everything(3))
    before = rules.result_of(EDITION, scores, KIND)
    found = rules.result_of(EDITION, scores, KIND, resubmission=True)
    assert (before.outcome, found.outcome, found.named_criteria) == (first, second, None)
    assert outcome_from(found.trace) is second
    assert (found.trace[:-1], found.trace[-1].id) == (before.trace, "small_changes.resubmission")


def test_record_names_what_a_resubmission_repeats_and_only_then() -> None:
    scores = finals(everything(2))
    found = rules.result_of(EDITION, scores, KIND, resubmission=True)
    told = json.loads(rules.record_of(EDITION, EDITION_HASH, scores, KIND, found, resubmission_of="APP-1"))
    assert told == json.loads(record(scores)) | {"resubmission_of": "APP-1"}
