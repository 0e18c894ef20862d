from datetime import UTC, datetime, timedelta

import pytest

from portal.councils.hosts import in_ascii, mistaken_for, unusual_letters, website_from
from portal.kernel.words import Words
from portal.places import rules
from portal.places.rules import Listed

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
LISTED = Listed(("example.gov.uk",), ("https://www.facebook.com/example",), ("news.example.gov.uk",))


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("example.gov.uk", "example.gov.uk"),
        (" https://WWW.Example.gov.uk/news?a=1#b ", "example.gov.uk"),
        ("http://news.example.gov.uk.", "news.example.gov.uk"),
        ("ŵyn.cymru", "ŵyn.cymru"),
        ("xn--yn-9ua.cymru", "ŵyn.cymru"),
        ("example。gov。uk", "example.gov.uk"),
        ("council.github.io", "council.github.io"),
        ("www.gov.wales.example.com", "gov.wales.example.com"),
    ],
)
def test_website_has_one_form_however_it_is_typed(typed: str, host: str) -> None:
    assert website_from(typed) == host


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("gov.uk", "is an ending under which many have their websites"),
        ("llyw.cymru", "is an ending under which many have their websites"),
        ("github.io", "is an ending under which many have their websites"),
        ("uk", "is no website’s name"),
        ("127.0.0.1", "is the number of a machine"),
        ("https://[::1]/", "is the number of a machine"),
        ("2130706433", "is the number of a machine"),
        ("0x7f.1", "is the number of a machine"),
        ("localhost", "is a name inside a network"),
        ("intranet.local", "is a name inside a network"),
        ("en-gb.facebook.com", "belongs to Facebook"),
        ("sites.google.com", "is shared by many"),
        ("example.notanending", "ends as"),
        ("example.gov.uk:8443", "Take out the number after the colon"),
        ("https://a:b@example.gov.uk/", "Take out what is before the @"),
        ("ftp://example.gov.uk", "begins with https://"),
        ("exa mple.gov.uk", "There are spaces"),
        ("example.gov.uk\u202e", "There are spaces"),
        ("straße.de", "is no website’s name"),
        ("🙂.gov.uk", "is no website’s name"),
        ("xn--a.gov.uk", "is no website’s name"),
        ("a..gov.uk", "is no website’s name"),
        ("", "is no website’s name"),
        ("https://[", "is no website’s name"),
        ("x" * 3_000, "is longer than 2000 characters"),
    ],
)
def test_what_is_no_councils_own_website_is_refused_with_a_sentence(typed: str, said: str) -> None:
    found = website_from(typed)
    assert isinstance(found, Words)
    assert said in str(found)


@pytest.mark.parametrize(
    ("host", "known", "found"),
    [
        ("camden-gov.uk", "camden.gov.uk", True),
        ("camden.gov.uk.evil.com", "camden.gov.uk", True),
        ("\N{CYRILLIC SMALL LETTER ES}amden.gov.uk", "camden.gov.uk", True),
        ("carnden.gov.uk", "camden.gov.uk", True),
        ("camden.org.uk", "camden.gov.uk", True),
        ("gwynedd.org.uk", "gwynedd.llyw.cymru", True),
        ("news.camden.gov.uk", "camden.gov.uk", False),
        ("derby.gov.uk", "camden.gov.uk", False),
        ("news.example.org.uk", "gwynedd.llyw.cymru", False),
    ],
)
def test_names_that_a_reader_may_take_for_another_are_found(host: str, known: str, found: bool) -> None:
    assert mistaken_for(host, [known]) == ((known,) if found else ())


def test_letters_of_other_scripts_are_spelt_out_and_written_as_the_network_knows_them() -> None:
    assert unusual_letters("\N{CYRILLIC SMALL LETTER ES}amden.gov.uk") == (
        "\N{CYRILLIC SMALL LETTER ES} (CYRILLIC SMALL LETTER ES)",
    )
    assert (unusual_letters("camden.gov.uk"), in_ascii("ŵyn.cymru")) == ((), "xn--yn-9ua.cymru")


@pytest.mark.parametrize(
    ("host", "purpose", "fields"),
    [
        ("new.example.gov.uk", "News", ()),
        ("example.gov.uk", "News", ("website",)),
        ("news.example.gov.uk", "News", ("website",)),
        ("new.example.gov.uk", "", ("purpose",)),
    ],
)
def test_website_that_is_listed_or_waits_is_not_proposed_again(
    host: str, purpose: str, fields: tuple[str, ...]
) -> None:
    assert tuple(problem.field for problem in rules.website_problems(host, purpose, LISTED)) == fields


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://social.example/@council", True),
        ("https://www.youtube.com/@example", True),
        ("https://www.youtube.com/", False),
        ("http://social.example/@council", False),
        ("https://m.facebook.com/Example/", False),
        ("javascript:alert(1)", False),
        ("https://a:b@social.example/", False),
        ("https://social.example/@\u202ecouncil", False),
        ("x" * 300_000, False),
    ],
)
def test_account_is_any_https_address_that_is_not_listed(address: str, accepted: bool) -> None:
    assert (rules.account_problems(address, LISTED) == ()) is accepted


def test_looks_become_more_and_more_seldom_and_end_after_thirty_days() -> None:
    pauses = [rules.looks_next(NOW, NOW, looks) for looks in (1, 2, 3, 4, 5, 6)]
    assert [(found - NOW).total_seconds() / 60 if found else None for found in pauses] == [5, 15, 60, 360, 1440, 1440]
    assert rules.looks_next(NOW + timedelta(days=30), NOW, 30) is None


def test_token_counts_as_a_line_of_its_own_only() -> None:
    assert rules.says(["\ufeffabc "], "abc")
    assert not rules.says(["xabc", "abc x"], "abc")
