"""One question to one website, over one connection to one address. The only file that knows urllib3.

Nothing is looked up, followed or remembered here: the address to connect to is handed in, and a redirect comes back as
an answer like any other.
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError, SSLError

from portal.fetching.guard import Target
from portal.fetching.results import HEADERS_KEPT, Reason, Refused

MOST_HEADER_BYTES = 32 * 1024
PIECE = 64 * 1024

# Where a connection really goes: the same place in production, a local server in tests.
Dial = Callable[[str, int], tuple[str, int]]


def straight(ip: str, port: int) -> tuple[str, int]:
    """Connect to where it says."""
    return ip, port


@dataclass(frozen=True)
class Hop:
    """One answer, with its redirect not followed."""

    code: int
    media_type: str
    location: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Connector:
    """How to connect. ``trust`` is what certificates are checked against; None for what the machine trusts."""

    user_agent: str
    most_bytes: int
    dial: Dial = straight
    trust: ssl.SSLContext | None = None

    def ask(self, target: Target, ip: str, until: float) -> Hop:
        """Ask for one page; ``until`` is a moment of ``time.monotonic``. Raises Refused."""
        if until <= time.monotonic():
            raise Refused(Reason.TOO_SLOW)
        with _until(until) as watch:
            try:
                hop = self._asked(target, ip, watch)
            except (HTTPError, HTTPException, OSError, ValueError) as fault:
                raise Refused(Reason.TOO_SLOW if watch.rang else _why(fault)) from fault
            # A connection that was cut looks like a page that has ended.
            if watch.rang:
                raise Refused(Reason.TOO_SLOW)
            return hop

    def _asked(self, target: Target, ip: str, watch: "_Watch") -> Hop:
        connection = self._connection(target, ip, watch)
        try:
            connection.request(
                "GET",
                target.path,
                headers={
                    "Host": target.named,
                    "User-Agent": self.user_agent,
                    "Accept": "text/html, application/pdf, */*;q=0.5",
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                },
                preload_content=False,
                decode_content=False,
            )
            answer = connection.getresponse()
            return self._read(answer)
        finally:
            connection.close()

    def _connection(self, target: Target, ip: str, watch: "_Watch") -> HTTPConnection:
        dial = self.dial

        class Watched(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                place = dial(ip, target.port)
                try:
                    made = socket.create_connection(place, timeout=watch.left)
                except OSError as fault:
                    raise NewConnectionError(self, str(fault)) from fault
                watch.over(made)
                return made

        if target.scheme == "http":
            return Watched(ip, target.port, timeout=watch.left)

        class Sealed(Watched, HTTPSConnection):
            pass

        trust = self.trust or ssl.create_default_context()
        # The connection goes to the address that was judged; the certificate must bear the name that was asked for.
        return Sealed(
            ip,
            target.port,
            timeout=watch.left,
            ssl_context=trust,
            server_hostname=target.host,
            cert_reqs="CERT_REQUIRED",
        )

    def _read(self, answer: BaseHTTPResponse) -> Hop:
        if sum(len(name) + len(value) for name, value in answer.headers.items()) > MOST_HEADER_BYTES:
            raise Refused(Reason.TOO_LARGE)
        location = answer.headers.get("Location", "") if answer.status in (301, 302, 303, 307, 308) else ""
        media_type = answer.headers.get("Content-Type", "").split(";")[0].strip().lower()[:100]
        if location:
            return Hop(answer.status, media_type, location, b"")
        packed = answer.headers.get("Content-Encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise Refused(Reason.UNREADABLE)
        kept = {name: answer.headers[name] for name in HEADERS_KEPT if name in answer.headers}
        return Hop(answer.status, media_type, "", self._content(answer, packed=packed.endswith("gzip")), kept)

    def _content(self, answer: BaseHTTPResponse, *, packed: bool) -> bytes:
        found = bytearray()
        unpack = zlib.decompressobj(wbits=31)
        taken = 0
        for piece in answer.stream(PIECE, decode_content=False):
            taken += len(piece)
            room = self.most_bytes + 1 - len(found)
            try:
                # At most what there is room for: a few bytes may unpack into more than the machine holds.
                found += unpack.decompress(piece, room) if packed else piece
            except zlib.error:
                raise Refused(Reason.UNREADABLE) from None
            if len(found) > self.most_bytes or taken > self.most_bytes:
                raise Refused(Reason.TOO_LARGE)
        return bytes(found)


class _Watch:
    """Ends a connection when its time is up, at whatever point it is: a slow drip keeps every single read short."""

    def __init__(self, until: float) -> None:
        self._until, self.rang = until, False
        self._line: socket.socket | None = None

    @property
    def left(self) -> float:
        """Seconds until the end; never nothing, which would mean for ever."""
        return max(self._until - time.monotonic(), 0.01)

    def over(self, line: socket.socket) -> None:
        # A second handle on the same connection: TLS takes the first one over, and leaves nothing behind it.
        self._line = line.dup()

    def ring(self) -> None:
        self.rang = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def forget(self) -> None:
        if self._line is not None:
            self._line.close()


@contextmanager
def _until(until: float) -> Iterator[_Watch]:
    watch = _Watch(until)
    alarm = threading.Timer(watch.left, watch.ring)
    alarm.daemon = True
    alarm.start()
    try:
        yield watch
    finally:
        alarm.cancel()
        watch.forget()


def _why(fault: Exception) -> Reason:
    chain: BaseException | None = fault
    while chain is not None:
        if isinstance(chain, ssl.SSLError | ssl.CertificateError | SSLError):
            return Reason.CERTIFICATE
        if isinstance(chain, TimeoutError):
            return Reason.TOO_SLOW
        chain = chain.__cause__ or chain.__context__
    return Reason.NO_ANSWER
