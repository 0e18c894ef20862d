import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.register.pasted import Letter, registered_part, take_apart


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("camden.gov.uk", "camden.gov.uk"),
        (" https://WWW.Camden.gov.uk:8443/x?y=z@evil.com#a ", "camden.gov.uk"),
        ("camden.gov.uk.", "camden.gov.uk"),
        ("https:/\\camden.gov.uk", "camden.gov.uk"),
        ("http://camden%2egov%2euk/", "camden.gov.uk"),
        ("camden。gov。uk", "camden.gov.uk"),
        ("\uff43amden.gov.uk", "camden.gov.uk"),
        ("camden.gov.uk.evil.com", "camden.gov.uk.evil.com"),
        ("https://camden.gov.uk@evil.com/", "evil.com"),
        ("https://camden.gov.uk:443@evil.com", "evil.com"),
        ("https://evil.com\\@camden.gov.uk", "evil.com"),
        ("mailto:press@evil.com", "evil.com"),
        ("c\u0430mden.gov.uk", "xn--cmden-4ve.gov.uk"),
        ("i❤.ws", "xn--i-7iq.ws"),
        ("cam\u200bden.gov.uk", "camden.gov.uk"),
        ("\u202ecamden.gov.uk", "camden.gov.uk"),
        ("http://0x7f000001/", "0x7f000001"),
        ("http://[::1]:5000/", "[::1]"),
    ],
)
def test_address_leads_where_a_browser_would_go(typed: str, host: str) -> None:
    pasted = take_apart(typed)
    assert pasted is not None
    assert pasted.host == host


@pytest.mark.parametrize(
    "typed",
    ["", "Camden Council", "javascript:alert(1)", "data:text/html,x", "...", "a..b", "xn--.com", "https://", "12345"],
)
def test_what_is_no_address_is_none(typed: str) -> None:
    assert take_apart(typed) is None


@given(st.text(max_size=300) | st.text("htps:/\\@.xn-%[]é\u0430\u200b\ud8001", max_size=60).map("https://".__add__))
def test_whatever_is_typed_is_taken_apart_without_a_fault(typed: str) -> None:
    pasted = take_apart(typed)
    assert pasted is None or (pasted.host.isascii() and pasted.host.endswith(pasted.domain))


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("camden.gov.uk.evil.com", "evil.com"),
        ("jobs.camden.gov.uk", "camden.gov.uk"),
        ("www.ynysmon.gov.wales", "ynysmon.gov.wales"),
        ("ynysmon.llyw.cymru", "ynysmon.llyw.cymru"),
        ("gov.uk", "gov.uk"),
        ("one.github.io", "one.github.io"),
    ],
)
def test_registered_part_is_what_somebody_has_registered(host: str, domain: str) -> None:
    assert registered_part(host) == domain


def test_foreign_letters_are_spelled_out_with_what_they_are_taken_for() -> None:
    pasted = take_apart("xn--cmden-4ve.gov.uk")
    assert pasted is not None
    assert pasted.letters == (Letter("\u0430", "Cyrillic small letter a", "a"),)
    read = "It is read as “c\u0430mden.gov.uk”, but not all of its letters are a to z."
    assert [str(said) for said in pasted.remarks] == [f"{read} Computers know it as xn--cmden-4ve.gov.uk."]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://a.gov.uk@evil.com", "What stands before the @, “a.gov.uk”, is not where the address leads. It leads"),
        ("a@evil.com", "This is an email address."),
        ("evil\u200b.com", "It has characters in it that cannot be seen."),
        ("http://3232235777/", "It has a number where the name should be."),
        ("a.gov.uk.evil.com", "It has the ending of a government website in the middle, where it says nothing."),
    ],
)
def test_odd_address_is_told_in_what(typed: str, said: str) -> None:
    pasted = take_apart(typed)
    assert pasted is not None
    assert [str(remark).startswith(said) for remark in pasted.remarks] == [True]
