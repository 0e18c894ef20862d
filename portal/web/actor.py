"""Who is asking. The accounts package says how to find out; everything else only asks for the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import current_app, g
from flask.typing import ResponseReturnValue

from portal.kernel.permissions import Actor


@dataclass(frozen=True)
class Door:
    """How people come in: ``find_actor`` reads the request; ``turn_away`` answers one who must sign in first."""

    find_actor: Callable[[], Actor]
    turn_away: Callable[[], ResponseReturnValue]


def door() -> Door:
    """The door that the composition root has put in."""
    return cast(Door, current_app.extensions["portal-door"])


def current_actor() -> Actor:
    """The person behind this request, found once; a visitor where nobody has signed in.

    Asking makes the answer depend on the cookie, so public pages do not ask.
    """
    if "actor" not in g:
        g.actor = door().find_actor()
    return cast(Actor, g.actor)


def keeper() -> str:
    """Whose words a form of this page keeps in the browser, so that the next person at it never sees them."""
    actor: Actor | None = g.get("actor")
    return str(actor.person_id) if actor and actor.person_id else ""
