from dataclasses import replace

import pytest

from portal.criteria.edition import Edition
from portal.criteria.loading import EDITIONS, load_edition
from portal.reviews.rules import NOT_APPLICABLE, Basis, Judgement, choice_of, judgement_problems, lock_problems

SHOWN = Basis(has_evidence=True, claims_not_applicable=False)
GOOD = Judgement(2, False, 'The plan is "live", =cmd ŵ 🙂', "", "Ten of ten replies, checked today.")
LOW = replace(GOOD, score=1, improvement="Answer within\na day.")
AGREED = replace(GOOD, score=None, agreed_not_applicable=True, live_check="")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))


def said(edition: Edition, judgement: Judgement, basis: Basis = SHOWN) -> list[str]:
    return [str(problem) for problem in judgement_problems(edition, judgement, basis)]


@pytest.mark.parametrize("judgement", [GOOD, LOW, replace(LOW, score=0), replace(GOOD, score=3)])
def test_score_with_its_reasons_can_be_saved(edition: Edition, judgement: Judgement) -> None:
    assert said(edition, judgement) == []


@pytest.mark.parametrize("score", [None, -1, 4, 10**8])
def test_score_off_the_scale_is_refused(edition: Edition, score: int | None) -> None:
    assert said(edition, replace(GOOD, score=score, improvement="Anything at all.")) == [
        "choice: Choose the sentence that fits best."
    ]


@pytest.mark.parametrize("reason", ["", "Too short"])
def test_score_without_a_sentence_of_reason_is_refused(edition: Edition, reason: str) -> None:
    assert said(edition, replace(GOOD, reason=reason)) == [
        "reason: Give your reason in at least one sentence. The council reads it."
    ]


@pytest.mark.parametrize("score", [0, 1])
def test_low_score_that_does_not_say_what_would_raise_it_is_refused(edition: Edition, score: int) -> None:
    assert said(edition, replace(GOOD, score=score)) == [
        "improvement: Say in a sentence what would move this score up. The council reads it."
    ]


@pytest.mark.parametrize(("score", "allowed"), [(0, True), (1, True), (2, False), (3, False)])
def test_statement_without_other_evidence_scores_one_at_most(edition: Edition, score: int, allowed: bool) -> None:
    bare = replace(SHOWN, has_evidence=False)
    refusal = (
        "choice: A written statement with no other evidence cannot score more than 1."
        " The council has given no other evidence here."
    )
    assert said(edition, replace(LOW, score=score), bare) == ([] if allowed else [refusal])


def test_agreement_needs_the_councils_claim(edition: Edition) -> None:
    assert said(edition, AGREED, replace(SHOWN, claims_not_applicable=True)) == []
    assert said(edition, AGREED) == ["choice: The council has answered this criterion, so give it a score."]


def test_reviewer_who_does_not_agree_gives_a_score(edition: Edition) -> None:
    assert said(edition, GOOD, replace(SHOWN, claims_not_applicable=True)) == []


def test_scores_can_be_locked_once_each_criterion_has_its_score_and_its_live_check(edition: Edition) -> None:
    every = {criterion.id: GOOD for criterion in edition.criteria}
    assert list(lock_problems(edition.criteria, every)) == []


def test_what_is_missing_before_locking_is_named(edition: Edition) -> None:
    every = {criterion.id: GOOD for criterion in edition.criteria}
    del every["INF-3"]
    every["INF-1"] = replace(GOOD, live_check="")
    assert [str(problem) for problem in lock_problems(edition.criteria, every)] == [
        "INF-1: record a live check, or say why none could be made.",
        "INF-3 has no score yet.",
    ]


def test_criterion_that_does_not_apply_needs_no_live_check(edition: Edition) -> None:
    every = {criterion.id: GOOD for criterion in edition.criteria} | {"INF-1": AGREED}
    assert list(lock_problems(edition.criteria, every)) == []


def test_criterion_without_a_live_check_needs_no_note_of_one(edition: Edition) -> None:
    assert edition.criterion("INF-3").live_check is None
    every = {criterion.id: GOOD for criterion in edition.criteria} | {"INF-3": replace(GOOD, live_check="")}
    assert list(lock_problems(edition.criteria, every)) == []


def test_choice_is_the_score_or_the_agreement_or_nothing() -> None:
    assert [choice_of(LOW), choice_of(AGREED), choice_of(replace(GOOD, score=None))] == ["1", NOT_APPLICABLE, ""]
