"""The canonical form: one content, one sequence of bytes, one hash."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.canonical import canonical, edition_hash, from_canonical
from portal.criteria.edition import Edition
from portal.criteria.loading import load_edition
from portal.kernel.errors import RuleBroken
from tests.unit.criteria.sample import EDITION, TEXT, small_editions


def reversed_keys(value: object) -> object:
    if isinstance(value, dict):
        return {key: reversed_keys(child) for key, child in reversed(value.items())}
    return [reversed_keys(child) for child in value] if isinstance(value, list) else value


def test_edition_read_back_from_its_canonical_form_is_the_same() -> None:
    stored = canonical(EDITION)
    assert from_canonical(stored) == EDITION
    assert canonical(from_canonical(stored)) == stored


@given(
    small_editions(),
    st.text(alphabet=st.characters(codec="utf-8"), min_size=1).filter(lambda text: text.strip() == text),
)
def test_any_edition_survives_the_round_trip(edition: Edition, title: str) -> None:
    changed = replace(edition, framework=replace(edition.framework, title=title))
    assert from_canonical(canonical(changed)) == changed


def test_order_of_keys_and_comments_do_not_change_the_hash() -> None:
    shuffled = yaml.safe_dump(reversed_keys(yaml.safe_load(TEXT)), sort_keys=False, allow_unicode=True)
    assert shuffled.startswith("annual_check:")
    assert edition_hash(load_edition(shuffled)) == edition_hash(EDITION)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nothing in place or no usable evidence.", "Nothing in place."),
        ("annual_check_spot_check_percent: 20", "annual_check_spot_check_percent: 21"),
        ("    lead_may_override_to_major_with_reason: true\n", ""),
    ],
)
def test_any_change_of_content_changes_the_hash(old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert edition_hash(load_edition(TEXT.replace(old, new))) != edition_hash(EDITION)


def test_canonical_form_is_sorted_utf_8_without_spaces_and_without_defaults() -> None:
    stored = canonical(replace(EDITION, framework=replace(EDITION.framework, title="ŵ 🙂")))
    assert stored.startswith(
        b'{"annual_check":{"declaration_by":"approver","questions":[{"criteria":["INF-2"],"id":"AC-1",'
    )
    assert '"title":"ŵ 🙂"'.encode() in stored
    assert b"null" not in stored


@pytest.mark.parametrize("stored", [b"", b"{", b"[]", b"{}", b"null", b"\xff", canonical(EDITION)[:-2]])
def test_bytes_that_are_no_edition_are_refused(stored: bytes) -> None:
    with pytest.raises(RuleBroken):
        from_canonical(stored)


def test_stored_edition_with_a_changed_type_is_refused_with_its_place() -> None:
    stored = canonical(EDITION).replace(b'"award_months":24', b'"award_months":"24"')
    with pytest.raises(RuleBroken) as refused:
        from_canonical(stored)
    assert [str(problem) for problem in refused.value.problems] == [
        "validity.award_months: award_months must be a whole number."
    ]
