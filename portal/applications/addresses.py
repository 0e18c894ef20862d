"""Web addresses as people type them: which can be opened, what to say of those that cannot. Nothing is looked up."""

import re
from urllib.parse import urlsplit

from portal.kernel.words import Words, words

LONGEST = 2_000
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last part has a letter, so that a bare number address is no host.
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
# Marks that turn the reading direction, and spaces of no width: an address with one reads as another.
_HIDDEN = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Where everybody may have a name: none of these is anybody's own website.
_SHARED_ENDINGS = frozenset(
    {"ac.uk", "co.uk", "gov.uk", "gov.wales", "ltd.uk", "me.uk", "net.uk", "nhs.uk", "org.uk", "plc.uk", "sch.uk"}
    | {"llyw.cymru", "police.uk"}
)


def address_problem(typed: str) -> Words | None:
    """What keeps the text from being a web address that anybody can open; None where nothing does."""
    if len(typed) > LONGEST:
        return words("The web address is longer than %(most)s characters. Use a shorter one.", most=LONGEST)
    if _UNPRINTABLE.search(typed):
        return words("“%(typed)s” is not one web address: take out the spaces.", typed=typed)
    if _HIDDEN.search(typed):
        return words("The web address has a character in it that cannot be seen. Type it instead of pasting it.")
    try:
        parts = urlsplit(typed)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        return _not_an_address(typed)
    if parts.scheme not in ("http", "https"):
        return words("“%(typed)s” must begin with https:// or http://.", typed=typed)
    if parts.username is not None or parts.password is not None:
        return words("The web address has a name or a password before the @. Take it out: others will read it.")
    if not port_is_a_number or not _is_host(parts.hostname or ""):
        return _not_an_address(typed)
    return None


def host_from(typed: str) -> str | None:
    """The host in a domain or a web address, in lower case and without ``www``; None where there is none."""
    text = typed.strip().lower()
    if address_problem(text) is None:
        text = urlsplit(text).hostname or ""
    host = text.rstrip("/").removeprefix("www.")
    return host if _is_host(host) else None


def is_own_website(host: str) -> bool:
    """Whether the host can be somebody's own website, rather than an ending under which many have theirs."""
    return host not in _SHARED_ENDINGS


def _not_an_address(typed: str) -> Words:
    return words("“%(typed)s” is not a web address. It should look like https://www.example.gov.uk/page.", typed=typed)


def _is_host(host: str) -> bool:
    try:
        written = host.encode("idna").decode()
    except UnicodeError:
        return False
    return len(written) <= 253 and _HOST.fullmatch(written.lower()) is not None and not _HIDDEN.search(host)
