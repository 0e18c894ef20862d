"""Hosts of websites as people type them: in one form, told from endings and platforms, and what they may be taken for.

The one file that knows the public suffix list, IDNA and the table of letters that look alike. Nothing is looked up.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from urllib.parse import SplitResult, urlsplit

import idna
from confusable_homoglyphs import confusables
from publicsuffixlist import PublicSuffixList

from portal.councils.rules import ascii_host, at_a_glance
from portal.kernel.words import Words, words

LONGEST_TYPED = 2_000

# Where a council has an account: never its own website, nor anything below it.
NETWORKS = {
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "fb.com": "Facebook",
    "flickr.com": "Flickr",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "nextdoor.co.uk": "Nextdoor",
    "nextdoor.com": "Nextdoor",
    "pinterest.co.uk": "Pinterest",
    "pinterest.com": "Pinterest",
    "reddit.com": "Reddit",
    "snapchat.com": "Snapchat",
    "t.me": "Telegram",
    "threads.com": "Threads",
    "threads.net": "Threads",
    "tiktok.com": "TikTok",
    "twitch.tv": "Twitch",
    "twitter.com": "X",
    "vimeo.com": "Vimeo",
    "whatsapp.com": "WhatsApp",
    "x.com": "X",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
}
# Where everybody may have pages. The list of public suffixes does not know these, or not all of them.
_SHARED = frozenset({"eventbrite.co.uk", "eventbrite.com", "google.com", "issuu.com", "linktr.ee", "medium.com"})
# Endings under which every public body has its name, which the list does not know as such.
_ENDINGS = frozenset({"gov.wales", "llyw.cymru", "nhs.wales", "blogspot.com", "wordpress.com"})
_PRIVATE = frozenset({"corp", "home", "internal", "intranet", "lan", "local", "localdomain", "localhost", "private"})
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def website_from(typed: str) -> str | Words:
    """The host in a website's name or address, as people read it and without ``www.``; or why it is no website's own.

    What it says then is a sentence that says what to do. A port, a password and whatever else only an address of one
    page has is refused, but for the path, which is left out.
    """
    parts = _parts(typed.strip())
    if isinstance(parts, Words):
        return parts
    host = (parts.hostname or "").rstrip(".")
    labels = host.split(".")
    if ":" in host or _NUMBER.fullmatch(labels[-1]):
        return words("“%(host)s” is the number of a machine. Type the website’s name.", host=_short(host))
    if labels[-1] in _PRIVATE:
        return words(
            "“%(host)s” is a name inside a network. Type a website that everybody can open.", host=_short(host)
        )
    written = _written(host)
    if written is None:
        return _not_a_website(typed)
    written = written.removeprefix("www.")
    return _fault(written) or idna.decode(written)


def _parts(typed: str) -> SplitResult | Words:
    if len(typed) > LONGEST_TYPED:
        return words(
            "The address is longer than %(most)s characters. Type the website’s name alone.", most=LONGEST_TYPED
        )
    if _UNSEEN.search(typed):
        return words(
            "There are spaces, or characters that cannot be seen, in the address. Type the name of one website by hand."
        )
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        has_port = parts.port is not None
    except ValueError:
        return _not_a_website(typed)
    if parts.scheme not in ("http", "https"):
        return words("Type the address of a website: it begins with https://.")
    if "@" in parts.netloc:
        return words("Take out what is before the @: a website’s name has none.")
    if has_port:
        return words("Take out the number after the colon: the badge is for websites that need none.")
    return parts


def _written(host: str) -> str | None:
    """The host as the network knows it; None where it is none, or may be read in two ways."""
    try:
        written = idna.encode(host, uts46=True).decode()
        shown = idna.decode(written)
    except UnicodeError:
        return None
    # Some programs turn ß into ss, which may be somebody else's: such a name leads to two places.
    return written if "." in written and len(written) <= 253 and ascii_host(shown) == written else None


def _fault(written: str) -> Words | None:
    for platform, name in NETWORKS.items():
        if _is_at(written, platform):
            return words(
                "%(host)s belongs to %(name)s, where everybody may have pages. Add it as an account instead.",
                host=written,
                name=name,
            )
    if any(_is_at(written, shared) for shared in _SHARED):
        return words("%(host)s is shared by many. Type a website that is your council’s own.", host=written)
    if _suffixes().publicsuffix(written) is None:
        return words("No website’s name ends as “%(host)s” does. Check how it is spelt.", host=_short(written))
    if written in _ENDINGS or _suffixes().privatesuffix(written) is None:
        return words(
            "“%(host)s” is an ending under which many have their websites. Type your council’s own.", host=written
        )
    return None


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _not_a_website(typed: str) -> Words:
    return words("“%(typed)s” is no website’s name. It should look like news.example.gov.uk.", typed=_short(typed))


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def network_of(host: str) -> str:
    """The name of the network that a host belongs to; empty for any other."""
    return next((name for domain, name in NETWORKS.items() if _is_at(host, domain)), "")


def in_ascii(host: str) -> str:
    """The host as it travels and as it is compared: ŵyn.cymru is xn--yn-9ua.cymru there."""
    return ascii_host(host) or host


def unusual_letters(host: str) -> tuple[str, ...]:
    """Each letter of the host that no English keyboard has, with its full name, so that nobody takes it for another."""
    return tuple(
        f"{letter} ({unicodedata.name(letter, '?')})" for letter in dict.fromkeys(host) if not letter.isascii()
    )


def mistaken_for(host: str, known: Iterable[str]) -> tuple[str, ...]:
    """Those of the known hosts that a reader may take this one for: spelt alike, or of one name and another ending."""
    seen, name = _seen(host), _seen(_name(host))
    return tuple(
        other
        for other in dict.fromkeys(known)
        if not _is_at(in_ascii(host), in_ascii(other))
        and not _is_at(in_ascii(other), in_ascii(host))
        and (seen.startswith(_seen(other)) or name == _seen(_name(other)))
    )


def _name(host: str) -> str:
    """The part of the host that somebody has chosen: camden of www.camden.gov.uk."""
    written = in_ascii(host)
    own = written if written in _ENDINGS else _suffixes().privatesuffix(written) or written
    for ending in _ENDINGS:
        if written.endswith(f".{ending}"):
            own = ".".join(written.split(".")[-ending.count(".") - 2 :])
    name = own.split(".")[0]
    return idna.decode(name) if name.startswith("xn--") else name


def _seen(text: str) -> str:
    return at_a_glance("".join(letter if letter.isascii() else _latin(letter) for letter in text))


@cache
def _latin(letter: str) -> str:
    found = confusables.is_confusable(letter, greedy=True, preferred_aliases=["latin"])
    alike = (twin["c"] for entry in found or () for twin in entry["homoglyphs"])
    return next((twin for twin in alike if twin.isascii()), letter)
