from datetime import UTC, datetime

import pytest

from portal.awards.carrying import Changed, carried

BEFORE, STARTED, BETWEEN, SIGNED, AFTER = (datetime(2028, 5, day, tzinfo=UTC) for day in range(1, 6))


@pytest.mark.parametrize(
    ("typed", "official", "changes", "expected"),
    [
        # Nothing was changed: what the application says, in its order.
        (["b", "a"], ["a", "b"], [], ("b", "a")),
        # It was official when the application began, which no longer names it.
        (["a"], ["a", "b"], [Changed("b", True, BEFORE)], ("a",)),
        # Proved since it began: nobody has to prove it again.
        (["a"], ["a", "b"], [Changed("b", True, BETWEEN)], ("a", "b")),
        (["a"], ["a", "b"], [Changed("b", True, AFTER)], ("a", "b")),
        (["a", "b"], ["a", "b"], [Changed("b", True, AFTER)], ("a", "b")),
        # Removed since it was signed, and once more added.
        (["a", "b"], ["a"], [Changed("b", False, AFTER)], ("a",)),
        (["a", "b"], ["a", "b"], [Changed("b", False, AFTER), Changed("b", True, AFTER)], ("a", "b")),
        # Removed before it was signed, and named all the same.
        (["a", "b"], ["a"], [Changed("b", False, BETWEEN)], ("a", "b")),
        # New in the application.
        (["a", "c"], ["a"], [], ("a", "c")),
    ],
)
def test_renewal_takes_what_was_added_meanwhile_and_leaves_what_was_removed(
    typed: list[str], official: list[str], changes: list[Changed], expected: tuple[str, ...]
) -> None:
    assert carried(typed, official, changes, STARTED, SIGNED) == expected


def test_renewal_that_was_begun_empty_takes_all_that_was_added_to_the_award() -> None:
    changes = [Changed("b", True, BEFORE), Changed("c", True, BEFORE), Changed("c", False, BETWEEN)]
    assert carried(["a"], ["a", "b", "d"], changes, None, SIGNED) == ("a", "b")
