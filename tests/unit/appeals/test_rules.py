"""What an appeal must say, who may sit, what the panel finds: C8."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest

from portal.appeals import rules
from portal.appeals.rules import Sitter
from portal.appeals.states import (
    ADVICE_WORDS,
    FINDING_WORDS,
    GROUND_WORDS,
    STATE_WORDS,
    Advice,
    AppealState,
    Finding,
    Ground,
)

LODGED = datetime(2026, 12, 16, 15, 30, tzinfo=UTC)
SAID = "Page 3 of the report that we gave was overlooked. Please look at it."
IDS = ("INF-1", "INF-2")


def fields(problems: object) -> list[str]:
    return [problem.field for problem in problems]  # type: ignore[attr-defined] # problems, whatever yields them


def test_days_are_working_days_and_leave_out_christmas() -> None:
    assert rules.lodge_by(date(2026, 11, 18)) == date(2026, 12, 16)
    assert rules.admit_by(LODGED) == date(2026, 12, 23)
    assert rules.answer_by(LODGED) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("grounds", "criteria", "statement", "wrong"),
    [
        ((Ground.PROCEDURE,), (), SAID, []),
        ((Ground.EVIDENCE_OVERLOOKED, Ground.ERROR_OF_FACT), ("INF-1",), SAID, []),
        ((), ("INF-1",), SAID, ["grounds"]),
        ((Ground.EVIDENCE_OVERLOOKED,), (), SAID, ["criteria"]),
        ((Ground.PROCEDURE,), ("INF-9",), SAID, ["criteria"]),
        ((Ground.PROCEDURE,), (), "Too short.", ["statement"]),
        ((Ground.PROCEDURE,), (), "x" * (rules.LONGEST_STATEMENT + 1), ["statement"]),
    ],
)
def test_appeal_says_on_which_ground_about_what_and_why(
    grounds: tuple[Ground, ...], criteria: tuple[str, ...], statement: str, wrong: list[str]
) -> None:
    assert fields(rules.appeal_problems(grounds, criteria, statement, IDS)) == wrong


CHAIR, MEMBER, OUTSIDER, STRANGER = (UUID(int=number) for number in range(1, 5))
INSIDE = Sitter(CHAIR, "Chris", "", outside=False)
FREE = {MEMBER: Sitter(MEMBER, "Mona", "", outside=False), OUTSIDER: Sitter(OUTSIDER, "Otto", "", outside=True)}


@pytest.mark.parametrize(
    ("chosen", "wrong"),
    [
        ((MEMBER, OUTSIDER), 0),
        ((MEMBER,), 1),
        ((MEMBER, MEMBER), 1),
        ((MEMBER, OUTSIDER, STRANGER), 1),
        ((STRANGER, OUTSIDER), 1),
        ((CHAIR, OUTSIDER), 1),
    ],
)
def test_panel_has_two_more_who_may_sit(chosen: tuple[UUID, ...], wrong: int) -> None:
    assert len(list(rules.members_problems(INSIDE, chosen, FREE))) == wrong


def test_one_of_the_three_is_from_outside_local_government_whoever_it_is() -> None:
    inside = {key: Sitter(key, "Mona", "", outside=False) for key in (MEMBER, STRANGER)}
    assert fields(rules.members_problems(INSIDE, (MEMBER, STRANGER), inside)) == ["members"]
    outside = Sitter(CHAIR, "Chris", "", outside=True)
    assert fields(rules.members_problems(outside, (MEMBER, STRANGER), inside)) == []


def test_outcome_is_what_two_of_three_found_and_nothing_before_all_have_said_theirs() -> None:
    for three in product(Finding, repeat=3):
        votes = {finding: three.count(finding) for finding in Finding}
        expected = next((finding for finding, count in votes.items() if count >= 2), None)
        assert rules.majority(three) is expected
    assert rules.majority([Finding.CORRECT, Finding.CORRECT]) is None


def test_an_award_is_never_reviewed_afresh_and_without_a_criterion_no_score_is_put_right() -> None:
    assert rules.findings_open_to(is_award=False, about_criteria=True) == tuple(Finding)
    assert rules.findings_open_to(is_award=True, about_criteria=True) == (Finding.CORRECT, Finding.NOT_UPHELD)
    assert rules.findings_open_to(is_award=True, about_criteria=False) == (Finding.NOT_UPHELD,)


@pytest.mark.parametrize("decided", [0, 1, 2, 3])
def test_corrected_score_is_never_lower_than_the_decided_one(decided: int) -> None:
    allowed = [score for score in (-1, 0, 1, 2, 3, 4, None) if not fields(_correction(decided, score))]
    assert allowed == list(range(decided, 4))


def _correction(decided: int | None, score: int | None, reason: str = SAID) -> object:
    return rules.correction_problems(decided, score, reason)


def test_corrected_score_needs_a_reason_and_a_criterion_that_applies() -> None:
    assert fields(_correction(1, 2, "short")) == ["reason"]
    assert fields(_correction(None, 2)) == ["score"]


def test_something_is_put_right_only_where_a_score_is_raised() -> None:
    assert rules.raises_any({"INF-1": 1, "INF-2": 2}, {"INF-1": 1, "INF-2": 3})
    assert not rules.raises_any({"INF-1": 1}, {"INF-1": 1})
    assert not rules.raises_any({"INF-1": 1}, {})


def test_chair_may_leave_unheard_only_what_an_administrator_advised_against() -> None:
    assert [rules.may_refuse(advice) for advice in (None, Advice.ADMIT, Advice.DO_NOT_ADMIT)] == [False, False, True]


def test_every_state_ground_advice_and_finding_has_words() -> None:
    assert (set(STATE_WORDS), set(GROUND_WORDS), set(rules.GROUND_HELP)) == (set(AppealState), set(Ground), set(Ground))
    assert (set(ADVICE_WORDS), set(FINDING_WORDS)) == (set(Advice), set(Finding))
