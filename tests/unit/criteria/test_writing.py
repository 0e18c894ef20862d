"""The way back: an edition written as YAML is read again as the same edition."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.criteria.canonical import canonical
from portal.criteria.edition import Edition
from portal.criteria.loading import examine, load_edition
from portal.criteria.worked_cases import worked_cases
from portal.criteria.writing import to_yaml, tree_of
from tests.unit.criteria.sample import EDITION, TEXT, small_editions

AWKWARD = ["2026", "yes", "null", "1e3", "0x1F", "2026-01-01", "&a", "*b", "!c", "- d", "# e: f", "=g"]
AWKWARD += ["ŵ 🙂 שלום", "a\nb", "a: b", "'", '"']


def test_edition_of_2026_is_written_and_read_again_byte_for_byte() -> None:
    assert canonical(load_edition(to_yaml(tree_of(EDITION)))) == canonical(EDITION)


@pytest.mark.parametrize("text", AWKWARD)
def test_text_that_means_something_in_yaml_stays_text(text: str) -> None:
    first = replace(EDITION.criteria[0], title=text, rubric=(text, *EDITION.criteria[0].rubric[1:]))
    edition = replace(EDITION, criteria=(first, *EDITION.criteria[1:]))
    assert canonical(load_edition(to_yaml(tree_of(edition)))) == canonical(edition)


# A busy machine takes longer, and what is asked here is not how fast it is.
@settings(deadline=None)
@given(small_editions(), st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1).filter(str.strip))
def test_any_edition_has_the_same_content_after_the_way_there_and_back(edition: Edition, title: str) -> None:
    named = replace(edition, framework=replace(edition.framework, title=title.strip()))
    found = examine(to_yaml(tree_of(named))).tree
    assert found == tree_of(named)


def test_file_with_a_value_that_cannot_be_read_gives_no_tree() -> None:
    found = examine(TEXT.replace("title: Day-to-day service updates", "title: 2026-01-01"))
    assert found.tree is None
    assert len(found.problems) == 1


def test_file_with_a_wrong_sum_has_a_tree_and_is_no_edition() -> None:
    found = examine(TEXT.replace("total_weight: 59", "total_weight: 60"))
    assert found.tree is not None
    assert found.edition is None
    assert [problem.words.values["line"] for problem in found.problems] == [38]


def test_worked_case_that_does_not_hold_is_shown_beside_what_the_rule_gives() -> None:
    found = examine(TEXT.replace("total_percent: 66.7", "total_percent: 66.6"))
    assert found.edition is not None
    assert len(found.problems) == 1
    cases = worked_cases(found.edition)
    assert [case.holds for case in cases] == [False, True, True, True]
    assert [str(total) for total in cases[0].totals] == ["66.7"]
    assert len(cases[2].totals) > 1
