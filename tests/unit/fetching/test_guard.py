import pytest

from portal.fetching.guard import Target, only_public, target
from portal.fetching.results import REASON_WORDS, Reason, Refused


def refused(address: str) -> Reason | Target:
    try:
        return target(address)
    except Refused as refusal:
        return refusal.reason


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://www.example.gov.uk/", Reason.OTHER_SCHEME),
        ("file:///etc/passwd", Reason.OTHER_SCHEME),
        ("gopher://example.gov.uk/", Reason.OTHER_SCHEME),
        ("//example.gov.uk/", Reason.OTHER_SCHEME),
        ("http://example.gov.uk:22/", Reason.OTHER_PORT),
        ("http://example.gov.uk:443/", Reason.OTHER_PORT),
        ("https://example.gov.uk:0/", Reason.OTHER_PORT),
        ("https://example.gov.uk:99999/", Reason.NOT_AN_ADDRESS),
        ("https://user:secret@example.gov.uk/", Reason.CREDENTIALS),
        ("https://@example.gov.uk/", Reason.CREDENTIALS),
        ("https://example.gov.uk\\@127.0.0.1/", Reason.NOT_AN_ADDRESS),
        ("https://example.gov.uk/\r\nHost: other", Reason.NOT_AN_ADDRESS),
        ("https:///page", Reason.NOT_AN_ADDRESS),
        ("https://a..example.gov.uk/", Reason.NOT_AN_ADDRESS),
        ("http://[::1", Reason.NOT_AN_ADDRESS),
        ("http://example.gov.uk/" + "a" * 2_000, Reason.NOT_AN_ADDRESS),
        ("http://localhost/", Reason.NOT_PUBLIC),
        ("http://LOCALHOST./", Reason.NOT_PUBLIC),
        ("http://portal.localhost/", Reason.NOT_PUBLIC),
        ("http://intranet/", Reason.NOT_PUBLIC),
        ("http://metadata.google.internal/", Reason.NOT_PUBLIC),
        ("http://printer.local/", Reason.NOT_PUBLIC),
        ("http://127.0.0.1/", Reason.NOT_PUBLIC),
        ("http://127.1/", Reason.NOT_PUBLIC),
        ("http://2130706433/", Reason.NOT_PUBLIC),
        ("http://0x7f000001/", Reason.NOT_PUBLIC),
        ("http://0x7f.0.0.1/", Reason.NOT_PUBLIC),
        ("http://0177.0.0.1/", Reason.NOT_PUBLIC),
        ("http://127.0.0.0x1/", Reason.NOT_PUBLIC),
        ("http://\uff11\uff12\uff17\u3002\uff10\u3002\uff10\u3002\uff11/", Reason.NOT_PUBLIC),
        ("http://0/", Reason.NOT_PUBLIC),
        ("http://10.0.0.1/", Reason.NOT_PUBLIC),
        ("http://172.16.0.1/", Reason.NOT_PUBLIC),
        ("http://192.168.1.1/", Reason.NOT_PUBLIC),
        ("http://100.64.0.1/", Reason.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", Reason.NOT_PUBLIC),
        ("http://224.0.0.1/", Reason.NOT_PUBLIC),
        ("http://255.255.255.255/", Reason.NOT_PUBLIC),
        ("http://[::1]/", Reason.NOT_PUBLIC),
        ("http://[::]/", Reason.NOT_PUBLIC),
        ("http://[fc00::1]/", Reason.NOT_PUBLIC),
        ("http://[fe80::1]/", Reason.NOT_PUBLIC),
        ("http://[fe80::1%25eth0]/", Reason.NOT_PUBLIC),
        ("http://[fec0::1]/", Reason.NOT_PUBLIC),
        ("http://[ff02::1]/", Reason.NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/", Reason.NOT_PUBLIC),
        ("http://[::127.0.0.1]/", Reason.NOT_PUBLIC),
        ("http://[2002:7f00:1::]/", Reason.NOT_PUBLIC),
        ("http://[2002:a9fe:a9fe::]/", Reason.NOT_PUBLIC),
        ("http://[64:ff9b::7f00:1]/", Reason.NOT_PUBLIC),
        ("http://[64:ff9b::a9fe:a9fe]/", Reason.NOT_PUBLIC),
        ("http://[64:ff9b:1::7f00:1]/", Reason.NOT_PUBLIC),
        ("http://[2001:0:7f00:1::]/", Reason.NOT_PUBLIC),
        ("http://[2001:db8::1]/", Reason.NOT_PUBLIC),
    ],
)
def test_address_that_is_not_of_the_public_web_is_refused(address: str, reason: Reason) -> None:
    assert refused(address) is reason


@pytest.mark.parametrize(
    ("address", "taken_apart"),
    [
        ("https://www.example.gov.uk", Target("https", "www.example.gov.uk", 443, "/")),
        ("HTTP://Example.GOV.uk.:80/a%20b", Target("http", "example.gov.uk", 80, "/a%20b")),
        ("https://example.gov.uk/a?b=1&c=ŵ#part", Target("https", "example.gov.uk", 443, "/a?b=1&c=%C5%B5")),
        ("https://cyngor.llŷn.cymru/", Target("https", "cyngor.xn--lln-k2a.cymru", 443, "/")),
        ("https://93.184.215.14/", Target("https", "93.184.215.14", 443, "/")),
        ("https://[2606:4700::1111]/", Target("https", "2606:4700::1111", 443, "/")),
    ],
)
def test_public_address_is_taken_apart(address: str, taken_apart: Target) -> None:
    assert refused(address) == taken_apart


def test_newer_address_is_put_together_with_its_brackets() -> None:
    assert target("https://[2606:4700::1111]/a").address == "https://[2606:4700::1111]/a"


@pytest.mark.parametrize(
    "private",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "fc00::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "what?",
    ],
)
def test_name_with_one_private_address_among_public_ones_is_refused(private: str) -> None:
    for found in ([private], ["93.184.215.14", private], [private, "93.184.215.14"]):
        with pytest.raises(Refused) as refusal:
            only_public(found)
        assert refusal.value.reason is Reason.NOT_PUBLIC


def test_name_with_public_addresses_only_leads_to_the_first() -> None:
    assert only_public(["93.184.215.14", "2606:4700::1111"]) == "93.184.215.14"


def test_name_that_nobody_knows_is_no_website() -> None:
    with pytest.raises(Refused) as refusal:
        only_public([])
    assert refusal.value.reason is Reason.UNKNOWN_HOST


def test_every_reason_has_its_words() -> None:
    assert set(REASON_WORDS) == set(Reason)
