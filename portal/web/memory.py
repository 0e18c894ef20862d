"""Public answers from memory, before the framework: the same bytes that it gave, as long as nothing has changed.

An answer is remembered when it says of itself that any cache may keep it, and given again while no change has been
committed to the database by any process and it is still the same minute. Who asks is never looked at, with one
exception: a badge is another picture on a page that names itself and is none of the council's own.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.http import parse_etags

from portal.web.copies import COPIED_ON
from portal.web.headers import SHARED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Where a view leaves the websites on which its answer is the ordinary one.
OWN_HOSTS = "portal.own-hosts"
STATIC = "/static/"
# How a badge or a certificate is wanted; what people search for is not remembered.
REMEMBERED_QUERY = re.compile(r"((size|look|lang)=[a-z]{1,12}(&|$)){0,3}")
# A 304 says nothing of a body (RFC 9110, 15.4.5).
OF_THE_BODY = ("Content-Type", "Content-Length")
MOST_BYTES = 64 * 1024 * 1024
LARGEST = 512 * 1024

Elsewhere = Callable[[str, Collection[str], str], bool]


@dataclass(frozen=True)
class Answer:
    """What was answered, ready to be given again."""

    status: str
    headers: list[tuple[str, str]]
    etag: str
    body: bytes

    def give(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, with 304 and no body to somebody who has it already."""
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and (asked == f'"{self.etag}"' or parse_etags(asked).contains_weak(self.etag)):
            start_response("304 NOT MODIFIED", [pair for pair in self.headers if pair[0] not in OF_THE_BODY])
            return ()
        start_response(self.status, self.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.body,)


@dataclass
class _Kept:
    """What is remembered of one address: one answer, or two where ``own_hosts`` says for whom the ordinary one is."""

    as_of: object
    own_hosts: tuple[str, ...] | None
    answers: dict[bool, Answer] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(answer.body) + 1024 for answer in self.answers.values())


class Memory:
    """The layer around the application. ``as_of`` tells apart all that its answers may depend on.

    ``elsewhere`` says whether the page with this referrer is none of these websites, nor our own.
    """

    def __init__(self, app: "WSGIApplication", as_of: Callable[[], object], elsewhere: Elsewhere) -> None:
        self._app, self._as_of, self._elsewhere = app, as_of, elsewhere
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory, or as the application does."""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or COPIED_ON in environ
            or not REMEMBERED_QUERY.fullmatch(environ.get("QUERY_STRING", ""))
        ):
            return self._app(environ, start_response)
        key = (
            environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )
        # Asked before the application reads: what it then reads is this or newer.
        as_of = self._as_of()
        kept = self._kept.get(key)
        if kept is not None and kept.as_of == as_of:
            answer = kept.answers.get(self._is_elsewhere(environ, kept.own_hosts))
            if answer is not None:
                return answer.give(environ, start_response)
        return self._ask(environ, start_response, key, as_of)

    def forget(self) -> None:
        """Remember nothing of what was answered."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _is_elsewhere(self, environ: "WSGIEnvironment", own_hosts: tuple[str, ...] | None) -> bool:
        referrer = environ.get("HTTP_REFERER", "")
        if own_hosts is None or not referrer:
            return False
        own = urlsplit(f"//{environ.get('HTTP_HOST', '')}").hostname or ""
        return self._elsewhere(referrer, own_hosts, own)

    def _ask(
        self, environ: "WSGIEnvironment", start_response: "StartResponse", key: tuple[str, ...], as_of: object
    ) -> Iterable[bytes]:
        said: list[Any] = []
        # To somebody who has an older answer the application would say no more than that it is still good, and there
        # would be nothing to remember: that is said here. The files in static/ are not remembered.
        asked = dict(environ)
        conditional = None if key[2].startswith(STATIC) else asked.pop("HTTP_IF_NONE_MATCH", None)

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            said[:] = [status, headers]
            if is_whole(asked, status, headers) and (conditional is not None or may_be_kept(asked, headers)):
                return _nobody
            return start_response(status, headers, exc_info)

        answered = self._app(asked, listen)
        if not said or not is_whole(asked, *said):
            return answered
        kept = may_be_kept(asked, said[1])
        if conditional is None and not kept:
            return answered
        try:
            body = b"".join(answered)
        finally:
            close = getattr(answered, "close", None)
            if close is not None:
                close()
        answer = _answer(said[0], said[1], body)
        if kept:
            own_hosts = asked.get(OWN_HOSTS)
            self._keep(key, as_of, own_hosts, self._is_elsewhere(environ, own_hosts), answer)
        return answer.give(environ, start_response)

    def _keep(
        self, key: tuple[str, ...], as_of: object, own_hosts: tuple[str, ...] | None, elsewhere: bool, answer: Answer
    ) -> None:
        with self._lock:
            kept = self._kept.pop(key, None)
            if kept is not None:
                self._size -= kept.size
            if kept is None or kept.as_of != as_of or kept.own_hosts != own_hosts:
                kept = _Kept(as_of, own_hosts)
            kept.answers[elsewhere] = answer
            self._kept[key] = kept
            self._size += kept.size
            while self._size > MOST_BYTES:
                _oldest, dropped = self._kept.popitem(last=False)
                self._size -= dropped.size


def _nobody(_written: bytes) -> None:
    """Stand in for the old way of writing a body, which nothing here uses."""


def is_whole(environ: "WSGIEnvironment", status: str, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether this is a page, found, in one piece: whole registers and large files are written bit by bit."""
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    return environ["REQUEST_METHOD"] == "GET" and status.startswith("200") and 0 < int(length or 0) <= LARGEST


def may_be_kept(environ: "WSGIEnvironment", headers: Iterable[tuple[str, str]]) -> bool:
    """Whether an answer says that it is the same for everyone, or, of a badge, for every page of its kind."""
    given = {name.lower(): value for name, value in headers}
    by_page = OWN_HOSTS in environ
    return (
        "set-cookie" not in given
        and given.get("vary", "") == ("Referer" if by_page else "")
        and (by_page or given.get("cache-control") == SHARED)
    )


def _answer(status: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
    etag = next((value.strip('"') for name, value in headers if name.lower() == "etag"), "")
    headers = [pair for pair in headers if pair[0].lower() not in ("content-length", "etag")]
    etag = etag or sha256(body).hexdigest()[:32]
    return Answer(status, [*headers, ("ETag", f'"{etag}"'), ("Content-Length", str(len(body)))], etag, body)
