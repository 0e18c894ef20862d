"""What comes of opening a page: its content, or the reason why there is none, in words for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.kernel.words import Words, words

# What a page may be asked about besides its content.
HEADERS_KEPT = ("content-security-policy", "content-type", "referrer-policy")


class Reason(StrEnum):
    """Why there is no content. ``of_the_guard`` says whether the portal would not even try."""

    NOT_AN_ADDRESS = "not_an_address"
    OTHER_SCHEME = "other_scheme"
    OTHER_PORT = "other_port"
    CREDENTIALS = "credentials"
    NOT_PUBLIC = "not_public"
    UNKNOWN_HOST = "unknown_host"
    NO_ANSWER = "no_answer"
    CERTIFICATE = "certificate"
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREADABLE = "unreadable"
    ELSEWHERE = "elsewhere"

    @property
    def of_the_guard(self) -> bool:
        """Whether it is an address that the portal never opens."""
        return self in _GUARDED


_GUARDED = frozenset(
    {Reason.NOT_AN_ADDRESS, Reason.OTHER_SCHEME, Reason.OTHER_PORT, Reason.CREDENTIALS, Reason.NOT_PUBLIC}
)

REASON_WORDS = {
    Reason.NOT_AN_ADDRESS: words("it is not a web address"),
    Reason.OTHER_SCHEME: words("we open addresses that begin with https:// or http:// only"),
    Reason.OTHER_PORT: words("it names a port that we do not open; public pages need none"),
    Reason.CREDENTIALS: words("it has a name or a password before the @"),
    Reason.NOT_PUBLIC: words("it leads to a private network, not to the public web"),
    Reason.UNKNOWN_HOST: words("there is no website of that name"),
    Reason.NO_ANSWER: words("the website did not answer"),
    Reason.CERTIFICATE: words("the website’s security certificate is not valid for this address"),
    Reason.TOO_SLOW: words("the website took too long to answer"),
    Reason.TOO_LARGE: words("the page is larger than we read"),
    Reason.TOO_MANY_REDIRECTS: words("the website sends its visitors on too many times"),
    Reason.UNREADABLE: words("the website’s answer could not be read"),
    Reason.ELSEWHERE: words("it sends its visitors on to another website, which we do not open"),
}

_CODE_WORDS = {
    401: words("it answered 401: visitors have to sign in"),
    403: words("it answered 403: it did not let us in"),
    404: words("it answered 404: not found"),
    410: words("it answered 410: gone for good"),
    429: words("it answered 429: too many visitors"),
}


def code_words(code: int) -> Words:
    """What a website's answer with this number means."""
    if code in _CODE_WORDS:
        return _CODE_WORDS[code]
    if code >= 500:
        return words("it answered %(code)s: the website has a fault", code=code)
    return words("it answered %(code)s", code=code)


def why_words(code: str) -> Words | None:
    """What a stored reason means: a website's number or a Reason; None for none."""
    if not code:
        return None
    return code_words(int(code)) if code.isdecimal() else REASON_WORDS[Reason(code)]


@dataclass(frozen=True)
class Fetched:
    """An answer: ``address`` is where redirects led, ``code`` the website's number, ``content`` the bytes unpacked.

    ``headers`` are those of ``HEADERS_KEPT`` that it had, by their names in lower case; one that came several times is
    joined by commas.
    """

    address: str
    code: int
    media_type: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_there(self) -> bool:
        """Whether the website says that this is the page."""
        return 200 <= self.code < 300


@dataclass(frozen=True)
class Refusal:
    """No answer that could be used. ``address`` is where it went wrong: the first one, or one that it led to."""

    address: str
    reason: Reason

    @property
    def words(self) -> Words:
        """Why, for people."""
        return REASON_WORDS[self.reason]


def why_not_read(got: Fetched | Refusal) -> str:
    """Why a page that was opened gave nothing to read, as it is stored; ``why_words`` says it in words."""
    if isinstance(got, Refusal):
        return got.reason
    return Reason.UNREADABLE if got.is_there else str(got.code)


class Refused(Exception):
    """Raised inside this package where a page is not opened; callers get a Refusal instead."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)
