"""A web address that somebody has pasted, taken apart as a browser would, and never opened.

The only file that knows the list of endings under which everybody can have a name, how addresses are written in other
scripts, and which letters are taken for each other.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import unquote

import idna
from confusable_homoglyphs import confusables
from publicsuffixlist import PublicSuffixList

from portal.applications.addresses import is_own_website
from portal.kernel.words import Words, words

LONGEST_HOST = 253
_WEB = re.compile(r"https?:[/\\]*", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?![0-9]+(?:[/\\?#]|$))", re.IGNORECASE)
_MAIL = re.compile(r"mailto:", re.IGNORECASE)
_END_OF_AUTHORITY = re.compile(r"[/\\?#]")
_PORT = re.compile(r":[0-9]*$")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+)){0,3}|\[[0-9a-f:.%]+\]")
# The endings that only government bodies can have, anywhere but at the end.
_GOVERNMENT = re.compile(r"\.(?:gov\.uk|gov\.wales|llyw\.cymru)\.")
_ACE = "xn--"


@dataclass(frozen=True)
class Letter:
    """A letter of an address that is none of a to z: what it is called, and the letter that it may be taken for."""

    char: str
    called: str
    taken_for: str


@dataclass(frozen=True)
class Pasted:
    """Where a pasted address would lead. ``host`` is written as the network knows it, without ``www.``.

    ``reads`` is the host as people read it; ``domain`` the part of it that somebody has registered, the host itself
    where there is no such part; ``path`` what follows the host, without the question and the fragment. ``before_at`` is
    what stood before an @ in a web address and leads nowhere. ``numeric``: a number in place of a name.
    """

    host: str
    reads: str
    domain: str
    path: str = ""
    before_at: str = ""
    letters: tuple[Letter, ...] = ()
    is_email: bool = False
    hidden: bool = False
    numeric: bool = False

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What is odd about the address itself, whoever it belongs to: each in a sentence."""
        said = []
        if self.before_at:
            said.append(
                words(
                    "What stands before the @, “%(before)s”, is not where the address leads. It leads to %(host)s.",
                    before=self.before_at,
                    host=self.reads,
                )
            )
        if self.is_email:
            said.append(words("This is an email address. We looked at what stands behind the @."))
        if self.hidden:
            said.append(words("It has characters in it that cannot be seen. We have left them out."))
        if _GOVERNMENT.search(f".{self.reads}"):
            said.append(words("It has the ending of a government website in the middle, where it says nothing."))
        if self.numeric:
            said.append(words("It has a number where the name should be. The website of a council has a name."))
        if self.letters:
            said.append(
                words(
                    "It is read as “%(reads)s”, but not all of its letters are a to z. Computers know it as %(host)s.",
                    reads=self.reads,
                    host=self.host,
                )
            )
        return tuple(said)


def take_apart(typed: str) -> Pasted | None:
    """The address in what was typed; None where it is not meant as one."""
    text = typed.strip()
    shown = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc"))
    is_web = _WEB.match(shown)
    rest = shown[is_web.end() :] if is_web else _MAIL.sub("", shown, count=1)
    if not is_web and (_OTHER_SCHEME.match(rest) or any(char.isspace() for char in rest)):
        return None
    authority = _END_OF_AUTHORITY.split(rest.replace(" ", "%20"), maxsplit=1)[0]
    path = _END_OF_AUTHORITY.split(rest[len(authority) + 1 :].partition("?")[0].partition("#")[0])
    before, at, host = authority.rpartition("@")
    host = _read(_PORT.sub("", host))
    if host is None:
        return None
    numeric = _NUMERIC.fullmatch(host) is not None
    if not _is_host(host) and not (numeric and (is_web or host.count(".") == 3)):
        return None
    # What comes through a link has no www to speak of: it is the same website.
    host = host.removeprefix("www.") if host.count(".") > 1 else host
    reads = host if numeric else ".".join(_readable(label) for label in host.split("."))
    return Pasted(
        host=host,
        reads=reads,
        domain=host if numeric else registered_part(host),
        path="/".join(part for part in path if part),
        before_at=unquote(before) if is_web else "",
        letters=letters_in(reads),
        is_email=bool(at) and not is_web,
        hidden=shown != text,
        numeric=numeric,
    )


def registered_part(host: str) -> str:
    """The part of a host that somebody has registered: ``evil.com`` of ``council.gov.uk.evil.com``."""
    found = _endings().privatesuffix(host) or host
    # The list does not know the endings that Welsh councils share.
    return found if is_own_website(found) or found == host else ".".join(host.split(".")[-found.count(".") - 2 :])


def letters_in(text: str) -> tuple[Letter, ...]:
    """Every letter in the text that is none of a to z, each once, in their order."""
    strange = dict.fromkeys(char for char in text if not char.isascii())
    return tuple(
        Letter(char, unicodedata.name(char, f"U+{ord(char):04X}").lower().capitalize(), plain(char)) for char in strange
    )


@lru_cache(maxsize=4096)
def plain(char: str) -> str:
    """The letter or letters of a to z that a character may be taken for; empty where there is none."""
    if char.isascii():
        return char
    bare = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part)).lower()
    if bare.isascii():
        return bare
    found = confusables.is_confusable(bare, greedy=True) or ()
    alike = [glyph["c"].lower() for letter in found for glyph in letter["homoglyphs"]]
    return next((glyph for glyph in alike if glyph.isascii() and glyph.isalnum()), "")


def _read(host: str) -> str | None:
    """The host as the network knows it, as browsers make it of what stands in an address; None where they cannot."""
    text = unquote(host).strip().rstrip(".")
    if text.startswith("[") or not text or len(text) > LONGEST_HOST:
        return text.lower() or None
    try:
        mapped = idna.uts46_remap(text, std3_rules=False, transitional=False)
    except idna.IDNAError:
        mapped = unicodedata.normalize("NFKC", text).lower()
    return ".".join(_written(label) for label in mapped.split("."))


def _written(label: str) -> str:
    return label if label.isascii() else _ACE + label.encode("punycode").decode("ascii")


def _readable(label: str) -> str:
    if not label.startswith(_ACE):
        return label
    try:
        return label.removeprefix(_ACE).encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError, ValueError):
        return label


def _is_host(host: str) -> bool:
    labels = host.split(".")
    return (
        len(labels) > 1
        and len(host) <= LONGEST_HOST
        and all(_LABEL.fullmatch(label) for label in labels)
        and any(char.isalpha() for char in labels[-1])
    )


@cache
def _endings() -> PublicSuffixList:
    return PublicSuffixList()
