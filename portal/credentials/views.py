"""The credential of an award in each of its forms, and the status lists, for machines everywhere."""

from hashlib import sha256

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from portal.credentials.listing import published_list
from portal.credentials.queries import issued_form
from portal.kernel.references import award_number_from
from portal.keys.running import own_issuer
from portal.web.guard import public
from portal.web.headers import SHARED
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("credentials", __name__)

TYPES = {"json": "application/vc+ld+json", "jwt": "application/vc+jwt", "svg": "image/svg+xml", "png": "image/png"}
# A baked picture says for ever how the award stood on the day of issue: it is there to be kept, and no page of another
# site can show it from here, as it can the live badge.
PICTURES = ("svg", "png")
TO_KEEP = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@bp.get("/credential/<number>.json")
@public
def document(number: str) -> ResponseReturnValue:
    """The credential in force with its proof, byte for byte as it was issued."""
    return _issued(number, "json")


@bp.get("/credential/<number>.jwt")
@public
def token(number: str) -> ResponseReturnValue:
    """The credential in force as a compact token."""
    return _issued(number, "jwt")


@bp.get("/credential/<number>.svg")
@public
def drawing(number: str) -> ResponseReturnValue:
    """The badge as it was drawn on the day of issue, with the credential baked into it."""
    return _issued(number, "svg")


@bp.get("/credential/<number>.png")
@public
def picture(number: str) -> ResponseReturnValue:
    """The same as a PNG."""
    return _issued(number, "png")


def _issued(number: str, form: str) -> ResponseReturnValue:
    written = award_number_from(number) or number
    if written != number:
        return redirect(f"/credential/{written}.{form}", 301)
    with reading() as session:
        content = issued_form(session, number, form)
    if content is None:
        return render_public("credentials/none.html", number, code=404)
    response = _open(content, TYPES[form])
    if form in PICTURES:
        response.headers.update(TO_KEEP)
        # A number is letters, digits and a dash: nothing in the name can break out of the header.
        response.headers["Content-Disposition"] = f'attachment; filename="social-media-friendly-mark-{number}.{form}"'
        del response.headers["Access-Control-Allow-Origin"]
    return response.make_conditional(request)


@bp.get("/status/<status_list>")
@public
def status(status_list: str) -> ResponseReturnValue:
    """A signed status list: which credentials must not be relied on, today."""
    with reading() as session:
        content = published_list(session, own_issuer(), status_list, services().clock.now())
    return _open(content, "application/vc+ld+json").make_conditional(request)


def _open(content: bytes, mimetype: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = SHARED
    response.set_etag(sha256(content).hexdigest()[:32])
    return response
