"""Whether an email address is on a council's own domain. Nothing is looked up."""

import unicodedata
from collections.abc import Collection

from portal.kernel.errors import Problem
from portal.kernel.words import words

# Services where anybody can have an address. The list decides only which sentence is shown: none is a council's.
PERSONAL_MAIL = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "googlemail.com",
        "gmx.com",
        "gmx.co.uk",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mail.com",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
    }
)

# What people are made to read as something else, and the separators that make one name of two.
_READ_AS = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"), ("3", "e"), ("5", "s"), ("-", ""), (".", ""))
# Cyrillic and Greek letters that look like Latin ones.
_LOOKS_LATIN = str.maketrans("аеорсухіјѕһԁԛԝνοαικτ", "aeopcyxijshdqwvoaikt")


def ascii_host(host: str) -> str | None:
    """The host as the network knows it; None where it can be read in more than one way, or is no host at all.

    A letter that some programs turn into another (ß, full width) may lead to two places: it has no one reading.
    """
    lowered = host.lower()
    try:
        written = lowered.encode("idna").decode()
        read_back = lowered if lowered.isascii() else written.encode().decode("idna")
    except UnicodeError:
        return None
    return written if written and read_back == lowered else None


def host_of(email: str) -> str | None:
    """The host of an email address, as the network knows it; None where there is none."""
    return ascii_host(email.rpartition("@")[2])


def domain_of(email: str, domains: Collection[str]) -> str | None:
    """The one of the domains that the address is on: its host is the domain or a name below it. None for no other."""
    host = host_of(email)
    if host is None:
        return None
    for domain in sorted(domains, key=len, reverse=True):
        known = ascii_host(domain)
        if known is not None and (host == known or host.endswith(f".{known}")):
            return domain
    return None


def email_domain_problem(email: str, domains: Collection[str]) -> Problem | None:
    """Why the address cannot show that its holder works for the council with these domains; None where it can (C4)."""
    if domain_of(email, domains):
        return None
    if not domains:
        return Problem(
            "email",
            words(
                "We know no web domain of this council yet, so we cannot check your address. "
                "Write to the scheme administrators: they will add it."
            ),
        )
    host = email.rpartition("@")[2].lower()
    listed = ", ".join(sorted(domains))
    if host in PERSONAL_MAIL:
        said = words(
            "%(host)s is for personal mail. Sign in with your work address: it ends in %(domains)s.",
            host=host,
            domains=listed,
        )
    elif any(_imitates(host, domain) for domain in domains):
        said = words(
            "%(host)s looks like your council's domain but is another one. "
            "Sign in with an address that ends in %(domains)s.",
            host=host,
            domains=listed,
        )
    else:
        said = words(
            "Your address is on %(host)s. For this council it must be on %(domains)s. Sign in with that address.",
            host=host,
            domains=listed,
        )
    return Problem("email", said)


def _imitates(host: str, domain: str) -> bool:
    return at_a_glance(host).startswith(at_a_glance(domain))


def at_a_glance(host: str) -> str:
    """The host as somebody in a hurry reads it: two that are the same here may be taken for each other."""
    try:
        shown = host.encode().decode("idna")
    except UnicodeError:
        shown = host
    text = "".join(
        letter for letter in unicodedata.normalize("NFKD", shown.casefold()) if not unicodedata.combining(letter)
    ).translate(_LOOKS_LATIN)
    for disguise, letter in _READ_AS:
        text = text.replace(disguise, letter)
    return text
