"""The guarded fetch against real servers on this machine, over real connections."""

import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.fetching.connecting import Connector
from portal.fetching.fetcher import MOST_BYTES, Fetcher, fetcher, machine_resolver
from portal.fetching.results import Fetched, Reason, Refusal
from tests.factories.websites import (
    PUBLIC_IP,
    USER_AGENT,
    Misbehaving,
    Page,
    Web,
    endless,
    redirect,
    slow_drip,
    slow_headers,
    websites,
)

HOST = "www.example.gov.uk"
START = f"http://{HOST}/"


@pytest.fixture
def web() -> Iterator[Web]:
    with websites() as running:
        yield running


def why(got: Fetched | Refusal) -> Reason:
    assert isinstance(got, Refusal), got
    assert str(got.words)
    return got.reason


def test_page_is_fetched_by_somebody_who_says_who_they_are_and_keeps_no_cookie(web: Web) -> None:
    web.pages[f"{HOST}/"] = Page(b"", 301, {"Location": "/new?a=1#x", "Set-Cookie": "a=b"})
    told = {"Content-Security-Policy": "img-src 'self'", "X-Other": "not kept"}
    web.pages[f"{HOST}/new?a=1"] = Page("Welcome ŵ".encode(), 200, told, media_type="Text/HTML; charset=utf-8")
    got = web.fetcher().fetch(START)
    kept = {"content-security-policy": "img-src 'self'", "content-type": "Text/HTML; charset=utf-8"}
    assert got == Fetched(f"http://{HOST}/new?a=1", 200, "text/html", "Welcome ŵ".encode(), kept)
    assert [(name, said["User-Agent"], said.get("Cookie")) for name, said in web.asked] == [
        (f"{HOST}/", USER_AGENT, None),
        (f"{HOST}/new?a=1", USER_AGENT, None),
    ]


def test_answer_that_is_no_page_comes_with_its_number(web: Web) -> None:
    web.pages[f"{HOST}/"] = Page(b"Gone", 410)
    got = web.fetcher().fetch(START)
    assert (isinstance(got, Fetched) and got.code, isinstance(got, Fetched) and got.is_there) == (410, False)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1{port}/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fc00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://metadata.google.internal/",
        "http://2130706433/",
        "http://private.example.gov.uk/",
        "http://mixed.example.gov.uk/",
    ],
)
def test_private_address_is_never_connected_to_whether_typed_or_redirected_to(web: Web, address: str) -> None:
    web.names["private.example.gov.uk"] = ["127.0.0.1"]
    web.names["mixed.example.gov.uk"] = [PUBLIC_IP, "10.0.0.1"]
    address = address.replace("{port}", "")
    web.pages[f"{HOST}/"] = redirect(address)
    assert web.fetcher().fetch(address) == Refusal(address, Reason.NOT_PUBLIC)
    assert web.asked == []
    assert web.fetcher().fetch(START) == Refusal(address, Reason.NOT_PUBLIC)
    assert [name for name, _ in web.asked] == [f"{HOST}/"]


def test_portals_own_fetch_refuses_a_server_that_does_run_on_this_machine(web: Web) -> None:
    assert machine_resolver("localhost") != []
    with socket.create_connection(("127.0.0.1", web.port), timeout=5):
        pass
    guarded = fetcher("https://mark.example")
    assert why(guarded.fetch(f"http://127.0.0.1:{web.port}/")) is Reason.OTHER_PORT
    assert why(guarded.fetch("http://127.0.0.1/")) is Reason.NOT_PUBLIC
    # As an attacker's own name server would have it: a public name for the machine itself.
    assert why(Fetcher(guarded.connector, lambda _: ["127.0.0.1"]).fetch(START)) is Reason.NOT_PUBLIC
    assert web.asked == []


def test_name_is_resolved_once_so_that_a_second_answer_cannot_differ(web: Web) -> None:
    answers = [[PUBLIC_IP], ["127.0.0.1"]]
    web.pages[f"{HOST}/"] = Page(b"Public")
    got = Fetcher(web.fetcher().connector, lambda _: answers.pop(0)).fetch(START)
    assert (isinstance(got, Fetched) and got.content, answers) == (b"Public", [["127.0.0.1"]])


@pytest.mark.parametrize(
    ("elsewhere", "reason"),
    [
        ("ftp://www.example.gov.uk/", Reason.OTHER_SCHEME),
        ("http://www.example.gov.uk:8080/", Reason.OTHER_PORT),
        ("http://a:b@www.example.gov.uk/", Reason.CREDENTIALS),
        ("http://[::1", Reason.NOT_AN_ADDRESS),
        ("http://unknown.example.gov.uk/", Reason.UNKNOWN_HOST),
    ],
)
def test_redirect_is_judged_like_an_address_that_was_typed(web: Web, elsewhere: str, reason: Reason) -> None:
    web.pages[f"{HOST}/"] = redirect(elsewhere)
    assert why(web.fetcher().fetch(START)) is reason


def test_sixth_redirect_is_one_too_many(web: Web) -> None:
    for number in range(6):
        web.pages[f"{HOST}/{number}"] = redirect(f"/{number + 1}")
    web.pages[f"{HOST}/6"] = Page(b"At last")
    assert why(web.fetcher().fetch(f"{START}0")) is Reason.TOO_MANY_REDIRECTS
    got = web.fetcher().fetch(f"{START}1")
    assert isinstance(got, Fetched)
    assert got.content == b"At last"


