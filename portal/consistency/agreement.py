"""How far reviewers agree: the one file that knows numpy, scikit-learn and krippendorff (docs/decisions/0025).

They take a second to load, so they are imported when somebody asks for the first time and never at the start.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from portal.consistency import rules
from portal.consistency.rules import SCORES, Agreement, Estimate, Unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The same figures give the same interval each time that somebody looks.
SEED = 2026
REPLICATES = 1000
LOW, HIGH = 2.5, 97.5
# Where more of the replicates than this have no value, their percentiles say nothing.
MOST_UNDEFINED = 0.05


@lru_cache(maxsize=256)
def measure(units: tuple[Unit, ...], *, with_chance: bool = True) -> Agreement:
    """What these units show, each value with its 95 % interval or with the words why there is none.

    The interval comes from drawing whole clusters again, with replacement: the scores of one application stand and fall
    together. Without ``with_chance`` the two statistics that allow for chance are left out. Kappa is for units that
    exactly two people have scored, in the same order throughout.
    """
    clusters = _by_cluster(units)
    found = Agreement(units=len(units), clusters=len(clusters), why=rules.why_no_shares(len(units), len(clusters)))
    if found.why is not None:
        return found
    identical, within_one = _shares(clusters)
    values = {score for unit in units for score in unit.scores}
    why_no_chance = rules.why_no_chance(len(units), len(clusters), len(values))
    alpha = kappa = None
    if with_chance and why_no_chance is None:
        alpha = _alpha(clusters)
        kappa = _kappa(clusters) if all(len(unit.scores) == rules.PAIR for unit in units) else None
    return Agreement(len(units), len(clusters), identical, within_one, kappa, alpha, why_no_chance=why_no_chance)


def _by_cluster(units: Sequence[Unit]) -> list[list[Unit]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        found[unit.cluster].append(unit)
    # In an order of its own: which row the database gave first must not move the interval.
    return [found[name] for name in sorted(found)]


def _shares(clusters: list[list[Unit]]) -> tuple[Estimate, Estimate]:
    import numpy as np

    counts = np.array([_pairs(cluster) for cluster in clusters], dtype=np.float64)
    total = counts.sum(axis=0)
    drawn = counts[_draws(len(clusters))].sum(axis=1)
    return (
        _estimate(float(total[1] / total[0]), drawn[:, 1] / drawn[:, 0]),
        _estimate(float(total[2] / total[0]), drawn[:, 2] / drawn[:, 0]),
    )


def _pairs(cluster: list[Unit]) -> tuple[int, int, int]:
    """How many pairs of scores a cluster has, how many of them are identical, and how many differ by 1 at most."""
    gaps = [abs(one - other) for unit in cluster for one, other in combinations(unit.scores, rules.PAIR)]
    return len(gaps), sum(gap == 0 for gap in gaps), sum(gap <= 1 for gap in gaps)


def _draws(count: int) -> "NDArray[np.int64]":
    import numpy as np

    return np.random.default_rng(SEED).integers(0, count, size=(REPLICATES, count))


def _estimate(value: float, replicates: "NDArray[np.float64]") -> Estimate:
    import numpy as np

    defined = replicates[~np.isnan(replicates)]
    if len(defined) < (1 - MOST_UNDEFINED) * len(replicates):
        return Estimate(value)
    low, high = np.percentile(defined, [LOW, HIGH])
    return Estimate(value, float(low), float(high))


def _kappa(clusters: list[list[Unit]]) -> Estimate:
    import numpy as np
    from sklearn import config_context

    # How often each of the sixteen pairs of scores was given, by cluster: all that kappa asks for.
    cells = np.zeros((len(clusters), len(SCORES) ** 2))
    for row, cluster in enumerate(clusters):
        for (one, other), count in Counter(unit.scores for unit in cluster).items():
            cells[row, one * len(SCORES) + other] = count
    # A thousand times, checking what is handed over would take longer than the statistic itself.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        return _resampled(cells, kappa_of)


def kappa_of(cells: "Sequence[float] | NDArray[Any]") -> float:
    """Cohen's kappa with squared weights, from how often each pair of scores was given: (0, 0), (0, 1) … (3, 3).

    Not a number where every score is the same.
    """
    import numpy as np
    from sklearn.metrics import cohen_kappa_score

    given = np.asarray(cells).reshape(len(SCORES), len(SCORES))
    if np.count_nonzero(given.sum(axis=0) + given.sum(axis=1)) == 1:
        return float("nan")
    first, second = np.repeat(SCORES, len(SCORES)), np.tile(SCORES, len(SCORES))
    return float(
        cohen_kappa_score(first, second, labels=list(SCORES), weights="quadratic", sample_weight=given.ravel())
    )


def _alpha(clusters: list[list[Unit]]) -> Estimate:
    import numpy as np

    # Units with the same counts of each score are one kind; alpha sees nothing else of a unit.
    kinds = sorted({_counts(unit) for cluster in clusters for unit in cluster})
    place = {kind: number for number, kind in enumerate(kinds)}
    often = np.zeros((len(clusters), len(kinds)), dtype=np.int64)
    for row, cluster in enumerate(clusters):
        for unit in cluster:
            often[row, place[_counts(unit)]] += 1
    table = np.array(kinds)
    return _resampled(often, lambda counts: alpha_of(np.repeat(table, counts, axis=0)))


def alpha_of(counts: "Sequence[Sequence[int]] | NDArray[Any]", domain: Sequence[int] = SCORES) -> float:
    """Krippendorff's alpha for ordered scores: for each unit how often each score of the domain was given.

    Not a number where every score is the same.
    """
    import krippendorff
    import numpy as np

    table = np.asarray(counts)
    if np.count_nonzero(table.sum(axis=0)) == 1:
        return float("nan")
    return float(krippendorff.alpha(value_counts=table, value_domain=list(domain), level_of_measurement="ordinal"))


def _counts(unit: Unit) -> tuple[int, ...]:
    return tuple(unit.scores.count(score) for score in SCORES)


def _resampled(by_cluster: "NDArray[Any]", statistic: "Callable[[NDArray[Any]], float]") -> Estimate:
    import numpy as np

    drawn = by_cluster[_draws(len(by_cluster))].sum(axis=1)
    return _estimate(statistic(by_cluster.sum(axis=0)), np.array([statistic(counts) for counts in drawn]))
