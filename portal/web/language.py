"""The language of a public page: it stands in the address, ``/cy`` before the path for Welsh.

An address answers alike for everybody, so that any cache may keep it, and a link that is sent to somebody else opens in
the language that it was read in. Every link on a Welsh page leads to a Welsh page where there is one.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Flask, current_app, has_request_context, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from portal.web.copies import copied_on
from portal.web.guard import PUBLIC, guard_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KEY = "portal.language"


class Language(StrEnum):
    """The languages of public pages, as addresses and ``lang`` name them."""

    ENGLISH = "en"
    WELSH = "cy"


OTHER = {Language.ENGLISH: Language.WELSH, Language.WELSH: Language.ENGLISH}
PREFIX = {Language.ENGLISH: "", Language.WELSH: "/cy"}


class ByAddress:
    """Takes ``/cy`` off the path, notes the language, and makes it the root of addresses: ``url_for`` keeps it."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the application does."""
        path = environ.get("PATH_INFO", "")
        prefix = PREFIX[Language.WELSH]
        if path == prefix or path.startswith(f"{prefix}/"):
            environ[_KEY] = Language.WELSH
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        return self._app(environ, start_response)


def language() -> Language:
    """The language of the page that is asked for; English outside a request."""
    return Language(request.environ.get(_KEY, Language.ENGLISH)) if has_request_context() else Language.ENGLISH


def to(path: str) -> str:
    """The address of one of our public pages in the reader's language. ``path`` begins with a slash."""
    return PREFIX[language()] + path


def in_english() -> Markup:
    """The attribute of a passage that is in English only: on a Welsh page that is another language (WCAG 3.1.2)."""
    return Markup(' lang="en"') if language() is Language.WELSH else Markup()


def elsewhere() -> str:
    """The address of this page in the other language; empty where there is none."""
    if not _is_bilingual():
        return ""
    asked = urlencode(list(request.args.items(multi=True)))
    return PREFIX[OTHER[language()]] + request.path + (f"?{asked}" if asked else "")


def _is_bilingual() -> bool:
    # Where no page has the address, the page that says so stands in both languages; a copy has one such page.
    if request.endpoint is None:
        return request.method == "GET" and copied_on() is None
    return is_bilingual(current_app, request.endpoint)


def is_bilingual(app: Flask, endpoint: str) -> bool:
    """Whether the page of this endpoint is there in both languages."""
    blueprint = endpoint.rpartition(".")[0]
    bilingual = blueprint in app.extensions["portal-bilingual"] and endpoint not in app.extensions["portal-in-english"]
    return bilingual and guard_of(app, endpoint) == PUBLIC


def check() -> ResponseReturnValue | None:
    """Before each request: a page that there is in English only answers at its English address."""
    if language() is Language.ENGLISH or request.endpoint is None or _is_bilingual():
        return None
    if request.method not in ("GET", "HEAD"):
        raise NotFound
    query = request.query_string.decode("latin-1")
    return redirect(request.path + (f"?{query}" if query else ""))


def install(app: Flask, bilingual: Iterable[Blueprint], but_for: Collection[str] = ()) -> None:
    """Have ``/cy`` stand for Welsh on the public pages of these blueprints, ``but_for`` these endpoints."""
    app.extensions["portal-bilingual"] = frozenset(blueprint.name for blueprint in bilingual)
    app.extensions["portal-in-english"] = frozenset(but_for)
    app.wsgi_app = ByAddress(app.wsgi_app)  # type: ignore[method-assign] # Flask's documented way to wrap
    app.before_request(check)
    app.jinja_env.globals.update(to=to, language=language, elsewhere=elsewhere, in_english=in_english)
