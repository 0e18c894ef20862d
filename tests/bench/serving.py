"""The badge over HTTP, from memory under granian, beside nginx with the same bytes as a file; wrk asks both."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from config import ROOT
from tests.bench.measuring import Line

WORKERS, ROUNDS, SECONDS, CONNECTIONS = 2, 5, 3, 32
NGINX = """daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; default_type image/svg+xml; client_body_temp_path {folder}; proxy_temp_path {folder};
fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
server {{ listen 127.0.0.1:{port}; root {folder}/files; }} }}
"""


def of_the_badge(folder: Path, number: str) -> Iterator[Line]:
    """Requests a second of the same picture: 200, 304, and the one for a page that names itself."""
    ours, theirs = _free_port(), _free_port()
    address = f"/badge/{number}.svg"
    with _granian(folder, ours), _nginx(folder, theirs) as files:
        with urlopen(f"http://127.0.0.1:{ours}{address}") as answer:
            picture, etag = answer.read(), answer.headers["ETag"]
        (files / "badge.svg").write_bytes(picture)
        asked = {
            "badge, 200": (f"http://127.0.0.1:{ours}{address}", ()),
            "badge, 304": (f"http://127.0.0.1:{ours}{address}", (f"If-None-Match: {etag}",)),
            "badge, with a Referer": (f"http://127.0.0.1:{ours}{address}", ("Referer: https://elsewhere.example/",)),
        }
        reference = f"http://127.0.0.1:{theirs}/badge.svg"
        pairs: dict[str, list[tuple[float, float]]] = {said: [] for said in asked}
        for _ in range(ROUNDS):
            for said, (target, headers) in asked.items():
                pairs[said].append((_wrk(target, headers), _wrk(reference, ())))
    for said, found in pairs.items():
        share = median(a / b for a, b in found)
        yield Line(said, share, f"{median(a for a, _b in found):,.0f} a second", "nginx with the same bytes as a file")


def _wrk(target: str, headers: tuple[str, ...]) -> float:
    asked = [part for header in headers for part in ("-H", header)]
    done = subprocess.run(
        [_path("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", *asked, target],
        check=True,
        capture_output=True,
        text=True,
    )
    if re.search(r"Socket errors|Non-2xx or 3xx", done.stdout):
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(found.group(1)) if found else 0.0


@contextmanager
def _granian(folder: Path, port: int) -> Iterator[None]:
    settings = {**os.environ, "INSTANCE_DIR": str(folder), "PORT": str(port)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--port", str(port)]
    with _running([*command, "--no-log", "--workers-kill-timeout", "5", "wsgi:app"], port, settings):
        yield


@contextmanager
def _nginx(folder: Path, port: int) -> Iterator[Path]:
    files = folder / "files"
    files.mkdir()
    # Its workers are nobody's: they must be able to read the file.
    for place in (folder, files):
        place.chmod(0o755)
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(workers=WORKERS, folder=folder, port=port), encoding="utf-8")
    with _running([_path("nginx"), "-c", str(settings), "-p", str(folder)], port, dict(os.environ)):
        yield files


@contextmanager
def _running(command: list[str], port: int, settings: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=settings, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody answers on port {port}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _path(program: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin")
    if found is None:
        raise RuntimeError(f"{program} is missing: install it, or run as root on Debian and it is installed for you")
    return found
