import pytest

from portal.answering.merging import both, both_lists, both_presences, compare_presence
from portal.applications.rules import PresenceTyped


@pytest.mark.parametrize(
    ("yours", "theirs", "together"),
    [
        ("", "", ""),
        ("mine", "", "mine"),
        ("", "theirs", "theirs"),
        ("same", "same", "same"),
        ("said, and more", "said", "said, and more"),
        ("said", "said, and more", "said, and more"),
        ("ŵ 🙂", "<b>", "ŵ 🙂\n\n<b>"),
    ],
)
def test_two_texts_put_together_say_everything_once(yours: str, theirs: str, together: str) -> None:
    assert both(yours, theirs) == together


def test_two_lists_put_together_have_every_line_once_and_yours_first() -> None:
    assert both_lists("b\n a \n", "a\n\nc") == "b\na\nc"


def test_two_presences_put_together_lose_only_the_other_address_of_the_promise() -> None:
    yours = PresenceTyped("a.gov.uk", "x", "https://a.gov.uk/mine", "Mine")
    theirs = PresenceTyped("b.gov.uk", "x", "https://a.gov.uk/theirs", "Theirs")
    assert both_presences(yours, theirs) == PresenceTyped(
        "a.gov.uk\nb.gov.uk", "x", "https://a.gov.uk/mine", "Mine\n\nTheirs"
    )


def test_fields_that_say_the_same_are_known_as_such() -> None:
    compared = compare_presence(PresenceTyped("a", "b"), PresenceTyped("a", "c"))
    assert [field.same for field in compared] == [True, False, True, True]
