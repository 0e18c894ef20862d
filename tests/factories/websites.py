"""Websites for tests: real servers on this machine that stand for hosts of the public web."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from portal.fetching.connecting import Connector
from portal.fetching.fetcher import Fetcher
from portal.fetching.results import Fetched, Refusal

# A public address that stands for the server; nothing is ever sent there.
PUBLIC_IP = "93.184.215.14"
USER_AGENT = "SocialMediaFriendlyMark/1.0 (evidence check; +https://mark.example)"


@dataclass
class Page:
    """What a website answers: a number, a body, what it says of itself."""

    body: bytes = b""
    code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"


# Instead of a page: writes whatever it likes, byte by byte.
Misbehaving = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Web:
    """Every website of a test, by host and path. ``asked`` has each address asked for and its headers.

    ``most_seconds`` is how long its visitor waits: long, because a busy machine is no fault of the website; a test of
    a slow one makes it short.
    """

    pages: dict[str, Page | Misbehaving] = field(default_factory=dict)
    port: int = 0
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    most_seconds: float = 60.0

    def resolve(self, host: str) -> list[str]:
        """The public address of every host that has a page, and what ``names`` says of others."""
        if host in self.names:
            return self.names[host]
        return [PUBLIC_IP] if any(name.split("/")[0] == host for name in self.pages) else []

    def fetcher(self) -> Fetcher:
        """The product's guarded fetch, whose connections to the one public address end at the test's server."""

        def dial(ip: str, _port: int) -> tuple[str, int]:
            assert ip == PUBLIC_IP, f"connected to {ip}"
            return "127.0.0.1", self.port

        return Fetcher(Connector(USER_AGENT, 100_000, dial), self.resolve, self.most_seconds)

    def fetch(self, address: str, within: Collection[str] = ()) -> Fetched | Refusal:
        """The guarded fetch, for which the test's server, which has no certificate, also stands for https."""
        if not address.startswith("https://"):
            return self.fetcher().fetch(address, within)
        got = self.fetcher().fetch(address.replace("https://", "http://", 1), within)
        return replace(got, address=got.address.replace("http://", "https://", 1))


@contextmanager
def websites() -> Iterator[Web]:
    """A server on this machine that answers for every host of the ``Web``."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = f"{self.headers['Host']}{self.path}"
            web.asked.append((name, dict(self.headers.items())))
            page = web.pages.get(name, Page(b"Not here", 404))
            if not isinstance(page, Page):
                page(self)
                return
            self.send_response(page.code)
            self.send_header("Content-Type", page.media_type)
            self.send_header("Content-Length", str(len(page.body)))
            for key, value in page.headers.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name it has in the standard library
            """Nothing is written anywhere."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A visitor who hangs up is no fault."""

    server = Server(("127.0.0.1", 0), Handler)
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def slow_drip(handler: BaseHTTPRequestHandler) -> None:
    """A page that never ends, one byte at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def slow_headers(handler: BaseHTTPRequestHandler) -> None:
    """A greeting that never ends, one byte at a time."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(200):
        handler.wfile.write(b".")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """A page that never ends, as fast as it can."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(10_000):
        handler.wfile.write(b"x" * 10_000)


def redirect(address: str) -> Page:
    """A page that sends its visitors elsewhere."""
    return Page(code=302, headers={"Location": address})
