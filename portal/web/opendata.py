"""Answers for machines, whoever asks and from wherever: a page of another site may read them, and a cache keep them."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Flask, Response, request

from portal.web.guard import PUBLIC, guard_of

# The licence of everything that is published about awards.
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Link": f'<{LICENCE}>; rel="license"',
}
IN_MEMORY = 1_000_000
_PIECE = 64 * 1024


# What our addresses for machines end with, or begin with.
_ENDINGS = (".json", ".jsonl", ".jwt", ".csv", ".atom")
_BEGINNINGS = ("/status/",)
_ASKED = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def is_for_machines(path: str) -> bool:
    """Whether a program asks at this path, which cannot read a page of ours."""
    return path.endswith(_ENDINGS) or path.startswith(_BEGINNINGS)


def install(app: Flask) -> None:
    """Let pages of other sites read public answers for machines, and ask before whether they may."""

    def let_read(response: Response) -> Response:
        is_public = request.endpoint is None or guard_of(app, request.endpoint) == PUBLIC
        if is_public and is_for_machines(request.path):
            response.headers.setdefault("Access-Control-Allow-Origin", "*")
            if request.method == "OPTIONS":
                response.headers.update(_ASKED)
        return response

    app.after_request(let_read)


def open_data(parts: Iterable[str], mimetype: str, code: int = 200) -> Response:
    """The parts as one answer with the hash of its bytes as ETag; 304 where the reader has it already.

    A long answer waits in a file until all of it is there: nothing breaks off in the middle, and little is held.
    """
    # Closed by _pieces, when the answer has gone out.
    held: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 # see above
    known = sha256()
    for part in parts:
        piece = part.encode()
        known.update(piece)
        held.write(piece)
    length = held.tell()
    held.seek(0)
    answer = Response(_pieces(held), code, OPEN, mimetype=mimetype)
    answer.content_length = length
    if code == 200:
        answer.set_etag(known.hexdigest()[:32])
        answer.make_conditional(request)
    return answer


def refused(code: int, error: str, what_to_do: str, **more: object) -> Response:
    """An answer to a program that cannot have what it asked for: what is wrong, and what to do."""
    said = {"error": error, "what_to_do": what_to_do, **more}
    return open_data([json.dumps(said, ensure_ascii=False, default=str)], "application/json", code)


def _pieces(held: IO[bytes]) -> Iterator[bytes]:
    with held:
        while piece := held.read(_PIECE):
            yield piece
