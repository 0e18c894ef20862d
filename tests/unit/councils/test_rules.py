import pytest

from portal.councils import rules
from portal.kernel.errors import Problem

KENT = ("kent.gov.uk",)


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("a.b@kent.gov.uk", "kent.gov.uk"),
        ("a.b@KENT.GOV.UK", "kent.gov.uk"),
        ("a.b@mail.kent.gov.uk", "kent.gov.uk"),
        ("odd@name@kent.gov.uk", "kent.gov.uk"),
        ("a.b@xkent.gov.uk", None),
        ("a.b@kent.gov.uk.example.com", None),
        ("a.b@kent.gov.uk@example.com", None),
        ("a.b@kent-gov.uk", None),
        ("a.b@gov.uk", None),
        ("a.b@.kent.gov.uk", None),
        ("a.b@kent.gov.uk.", None),
        ("a.b@k\u0435nt.gov.uk", None),  # a Cyrillic e
        ("a.b@xn--knt-rdd.gov.uk", None),  # the same, as the network writes it
        ("a.b@\uff4bent.gov.uk", None),  # a full-width k: some programs would send it to kent.gov.uk, some would not
        ("a.b@", None),
        ("kent.gov.uk", "kent.gov.uk"),
    ],
)
def test_domain_of_is_the_domain_itself_or_the_one_above(email: str, domain: str | None) -> None:
    assert rules.domain_of(email, KENT) == domain


def test_domain_of_two_that_fit_is_the_nearest() -> None:
    assert rules.domain_of("a@x.fire.kent.gov.uk", ["kent.gov.uk", "fire.kent.gov.uk"]) == "fire.kent.gov.uk"


def test_domain_in_other_letters_is_compared_as_the_network_writes_it() -> None:
    assert rules.domain_of("a@ŵyn.cymru", ["xn--yn-9ua.cymru"]) == "xn--yn-9ua.cymru"
    assert rules.domain_of("a@xn--yn-9ua.cymru", ["ŵyn.cymru"]) == "ŵyn.cymru"


def test_host_with_a_letter_of_two_readings_is_none() -> None:
    assert rules.ascii_host("strasse.example") == "strasse.example"
    assert rules.ascii_host("straße.example") is None


def test_address_on_the_domain_has_no_problem() -> None:
    assert rules.email_domain_problem("a.b@kent.gov.uk", KENT) is None


@pytest.mark.parametrize(
    ("email", "beginning"),
    [
        ("a.b@gmail.com", "gmail.com is for personal mail. "),
        ("a.b@kent.gov.uk.example.com", "kent.gov.uk.example.com looks like your council's domain but is another one."),
        ("a.b@k\u0435nt.gov.uk", "k\u0435nt.gov.uk looks like your council's domain but is another one."),
        ("a.b@xn--knt-rdd.gov.uk", "xn--knt-rdd.gov.uk looks like your council's domain but is another one."),
        ("a.b@kent-gov.uk", "kent-gov.uk looks like your council's domain but is another one."),
        ("a.b@agency.example", "Your address is on agency.example. For this council it must be on kent.gov.uk."),
    ],
)
def test_address_elsewhere_is_told_why_and_where_it_must_be(email: str, beginning: str) -> None:
    problem = rules.email_domain_problem(email, KENT)
    assert problem is not None
    assert (problem.field, str(problem.words)[: len(beginning)]) == ("email", beginning)
    assert "kent.gov.uk" in str(problem.words)


def test_look_alike_of_a_number_for_a_letter_is_seen() -> None:
    problem = rules.email_domain_problem("a@0xford.gov.uk", ["oxford.gov.uk"])
    assert problem is not None
    assert str(problem.words).startswith("0xford.gov.uk looks like your council's domain")


def test_council_without_a_domain_says_whom_to_write_to() -> None:
    problem = rules.email_domain_problem("a@kent.gov.uk", ())
    assert isinstance(problem, Problem)
    assert str(problem.words).startswith("We know no web domain of this council yet")
