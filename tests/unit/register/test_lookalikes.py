import pytest

from portal.register.lookalikes import TRICK_WORDS, Likeness, Trick, likenesses, slips
from portal.register.pasted import take_apart

KNOWN = (
    "camden.gov.uk",
    "bury.gov.uk",
    "rhondda-cynon-taf.gov.uk",
    "ynysmon.gov.wales",
    "news.derby.gov.uk",
    "hart.gov.uk",
)


def likes(address: str) -> tuple[Likeness, ...]:
    pasted = take_apart(address)
    assert pasted is not None
    return likenesses(pasted, KNOWN)


@pytest.mark.parametrize(
    ("address", "trick", "known"),
    [
        ("c\u0430mden.gov.uk", Trick.LETTERS, "camden.gov.uk"),
        ("www.c\u0430md\u0435n.gov.uk", Trick.LETTERS, "camden.gov.uk"),
        ("carnden.gov.uk", Trick.LETTERS, "camden.gov.uk"),
        ("ynysm0n.gov.wales", Trick.LETTERS, "ynysmon.gov.wales"),
        ("ŷnysmôn.gov.wales", Trick.LETTERS, "ynysmon.gov.wales"),
        ("camden.gov.uk.evil.com", Trick.BEGINS, "camden.gov.uk"),
        ("login.camden.gov.uk.evil.com", Trick.BEGINS, "camden.gov.uk"),
        ("camden-gov-uk.com", Trick.CONTAINS, "camden.gov.uk"),
        ("camdengov.uk", Trick.CONTAINS, "camden.gov.uk"),
        ("rhonddacynontaf.gov.uk", Trick.CONTAINS, "rhondda-cynon-taf.gov.uk"),
        ("camdne.gov.uk", Trick.SLIP, "camden.gov.uk"),
        ("rhondda-cymon-taff.gov.uk", Trick.SLIP, "rhondda-cynon-taf.gov.uk"),
        ("camden.com", Trick.ENDING, "camden.gov.uk"),
        ("camden-council.org.uk", Trick.ENDING, "camden.gov.uk"),
        ("sirynysmon.cymru", Trick.ENDING, "ynysmon.gov.wales"),
        ("jobs.derby.gov.uk", Trick.NEIGHBOUR, "news.derby.gov.uk"),
    ],
)
def test_imitation_is_told_with_what_it_imitates(address: str, trick: Trick, known: str) -> None:
    assert likes(address) == (Likeness(trick, known),)


@pytest.mark.parametrize("address", ["evil.com", "bursy.org", "gov.uk", "harrow.gov.uk", "cam.com", "1.2.3.4"])
def test_address_that_is_like_none_is_not_said_to_be(address: str) -> None:
    assert likes(address) == ()


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("same", "same", 0), ("ab", "ba", 1), ("abc", "axc", 1), ("abc", "c", 2), ("", "abc", 3)],
)
def test_slips_are_counted_up_to_the_most_that_is_asked_for(one: str, other: str, count: int) -> None:
    assert slips(one, other, 2) == count


@pytest.mark.parametrize("trick", Trick)
def test_every_likeness_is_said_with_whose_website_it_is(trick: Trick) -> None:
    pasted = take_apart("foo.example")
    assert pasted is not None
    said = str(Likeness(trick, "camden.gov.uk").words_for(pasted, "Camden Council"))
    assert "camden.gov.uk" in said
    assert "Camden Council" in said
    assert set(TRICK_WORDS) == set(Trick)
