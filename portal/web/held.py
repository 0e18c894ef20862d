"""What somebody typed and did not save: the accounts package keeps it, every form shows it again."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.orm import Session

from portal.kernel.permissions import Actor

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class Held:
    """The fields of a form as they were typed last, and when that was."""

    fields: Fields
    at: datetime


@dataclass(frozen=True)
class HeldForms:
    """How kept forms are found, kept and forgotten, by the person and the path of the page that shows the form.

    ``forget`` is also told the names of the fields that were sent: another form of the same page forgets nothing.
    """

    find: Callable[[UUID, str], Held | None]
    hold: Callable[[UUID, str, Fields], bool]
    forget: Callable[[Session, UUID, str, Collection[str]], None]


def held_forms() -> HeldForms:
    """The keeper that the accounts package has put in."""
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


def held_form() -> Held | None:
    """What the person behind this request had typed into the form of this page, found once for each request."""
    if "held_form" not in g:
        # Where nobody has asked who this is, the page is public, and asking would keep it out of every shared cache.
        actor: Actor | None = g.get("actor")
        g.held_form = held_forms().find(actor.person_id, request.path) if actor and actor.person_id else None
    return cast("Held | None", g.held_form)


def hold_what_was_sent() -> None:
    """Keep the form of this request for the person who sent it, because it could not be saved as it is."""
    actor: Actor | None = g.get("actor")
    path = page_path()
    if actor and actor.person_id and path is not None:
        held_forms().hold(actor.person_id, path, request.form.to_dict(flat=False))


def forget_held(session: Session, actor: Actor, names: Collection[str]) -> None:
    """Forget, with the change that is being saved, what was kept for the form with these fields."""
    path = page_path()
    if actor.person_id is not None and path is not None and names:
        held_forms().forget(session, actor.person_id, path, names)
