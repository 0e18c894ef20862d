from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.references import (
    ALPHABET,
    AWARD_NUMBER,
    award_number_from,
    looks_like_award_number,
    new_application_reference,
    new_award_number,
)

NUMBER = new_award_number()


def test_a_number_has_its_one_written_form_and_its_own_alphabet() -> None:
    assert AWARD_NUMBER.fullmatch(NUMBER) is not None
    assert set(NUMBER) - {"-"} <= set(ALPHABET)


def test_a_number_is_found_however_it_was_typed() -> None:
    bare = NUMBER.replace("-", "")
    for typed in (NUMBER, bare.lower(), f" {bare[:3]} {bare[3:]}\n", bare[:4] + "\u2013" + bare[4:]):
        assert award_number_from(typed) == NUMBER


@given(place=st.integers(0, 8), other=st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_noticed(place: int, other: str) -> None:
    bare = NUMBER.replace("-", "")
    wrong = bare[:place] + other + bare[place + 1 :]
    assert (award_number_from(wrong) == NUMBER) is (wrong == bare)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_number(typed: str) -> None:
    found = award_number_from(typed)
    assert found is None or AWARD_NUMBER.fullmatch(found) is not None
    assert looks_like_award_number(typed) in (True, False)


def test_a_mistyped_number_is_told_from_a_name() -> None:
    assert looks_like_award_number("K7QX-3MWDA")
    assert not looks_like_award_number("Newcastle")
    assert not looks_like_award_number("Torbay")


def test_references_differ() -> None:
    # Of 22^5 possibilities two may be the same by chance; five in two hundred are not.
    assert len({new_application_reference() for _ in range(200)}) > 195
    assert len({new_award_number() for _ in range(200)}) > 195
