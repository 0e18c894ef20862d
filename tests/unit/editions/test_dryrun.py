"""Scores of the past under another rule: what is known, what cannot be told, and both ways to count it."""

from dataclasses import replace
from datetime import date

from portal.criteria.edition import Edition
from portal.criteria.terms import Outcome, Rule, RuleId
from portal.editions.dryrun import Past, Verdict, dry_run, totals
from tests.unit.criteria.sample import EDITION, everything


def past(scores: dict[str, int | None], outcome: Outcome = Outcome.AWARDED, kind: str = "district") -> Past:
    return Past("APP-1", "A council", kind, "2026", date(2026, 1, 1), outcome, scores)


def all_at(score: int, **others: int | None) -> dict[str, int | None]:
    return {**everything(score), **{name.replace("_", "-"): other for name, other in others.items()}}


def stricter(total: int) -> Edition:
    rules = tuple(
        Rule(id=rule.id, rule=rule.rule, threshold_percent=total) if rule.id is RuleId.TOTAL else rule
        for rule in EDITION.pass_rule.all_must_hold
    )
    return replace(EDITION, pass_rule=replace(EDITION.pass_rule, all_must_hold=rules))


def with_new(essential: bool) -> Edition:
    new = replace(EDITION.criteria[0], id="NEW-1", essential=essential, weight=1)
    return replace(EDITION, criteria=(*EDITION.criteria, new))


def test_same_edition_gives_the_same_result() -> None:
    tried = dry_run(EDITION, past(all_at(2)))
    assert (tried.unknown, tried.verdict, tried.worst) == ((), Verdict.KEEPS, tried.best)
    assert (tried.worst.outcome, str(tried.worst.total)) == (Outcome.AWARDED, "66.7")


def test_stricter_total_loses_an_award_and_names_the_rule() -> None:
    tried = dry_run(stricter(70), past(all_at(2)))
    assert tried.verdict is Verdict.LOSES
    assert [str(rule) for rule in tried.worst.failing] == ["The weighted total is 66.7%. It must be 70% or more."]


def test_milder_total_gains_one() -> None:
    low = all_at(1) | {criterion.id: 2 for criterion in EDITION.criteria if criterion.essential}
    assert dry_run(EDITION, past(low, Outcome.NOT_YET_MAJOR)).verdict is Verdict.STAYS_OUT
    themes = tuple(
        replace(rule, threshold_percent=30) if rule.id is RuleId.THEME_FLOOR else rule
        for rule in stricter(50).pass_rule.all_must_hold
    )
    mild = replace(EDITION, pass_rule=replace(EDITION.pass_rule, all_must_hold=themes))
    assert dry_run(mild, past(low, Outcome.NOT_YET_MAJOR)).verdict is Verdict.GAINS


def test_new_essential_criterion_cannot_be_told_and_is_counted_both_ways() -> None:
    tried = dry_run(with_new(essential=True), past(all_at(2)))
    assert (tried.unknown, tried.verdict) == (("NEW-1",), Verdict.OPEN)
    assert (tried.worst.short, tried.best.short) == (("NEW-1",), ())
    assert (tried.worst.outcome.is_award, tried.best.outcome) == (False, Outcome.AWARDED)


def test_new_criterion_that_changes_nothing_either_way_keeps_the_award() -> None:
    tried = dry_run(with_new(essential=False), past(all_at(2)))
    assert (tried.unknown, tried.verdict) == (("NEW-1",), Verdict.KEEPS)


def test_criterion_that_is_gone_counts_for_nothing() -> None:
    fewer = replace(EDITION, criteria=EDITION.criteria[1:])
    assert dry_run(fewer, past(all_at(2, INF_1=0))).verdict is Verdict.KEEPS


def test_not_applicable_stays_so_only_where_the_draft_lets_this_kind_leave_it_out() -> None:
    able = next(criterion for criterion in EDITION.criteria if criterion.na_allowed_for)
    scores: dict[str, int | None] = {**all_at(2), able.id: None}
    kind = able.na_allowed_for[0]
    assert dry_run(EDITION, past(scores, kind=kind)).unknown == ()
    closed = tuple(replace(each, na_allowed_for=()) if each is able else each for each in EDITION.criteria)
    assert dry_run(replace(EDITION, criteria=closed), past(scores, kind=kind)).unknown == (able.id,)


def test_totals_count_each_verdict_and_the_awards_both_ways() -> None:
    draft = with_new(essential=True)
    found = totals([dry_run(draft, past(all_at(3))), dry_run(draft, past(all_at(0), Outcome.NOT_YET_MAJOR))])
    assert found.results == 2
    assert {verdict: n for verdict, n in found.verdicts.items() if n} == {Verdict.OPEN: 1, Verdict.STAYS_OUT: 1}
    assert (found.awards_then, found.awards_worst, found.awards_best) == (1, 0, 1)
    assert (found.commendations_then, found.commendations_worst, found.commendations_best) == (0, 0, 1)