@pytest.mark.parametrize("misbehaving", [slow_drip, slow_headers])
def test_slow_drip_is_cut_off_when_the_time_is_up(web: Web, misbehaving: object) -> None:
    web.pages[f"{HOST}/"] = slow_drip if misbehaving is slow_drip else slow_headers
    began = time.monotonic()
    web.most_seconds = 0.5
    assert why(web.fetcher().fetch(START)) is Reason.TOO_SLOW
    assert time.monotonic() - began < 8  # left to itself it ends after ten


def test_slow_resolver_is_not_waited_for(web: Web) -> None:
    ended = threading.Event()
    slow = Fetcher(web.fetcher().connector, lambda _: [PUBLIC_IP] if ended.wait(5) else [], 0.2)
    assert why(slow.fetch(START)) is Reason.TOO_SLOW
    ended.set()


def test_endless_page_is_left_once_it_is_too_large(web: Web) -> None:
    web.pages[f"{HOST}/"] = endless
    assert why(web.fetcher().fetch(START)) is Reason.TOO_LARGE
    web.pages[f"{HOST}/"] = Page(b"x" * 100_000)
    assert isinstance(web.fetcher().fetch(START), Fetched)


def test_bomb_is_left_before_it_has_unpacked(web: Web) -> None:
    packed = {"Content-Encoding": "gzip"}
    web.pages[f"{HOST}/"] = Page(gzip.compress(b"\0" * 50_000_000), headers=packed)
    tracemalloc.start()
    try:
        assert why(web.fetcher().fetch(START)) is Reason.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()
    web.pages[f"{HOST}/"] = Page(gzip.compress(b"Welcome"), headers=packed)
    got = web.fetcher().fetch(START)
    assert isinstance(got, Fetched)
    assert got.content == b"Welcome"
    web.pages[f"{HOST}/"] = Page(b"not packed", headers=packed)
    assert why(web.fetcher().fetch(START)) is Reason.UNREADABLE
    web.pages[f"{HOST}/"] = Page(b"?", headers={"Content-Encoding": "br"})
    assert why(web.fetcher().fetch(START)) is Reason.UNREADABLE


def test_long_headers_are_not_read(web: Web) -> None:
    web.pages[f"{HOST}/"] = Page(b"", headers={f"X-{number}": "y" * 1_000 for number in range(50)})
    assert why(web.fetcher().fetch(START)) is Reason.TOO_LARGE


def endless_size(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _ in range(3_000):
        handler.wfile.write(b"0" * 10_000)


def endless_end(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"1\r\nx\r\n0\r\n")
    for _ in range(3_000):
        handler.wfile.write(b"X" * 10_000)


@pytest.mark.parametrize("page", [endless_size, endless_end])
def test_line_between_pieces_that_never_ends_is_not_gathered(web: Web, page: Misbehaving) -> None:
    web.pages[f"{HOST}/"] = page
    tracemalloc.start()
    try:
        assert why(web.fetcher().fetch(START)) is Reason.NO_ANSWER
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_page_in_pieces_is_read_whole(web: Web) -> None:
    def pieces(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nOne, \r\n3;a=b\r\ntwo\r\n0\r\nX-After: 1\r\n\r\n")

    web.pages[f"{HOST}/"] = pieces
    got = web.fetcher().fetch(START)
    assert isinstance(got, Fetched)
    assert got.content == b"One, two"


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-nonsense\r\n\r\n")


def test_website_that_hangs_up_or_talks_nonsense_has_not_answered(web: Web) -> None:
    web.pages[f"{HOST}/"] = lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)
    assert why(web.fetcher().fetch(START)) is Reason.NO_ANSWER
    web.pages[f"{HOST}/"] = nonsense
    assert why(web.fetcher().fetch(START)) is Reason.NO_ANSWER


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext, list[str | None]]]:
    """A server with a certificate for ``www.example.gov.uk``: its port, who trusts it, and the names asked for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    both = tmp_path / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(private + certificate)
    asked: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    context.sni_callback = lambda _socket, asked_for, _context: asked.append(asked_for)
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(line, server_side=True) as private_line:
                    private_line.recv(10_000)
                    private_line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nSealed")
            except OSError:
                line.close()

    thread = threading.Thread(target=answer)
    thread.start()
    yield listener.getsockname()[1], ssl.create_default_context(cadata=certificate.decode()), asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_certificate_is_checked_for_the_name_that_was_asked_for(
    sealed: tuple[int, ssl.SSLContext, list[str | None]],
) -> None:
    port, trust, asked = sealed

    def open_with(trusted: ssl.SSLContext | None, address: str) -> Fetched | Refusal:
        connector = Connector(USER_AGENT, MOST_BYTES, lambda _ip, _port: ("127.0.0.1", port), trusted)
        return Fetcher(connector, lambda _: [PUBLIC_IP]).fetch(address)

    assert open_with(trust, f"https://{HOST}/") == Fetched(f"https://{HOST}/", 200, "", b"Sealed")
    assert why(open_with(trust, "https://other.example.gov.uk/")) is Reason.CERTIFICATE
    assert why(open_with(None, f"https://{HOST}/")) is Reason.CERTIFICATE
    assert asked == [HOST, "other.example.gov.uk", HOST]
