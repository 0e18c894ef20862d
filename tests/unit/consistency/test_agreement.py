"""The statistics, against values worked by hand and published ones."""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from math import isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.consistency.agreement import alpha_of, kappa_of, measure
from portal.consistency.rules import SCORES, Agreement, Estimate, Unit

Pair = tuple[int, ...]


def units(pairs: Sequence[Pair], clusters: int = 10) -> tuple[Unit, ...]:
    return tuple(Unit(f"case {number % clusters}", pair) for number, pair in enumerate(pairs))


def cells(pairs: Sequence[Pair]) -> list[float]:
    often = Counter(pairs)
    return [often[one, other] for one in SCORES for other in SCORES]


def counts(scored: Sequence[Pair]) -> list[list[int]]:
    return [[unit.count(score) for score in SCORES] for unit in scored]


def value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else round(estimate.value, 4)


# Cohen's kappa as it is explained most often: 50 proposals, both yes 20, both no 15, one of them only 5 and 10. Of two
# values the weights do not matter, and alpha is 1 - 15 / (55 * 45 / 99).
PROPOSALS = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
# By hand: what is observed is 10 / 50 = 0.2; what chance brings is 0.89 + 0.89 + 0.2 squared = 1.82.
GRADED = [(1, 1)] * 20 + [(3, 3)] * 20 + [(1, 2)] * 5 + [(2, 3)] * 5


def test_shares_kappa_and_alpha_are_the_published_values() -> None:
    found = measure(units(PROPOSALS))
    assert (value(found.identical), value(found.within_one)) == (0.7, 1.0)
    assert (value(found.kappa), value(found.alpha)) == (0.4, 0.4)


def test_kappa_weighs_a_difference_by_its_square() -> None:
    assert round(kappa_of(cells(GRADED)), 6) == round(1 - 0.2 / 1.82, 6)


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), C: four observers, twelve units, values missing.
    observers = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    table = [[unit.count(str(number)) for number in range(1, 6)] for unit in zip(*observers, strict=True)]
    assert round(alpha_of(table, domain=range(1, 6)), 3) == 0.815


def test_shares_count_every_pair_of_more_than_two_people() -> None:
    # 0-0 is the same, 0-1 twice within one; 0-2 is neither.
    found = measure(units([(0, 0, 1)] * 20 + [(0, 0, 2)] * 20))
    assert (value(found.identical), value(found.within_one)) == (0.3333, 0.6667)


def test_interval_holds_the_value_and_is_the_same_each_time_and_in_any_order() -> None:
    found = measure(units(PROPOSALS))
    measure.cache_clear()
    assert measure(tuple(reversed(units(PROPOSALS)))) == found
    for estimate in (found.identical, found.kappa, found.alpha):
        assert estimate is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < estimate.value < estimate.high


def test_interval_is_wider_where_the_scores_of_an_application_stand_and_fall_together() -> None:
    pairs = [(1, 1)] * 50 + [(0, 2)] * 50
    together = tuple(Unit(f"case {number // 10}", pair) for number, pair in enumerate(pairs))
    apart = tuple(Unit(f"case {number}", pair) for number, pair in enumerate(pairs))

    def width(found: Agreement) -> float:
        assert found.identical is not None
        return (found.identical.high or 0) - (found.identical.low or 0)

    assert width(measure(together, with_chance=False)) > 2 * width(measure(apart, with_chance=False))


@pytest.mark.parametrize(
    ("pairs", "clusters", "why", "why_no_chance"),
    [
        ([(2, 1)] * 29, 10, "fewer than 30 criteria scored by two people", None),
        ([(2, 1)] * 30, 4, "fewer than 5 applications", None),
        ([(2, 1)] * 49, 10, None, "fewer than 50 criteria scored by two people"),
        ([(2, 1)] * 50, 9, None, "fewer than 10 applications"),
        ([(2, 2)] * 50, 10, None, "every score is the same, so that nothing can be said about chance"),
        ([(2, 1)] * 50, 10, None, None),
    ],
)
def test_figure_below_its_floor_is_refused_in_words(
    pairs: list[Pair], clusters: int, why: str | None, why_no_chance: str | None
) -> None:
    found = measure(units(pairs, clusters))
    said = tuple(str(each) if each else None for each in (found.why, found.why_no_chance))
    assert said == (why, why_no_chance)
    assert (found.identical is None, found.kappa is None, found.alpha is None) == (
        why is not None,
        why is not None or why_no_chance is not None,
        why is not None or why_no_chance is not None,
    )


def test_interval_is_refused_where_drawing_again_often_leaves_one_value_only() -> None:
    found = measure(units([(2, 2)] * 49 + [(2, 1)], clusters=50))
    assert found.alpha is not None
    assert (found.alpha.low, found.alpha.high) == (None, None)


def test_statistics_have_no_value_where_every_score_is_the_same() -> None:
    assert isnan(kappa_of(cells([(2, 2)] * 50)))
    assert isnan(alpha_of(counts([(2, 2)] * 50)))


score = st.integers(0, 3)
# The last two make sure that not every score is the same.
scored_by_three = st.lists(st.tuples(score, score, score), min_size=1).map(lambda found: [*found, (0, 0, 1), (2, 3, 3)])


@settings(max_examples=50)
@given(scored_by_three)
def test_who_is_first_second_or_third_changes_nothing(scored: list[Pair]) -> None:
    turned = [(third, first, second) for first, second, third in scored]
    assert alpha_of(counts(turned)) == pytest.approx(alpha_of(counts(scored)))
    pairs, swapped = [unit[:2] for unit in scored], [unit[1::-1] for unit in scored]
    assert kappa_of(cells(swapped)) == pytest.approx(kappa_of(cells(pairs)))
    many = units(scored * 30)
    assert measure(many, with_chance=False) == measure(units(turned * 30), with_chance=False)


@settings(max_examples=50)
@given(scored_by_three)
def test_full_agreement_is_one_and_nothing_is_more(scored: list[Pair]) -> None:
    alike = [(first, first) for first, _second, _third in scored]
    assert kappa_of(cells(alike)) == pytest.approx(1)
    assert alpha_of(counts(alike)) == pytest.approx(1)
    assert alpha_of(counts(scored)) <= 1
    assert kappa_of(cells([unit[:2] for unit in scored])) <= 1


def test_starting_the_portal_loads_none_of_the_libraries() -> None:
    code = "import sys, portal.app; print(*sorted({'numpy', 'scipy', 'sklearn', 'krippendorff'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
