"""The headers of every answer. A view that needs others, such as the badge, sets them and they are left alone."""

from flask import Flask, Response, current_app, request
from flask.globals import request_ctx

from portal.web.guard import PUBLIC, guard_of
from portal.web.services import services

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A page that anyone may see may be kept by a shared cache for a while. A withdrawn mark is gone within a minute: five
# seconds of it are for the answers from memory, which may be two seconds old, and for ages told in whole seconds.
SHARED = "public, max-age=0, s-maxage=55, must-revalidate"
PRIVATE = "no-store"


def add_headers(response: Response) -> Response:
    """After each request: the security headers, and how long the answer may be kept."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if services().config.secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = SHARED if _same_for_everyone(response) else PRIVATE
    return response


def _same_for_everyone(response: Response) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in (200, 404)
        and request.endpoint is not None
        and guard_of(current_app, request.endpoint) == PUBLIC
        and not _session_was_used()
    )


def _session_was_used() -> bool:
    # Not flask.session: to look at that is to use it.
    opened = request_ctx._session
    return opened is not None and opened.accessed


def install(app: Flask) -> None:
    """Add the headers to every answer of the application."""
    app.after_request(add_headers)
