"""The decision log: in words, as a file, and its signed heads. The same for everyone who asks."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.kernel.errors import NotFound
from portal.keys.running import own_issuer
from portal.transparency import queries
from portal.web.guard import public
from portal.web.opendata import open_data, refused
from portal.web.rendering import render_public
from portal.web.transactions import reading
from portal.web.typed import whole_number

bp = Blueprint("transparency", __name__)
LINES = "application/x-ndjson"


@bp.get("/log")
@public
def log() -> ResponseReturnValue:
    """The log in words, newest first, and how to check it."""
    with reading() as session:
        page = queries.log_page(session, request.args.get("page", 1, type=whole_number))
    return render_public("transparency/log.html", page, issuer=own_issuer().did)


@bp.get("/log.jsonl")
@public
def lines() -> Response:
    """Every line of the log, byte for byte."""
    with reading() as session:
        return open_data((f"{line}\n" for line in queries.lines(session)), LINES)


@bp.get("/log/head.json")
@public
def head() -> Response:
    """The newest signed head."""
    try:
        with reading() as session:
            return open_data([queries.newest_head(session), "\n"], "application/json")
    except NotFound:
        return refused(404, "no head has been signed yet", "Ask again tomorrow: a head is signed each day.")


@bp.get("/log/heads.jsonl")
@public
def heads() -> Response:
    """Every signed head, the oldest first."""
    with reading() as session:
        return open_data((f"{document}\n" for document in queries.heads(session)), LINES)
