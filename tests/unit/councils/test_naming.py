import pytest

from portal.councils.naming import BEGINNING, LONGEST_PART, name_parts, search_words

MON = ("isle-of-anglesey", "Isle of Anglesey County Council", "Cyngor Sir Ynys Môn")


def fits(q: str, *council: str) -> bool:
    """Whether every word of what is typed is the beginning of a part of the council's names, as the index asks."""
    parts = name_parts(*council)
    words = search_words(q)
    return bool(words) and all(any(part.startswith(word) for part in parts) for word in words)


@pytest.mark.parametrize(
    ("q", "council", "found"),
    [
        ("ynys mon", MON, True),
        ("YNYS MÔN", MON, True),
        ("gles", MON, True),
        ("anglesey council", MON, True),
        ("holyhead", MON, True),
        ("kent", MON, False),
        ("%", MON, False),
        ("_", MON, False),
        (" ", MON, False),
        ("isle ofanglesey", MON, False),
        ("stoke on trent", ("stoke", "Stoke-on-Trent City Council"), True),
        ("Stoke-on-Trent", ("stoke", "Stoke on Trent City Council"), True),
        ("kings lynn", ("kings", "King's Lynn"), True),
        ("king\u2019s", ("kings", "King's Lynn"), True),
        ("telford and wrekin", ("telford", "Telford & Wrekin Council"), True),
        ("telford & wrekin", ("telford", "Telford and Wrekin Council"), True),
        ("St. Helens", ("st-helens", "St Helens Council"), True),
        ("herts", ("east-herts", "East Hertfordshire District Council"), True),
        ("rbkc", ("kensington-and-chelsea", "Royal Borough of Kensington and Chelsea"), True),
    ],
)
def test_council_is_found_however_its_name_is_typed(q: str, council: tuple[str, ...], found: bool) -> None:
    assert fits(q, *council) is found


def test_whole_name_is_kept_so_that_its_beginning_can_be_told() -> None:
    assert {part for part in name_parts("a", "East Kent", "") if part.startswith(BEGINNING)} == {" east kent"}


def test_no_part_is_longer_than_an_index_bears() -> None:
    assert max(map(len, name_parts("a", "ŵ" * 5_000))) == LONGEST_PART + len(BEGINNING)
    assert fits("w" * 200, "a", "ŵ" * 5_000)
