"""The pages for what went wrong: each says what happened, whether work is saved, and what to do."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from portal.kernel.errors import IllegalMove, NotFound, NotPermitted, RuleBroken, StaleEdit
from portal.kernel.permissions import Actor
from portal.web.actor import current_actor
from portal.web.guard import PUBLIC, guard_of
from portal.web.held import hold_what_was_sent, page_path
from portal.web.opendata import is_for_machines, refused

# Whatever is longer than the value of a button or a choice was typed by somebody, who may still need it.
SHORT = 20
# What our own pages put into a form, which nobody typed.
NOT_TYPED = ("csrf_token", "version", "kept_page")
# Of these a person who is signed in wants to know the way on.
ABOUT_ONES_OWN = (403, 404, 409)
# What is wrong and what to do, for a program at an address for machines.
_FOR_MACHINES = {
    400: ("this cannot be answered", "Compare what you sent with /openapi.json."),
    403: ("this is not public", "See /openapi.json for what anybody may ask."),
    404: ("there is nothing at this address", "See /openapi.json for the addresses that there are."),
    405: ("this address is only read", "Use GET."),
    500: ("something went wrong here", "Try again in a minute."),
}
KNOWN = (400, 403, 404, 405, 413, 429, 500)


def _page(code: int, template: str | None = None, **values: object) -> Response:
    if is_for_machines(request.path):
        return refused(code, *_FOR_MACHINES.get(code, _FOR_MACHINES[500 if code >= 500 else 400]))
    typed = () if code == 413 else _typed()
    return make_response(
        render_template(f"errors/{template or code}.html", actor=_reader(code), typed=typed, **values), code
    )


def _reader(code: int) -> Actor | None:
    """Who is signed in, for pages that lead them on; None also where a shared cache may keep the page."""
    if code not in ABOUT_ONES_OWN or (request.endpoint and guard_of(current_app, request.endpoint) == PUBLIC):
        return None
    actor = current_actor()
    return actor if actor.signed_in else None


def _http_error(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    shown = error.code if error.code in KNOWN else (400 if error.code < 500 else 500)
    answer = _page(error.code, str(shown))
    # What the error itself had to say to the browser stays, such as which methods are allowed.
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _strange_host(_error: SecurityError) -> Response:
    # No page of ours: its addresses would be built on a name that is not ours.
    said = gettext("This portal does not answer to this name. Check the address that you typed.")
    return make_response(said, 400, {"Content-Type": "text/plain; charset=utf-8"})


def _stale(error: StaleEdit) -> Response:
    hold_what_was_sent()
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "version")]
    return _page(409, "409-stale", error=error, kept=kept, address=request.path, back=_page_before())


def _moved(error: IllegalMove) -> Response:
    return _page(409, "409-moved", error=error, back=_page_before())


def _typed() -> Sequence[str]:
    """What somebody typed into the form that was refused, for them to copy.

    Nothing where the form came from another site: its words have no place on a page of ours.
    """
    if request.method != "POST" or urlsplit(request.headers.get("Origin", request.host_url)).netloc != request.host:
        return ()
    try:
        sent = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    except RequestEntityTooLarge:
        # Nothing had read it before; what is more than can be taken is no reason to leave the error without its page.
        return ()
    return [value for _name, value in sent if len(value) > SHORT and not _is_id(value)]


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def _page_before() -> str:
    """The page that the form stands on, else the person's own account page: never a dead end."""
    return page_path() or "/account/"


def install(app: Flask) -> None:
    """Answer every error of the kernel, and every other, with a page of ours."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(CSRFError, lambda _error: _page(400, "400-form"))
    app.register_error_handler(NotPermitted, lambda _error: _page(403))
    app.register_error_handler(NotFound, lambda _error: _page(404))
    app.register_error_handler(IllegalMove, _moved)
    app.register_error_handler(StaleEdit, _stale)
    # A rule broken outside any form is a form that was bent by hand, or a page that was left open too long.
    app.register_error_handler(RuleBroken, lambda error: _page(400, "400-rule", problems=error.problems))
