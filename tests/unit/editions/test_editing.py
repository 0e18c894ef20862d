"""One criterion of a draft, changed in plain values: also of a draft that is not sound."""

from dataclasses import replace

import pytest

from portal.criteria.faults import Tree
from portal.criteria.writing import tree_of
from portal.editions import editing
from portal.kernel.errors import NotFound
from tests.unit.criteria.sample import EDITION

TREE = tree_of(EDITION)


def test_every_criterion_typed_and_written_back_is_the_same() -> None:
    for line in editing.lines(TREE):
        said = editing.typed(TREE, line.id)
        assert editing.with_criterion(TREE, line.id, said) == TREE


def test_draft_without_sound_values_is_read_as_far_as_it_goes() -> None:
    tree: Tree = {"criteria": [{"id": "A-1", "rubric": [], "evidence": "x", "weight": None}, "no entry", {"id": 3}]}
    assert [line.id for line in editing.lines(tree)] == ["A-1"]
    said = editing.typed(tree, "A-1")
    assert (said.rubric, said.weight, said.accepted) == (("", "", "", ""), "", ())
    with pytest.raises(NotFound):
        editing.typed(tree, "B-1")


def test_new_criterion_comes_after_the_last_of_its_theme() -> None:
    said = replace(editing.typed(TREE, "INF-1"), id="INF-9", theme="EMG")
    ids = [line.id for line in editing.lines(editing.with_criterion(TREE, "", said))]
    assert ids[ids.index("INF-9") - 1].startswith("EMG")
    assert ids[ids.index("INF-9") + 1].startswith("TWO")


def test_criterion_moves_among_those_of_its_theme_only() -> None:
    first = [line.id for line in editing.lines(editing.moved(TREE, "INF-1", up=True))]
    assert first[:2] == ["INF-1", "INF-2"]
    down = [line.id for line in editing.lines(editing.moved(TREE, "INF-1", up=False))]
    assert down[:2] == ["INF-2", "INF-1"]


def test_sums_follow_from_the_weights() -> None:
    tree = editing.with_sums(editing.without_criterion(TREE, "INF-1"))
    scoring = tree["scoring"]
    assert isinstance(scoring, dict)
    assert (scoring["total_weight"], scoring["max_weighted_points"]) == (56, 168)
    assert scoring["formula"] == EDITION.scoring.formula


def test_chosen_entries_keep_the_order_in_which_they_are_saved() -> None:
    saved = replace(editing.typed(TREE, "INF-1"), accepted=("c", "a"))
    assert editing.in_saved_order(saved, replace(saved, accepted=("a", "b", "c"))).accepted == ("c", "a", "b")
