"""The guard on every route: each says which permission it requires, or that it is public; no third is accepted."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from portal.kernel.errors import NotPermitted
from portal.kernel.permissions import Permission, may_somewhere
from portal.web.actor import current_actor, door

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
PUBLIC = "public"
# Served by Flask itself from the static folder, which holds nothing but public files.
OPEN_ENDPOINTS = frozenset({"static"})


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view as one for people who hold this permission somewhere; its query or action asks for the record."""

    def mark(view: View) -> View:
        view.guarded_by = permission  # type: ignore[attr-defined] # the mark is read back by guard_of
        return view

    return mark


def public(view: View) -> View:
    """Mark a view as one for everybody."""
    view.guarded_by = PUBLIC  # type: ignore[attr-defined] # the mark is read back by guard_of
    return view


def guard_of(app: Flask, endpoint: str) -> Permission | str | None:
    """What guards an endpoint: a permission, PUBLIC, or None where the mark was forgotten."""
    if endpoint in OPEN_ENDPOINTS:
        return PUBLIC
    return getattr(app.view_functions[endpoint], "guarded_by", None)


def may_open(path: str) -> bool:
    """Whether there is a page at this path that asks who is reading, and that the person behind this request may read.

    As the guard sees it: whether the record itself is theirs is the page's own question.
    """
    routes = current_app.create_url_adapter(request)
    try:
        endpoint = routes.match(path, method="GET")[0] if routes else ""
    except HTTPException:
        return False
    guard = guard_of(current_app, endpoint) if endpoint else None
    return isinstance(guard, Permission) and may_somewhere(current_actor(), guard)


def refuse_unmarked(app: Flask) -> None:
    """Raise RuntimeError, naming them, where a route carries no mark. Called when the application is put together."""
    unmarked = sorted({rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app, rule.endpoint) is None})
    if unmarked:
        raise RuntimeError(f"routes with neither @requires nor @public: {', '.join(unmarked)}")


def check() -> ResponseReturnValue | None:
    """Before each request: let it pass, send the visitor to sign in, or raise NotPermitted."""
    if request.endpoint is None:
        return None
    guard = guard_of(current_app, request.endpoint)
    if guard == PUBLIC:
        return None
    actor = current_actor()
    if not actor.signed_in or (actor.is_staff and not actor.second_step and guard != Permission.SECOND_STEP_TAKE):
        return door().turn_away()
    if not isinstance(guard, Permission) or not may_somewhere(actor, guard):
        raise NotPermitted(f"{request.endpoint} asks for {guard}")
    return None
