"""The browser's side of signing in, and the one file that knows Flask-Login.

The cookie is signed by Flask and holds one random token, which names a row (portal.accounts.sessions); everything that
must be true about the session is true of that row.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user
from flask_login.mixins import AnonymousUserMixin
from flask_wtf.csrf import validate_csrf
from sqlalchemy.exc import IntegrityError
from wtforms.validators import ValidationError

from portal.accounts import held, queries, sessions
from portal.accounts.sealing import Sealer
from portal.kernel.permissions import VISITOR, Actor
from portal.web.actor import Door
from portal.web.held import Held, HeldForms, page_path
from portal.web.services import services
from portal.web.transactions import reading

TOKEN = "_user_id"  # noqa: S105 # where Flask-Login keeps the token, not a token
CSRF = "csrf_token"
BROWSER = "browser"


class SignedIn(UserMixin):  # type: ignore[misc] # Flask-Login ships no types
    """What Flask-Login carries: the token of a live session and the person behind it."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        """What goes into the cookie."""
        return self.token


class Nobody(AnonymousUserMixin):  # type: ignore[misc] # Flask-Login ships no types
    """What Flask-Login carries where nobody is signed in."""

    actor = VISITOR


def install(app: Flask) -> None:
    """Put the door in."""
    manager = LoginManager()
    manager.user_loader(_load)
    manager.anonymous_user = Nobody
    # A session is bound to its row. Flask-Login's own binding, to the network address, signs people out on the train.
    manager.session_protection = None
    # Not init_app: it reads the session after every request and in every template, so that no public page could be
    # kept by a shared cache. What it is for, the "remember me" cookie, we do not have.
    app.login_manager = manager  # type: ignore[attr-defined] # where Flask-Login looks for it
    app.extensions["portal-door"] = Door(find_actor=lambda: current_user.actor, turn_away=turn_away)
    app.extensions["portal-held"] = HeldForms(_find_held, _hold, held.forget_held_fields)


def sealer() -> Sealer:
    """Hashes and seals with this installation's keys."""
    config = services().config
    return Sealer(config.secret_key, config.secret_key_fallbacks)


def browser_id() -> str:
    """The random id of this browser, to which emailed codes are bound; given to it when it is first asked for."""
    browser: str = session.setdefault(BROWSER, secrets.token_urlsafe(16))
    return browser


def come_in(token: str) -> Actor:
    """Let this browser be the person of the session that the token names. Returns who they are now.

    Whatever the cookie held goes, so that nobody can be signed in with a cookie that somebody else has prepared. One
    thing stays where the same person comes back: the CSRF token, for the forms in their other tabs.
    """
    left = own_token()
    came_back = _person_of(left) == _person_of(token)
    if left is not None:
        # No longer to be reached from here, so nobody could sign out of it.
        with services().database.writing() as writer:
            sessions.end_session(writer, left, services().clock.now())
    kept = {CSRF: session[CSRF]} if came_back and CSRF in session else {}
    session.clear()
    session.update(kept)
    user = _load(token)
    if user is None:
        return VISITOR
    login_user(user, remember=False)
    return user.actor


def leave() -> None:
    """Forget in this browser who was signed in; the row is ended by the action."""
    session.clear()


def own_token() -> str | None:
    """The token in this browser's cookie, whether or not its session still holds."""
    token = session.get(TOKEN)
    return token if isinstance(token, str) else None


def turn_away() -> ResponseReturnValue:
    """Send somebody who has to sign in, or to take the second step, to where they can, and back here afterwards."""
    page = "/sign-in/second-step" if current_user.actor.signed_in else "/sign-in"
    wanted = page_path()
    if wanted is None:
        return redirect(page, code=303)
    kept = {"kept": "yes"} if request.method == "POST" and _hold_what_was_typed(wanted) else {}
    if wanted == request.path and request.query_string:
        wanted = request.full_path
    return redirect(f"{page}?{urlencode({'next': wanted, **kept})}", code=303)


def _hold_what_was_typed(path: str) -> bool:
    """Keep the fields of a form that came too late; whether there were any and we know whose they are.

    Only with the CSRF token of our own page: nobody else may put words into the form of a person who is away.
    """
    person_id = _person_of(own_token())
    if person_id is None:
        return False
    try:
        validate_csrf(request.form.get(CSRF))
    except ValidationError:
        return False
    try:
        return _hold(person_id, path, request.form.to_dict(flat=False))
    except IntegrityError:
        # A double click: the first one has been kept.
        return True


def _hold(person_id: UUID, path: str, fields: Mapping[str, list[str]]) -> bool:
    running = services()
    with running.database.writing() as writer:
        return held.hold(writer, running.clock, person_id, path, fields)


def _find_held(person_id: UUID, path: str) -> Held | None:
    with reading() as reader:
        return held.held_form(reader, services().clock, person_id, path)


def _load(token: str) -> SignedIn | None:
    now = services().clock.now()
    with reading() as reader:
        found = sessions.find_session(reader, token, now)
        if found is None or not found.live:
            return None
        shown_as = found.name or found.email
        actor = queries.actor(reader, found.person_id, shown_as, now, second_step=found.second_step)
    if found.should_touch(now):
        with services().database.writing() as writer:
            sessions.touch_session(writer, found.id, now)
    return SignedIn(token, actor)


def _person_of(token: str | None) -> UUID | None:
    if token is None:
        return None
    with reading() as reader:
        found = sessions.find_session(reader, token, services().clock.now())
    return found.person_id if found else None
