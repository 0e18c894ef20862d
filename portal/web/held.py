"""What somebody had typed when their session ended: the accounts package keeps it, every form shows it again."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.orm import Session

from portal.kernel.permissions import Actor

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class HeldForms:
    """How kept forms are found and forgotten, by the person and the path of the page that shows the form.

    ``forget`` is also told the names of the fields that were sent: another form of the same page forgets nothing.
    """

    find: Callable[[UUID, str], Fields | None]
    forget: Callable[[Session, UUID, str, Collection[str]], None]


def _held_forms() -> HeldForms:
    return cast(HeldForms, current_app.extensions["portal-held"])


def page_path() -> str | None:
    """The path of the page whose form this request shows or sends; None where that cannot be told.

    A form that is sent to an address without a page of its own stands on the page that the browser came from.
    """
    if request.method in ("GET", "HEAD") or _has_page(request.path):
        return request.path
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return None
    return came_from.path if came_from.netloc == request.host and _has_page(came_from.path) else None


def _has_page(path: str) -> bool:
    routes = current_app.create_url_adapter(request)
    return routes is not None and routes.test(path, method="GET")


def held_fields() -> Fields | None:
    """What the person behind this request had typed into the form of this page, found once for each request."""
    if "held_fields" not in g:
        # Where nobody has asked who this is, the page is public, and asking would keep it out of every shared cache.
        actor: Actor | None = g.get("actor")
        g.held_fields = _held_forms().find(actor.person_id, request.path) if actor and actor.person_id else None
    return cast("Fields | None", g.held_fields)


def forget_held(session: Session, actor: Actor, names: Collection[str]) -> None:
    """Forget, with the change that is being saved, what was kept for the form with these fields."""
    path = page_path()
    if actor.person_id is not None and path is not None and names:
        _held_forms().forget(session, actor.person_id, path, names)
