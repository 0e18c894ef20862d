"""The edition of 2026, and ways to draw scores and editions that come near every boundary."""

from dataclasses import replace
from itertools import count

from hypothesis import strategies as st

from portal.criteria.edition import Criterion, Edition
from portal.criteria.loading import EDITIONS, load_edition
from portal.criteria.terms import Rule, RuleId

TEXT = (EDITIONS / "2026.yaml").read_text(encoding="utf-8")
EDITION = load_edition(TEXT)
IDS = tuple(criterion.id for criterion in EDITION.criteria)

# Which scores to draw from: everything, and what lies around passing, commendation and small changes.
_MOODS = st.sampled_from([(0, 1, 2, 3), (1, 2), (2, 3), (1, 2, 2, 2, 3), (0, 1, 2), (0, 0, 2, 3), (3, 3, 3, 3, 2)])


@st.composite
def scores_for(draw: st.DrawFn, edition: Edition) -> dict[str, int]:
    """Draw a score for each criterion of the edition; half of the time most essentials score 2 or more."""
    mood = draw(_MOODS)
    scores = {criterion.id: draw(st.sampled_from(mood)) for criterion in edition.criteria}
    if draw(st.booleans()):
        scores |= {c.id: max(2, scores[c.id]) for c in edition.criteria if c.essential}
        scores |= draw(st.dictionaries(st.sampled_from(list(scores)), st.integers(0, 3), max_size=2))
    return scores


SCORES = scores_for(EDITION)
SOME_SCORES = st.tuples(SCORES, st.sets(st.sampled_from(IDS), max_size=6)).map(
    lambda drawn: {i: score for i, score in drawn[0].items() if i not in drawn[1]}
)


@st.composite
def small_editions(draw: st.DrawFn) -> Edition:
    """Draw an edition of at most seven criteria in up to three themes, with its own weights and thresholds."""
    themes = EDITION.themes[:3]
    picked = draw(st.lists(st.sampled_from(EDITION.criteria), min_size=2, max_size=7, unique=True))
    criteria = [_varied(draw, criterion) for criterion in picked]
    criteria[0] = replace(criteria[0], essential=True)
    used = {criterion.theme for criterion in criteria}
    total, floor = draw(st.integers(40, 70)), draw(st.integers(0, 70))
    rules = (
        Rule(id=RuleId.ESSENTIALS, rule="…", minimum_score=draw(st.sampled_from([1, 2, 2, 2, 3]))),
        Rule(id=RuleId.TOTAL, rule="…", threshold_percent=total),
        Rule(id=RuleId.THEME_FLOOR, rule="…", threshold_percent=floor),
    )
    return replace(
        EDITION,
        themes=tuple(theme for theme in themes if theme.id in used),
        criteria=tuple(criteria),
        pass_rule=replace(EDITION.pass_rule, all_must_hold=rules),
    )


def _varied(draw: st.DrawFn, criterion: Criterion) -> Criterion:
    return replace(
        criterion,
        theme=draw(st.sampled_from([theme.id for theme in EDITION.themes[:3]])),
        weight=draw(st.integers(1, 4)),
        essential=draw(st.sampled_from([False, False, True])),
    )


def everything(score: int, **others: int) -> dict[str, int]:
    """The same score for every criterion, except those named, in which ``INF_1`` stands for INF-1."""
    return dict.fromkeys(IDS, score) | {name.replace("_", "-"): other for name, other in others.items()}


def essentials(score: int, others: int) -> dict[str, int]:
    """One score for every essential criterion and another for the rest."""
    return {criterion.id: score if criterion.essential else others for criterion in EDITION.criteria}


def line_of(text: str, mark: str) -> int:
    """The number of the one line that has this mark."""
    found = [number for number, line in zip(count(1), text.splitlines(), strict=False) if mark in line]
    assert len(found) == 1, f"{mark!r} is on lines {found}"
    return found[0]
