import pytest

from portal.applications.addresses import address_problem, host_from

NOT_AN_ADDRESS = "“{}” is not a web address. It should look like https://www.example.gov.uk/page."


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.gov.uk",
        "http://www.example.gov.uk/path?a=1&b=2#part",
        "HTTPS://EXAMPLE.GOV.UK/ŵ",
        "https://example.gov.uk:8443/x",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://social.example/@council",
        "https://example.gov.uk/🙂",
    ],
)
def test_address_that_can_be_opened_has_no_problem(typed: str) -> None:
    assert address_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "“” must begin with https:// or http://."),
        ("www.example.gov.uk", "“www.example.gov.uk” must begin with https:// or http://."),
        ("javascript:alert(1)", "“javascript:alert(1)” must begin with https:// or http://."),
        ("ftp://example.gov.uk/", "“ftp://example.gov.uk/” must begin with https:// or http://."),
        ("https://a.example b.example", "“https://a.example b.example” is not one web address: take out the spaces."),
        ("https://a.example\nx", "“https://a.example\nx” is not one web address: take out the spaces."),
        (
            "https://a.example\\@b.example",
            "“https://a.example\\@b.example” is not one web address: take out the spaces.",
        ),
        ("https://", NOT_AN_ADDRESS),
        ("https://localhost/x", NOT_AN_ADDRESS),
        ("https://127.0.0.1/", NOT_AN_ADDRESS),
        ("https://[::1]/", NOT_AN_ADDRESS),
        ("https://[bad/", NOT_AN_ADDRESS),
        ("https://example.gov.uk:port/", NOT_AN_ADDRESS),
        ("https://example.gov.uk:0/", NOT_AN_ADDRESS),
        ("https://-example.gov.uk/", NOT_AN_ADDRESS),
        ("https://exa..mple/", NOT_AN_ADDRESS),
        (f"https://{'w' * 90}.example/", NOT_AN_ADDRESS),
    ],
)
def test_address_that_cannot_be_opened_is_explained(typed: str, problem: str) -> None:
    assert str(address_problem(typed)) == problem.format(typed)


@pytest.mark.parametrize("typed", ["https://me@a.example/", "https://me:secret@a.example/", "https://:x@a.example"])
def test_address_with_a_name_or_password_is_refused_without_repeating_it(typed: str) -> None:
    said = "The web address has a name or a password before the @. Take it out: others will read it."
    assert str(address_problem(typed)) == said


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\u2066", "\ufeff"])
def test_address_with_a_hidden_character_is_refused_without_repeating_it(hidden: str) -> None:
    problem = address_problem(f"https://example.gov.uk/{hidden}vog")
    said = "The web address has a character in it that cannot be seen. Type it instead of pasting it."
    assert str(problem) == said
    assert host_from(f"example{hidden}.gov.uk") is None


def test_address_of_2001_characters_is_too_long() -> None:
    longest = "https://example.gov.uk/".ljust(2_000, "x")
    assert address_problem(longest) is None
    assert str(address_problem(longest + "x")) == "The web address is longer than 2000 characters. Use a shorter one."


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("example.gov.uk", "example.gov.uk"),
        (" WWW.Example.gov.uk/ ", "example.gov.uk"),
        ("https://www.example.gov.uk/page", "example.gov.uk"),
        ("example", None),
        ("127.0.0.1", None),
        ("a b.example", None),
        ("me@example.gov.uk", None),
        ("", None),
        ("=cmd.example", None),
    ],
)
def test_host_is_found_in_a_domain_or_an_address(typed: str, host: str | None) -> None:
    assert host_from(typed) == host
