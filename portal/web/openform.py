"""Forms that anybody may send, without a cookie: the page that shows one stays the same for everybody.

Nobody is signed in where such a form is taken, so a foreign site gains nothing by making a browser send it; what is
to be kept out is floods, and forms that another site fills in with its visitors' connections. So the browser must not
say that it comes from elsewhere, and the form carries the moment at which its page was made, signed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms.csrf.core import CSRF, CSRFTokenField

from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.web.formbase import FormBase
from portal.web.services import services

# What browsers call a request that one of our own pages has caused, or a person by hand.
_OWN = ("same-origin", "none")
_SEEN = "open"


def _signer() -> URLSafeTimedSerializer:
    keys = [*current_app.config.get("SECRET_KEY_FALLBACKS", ()), str(current_app.secret_key)]
    return URLSafeTimedSerializer(keys, salt="open form")


class _Stamp(CSRF):
    """Puts the signed moment where other forms have their token; ``OpenForm.check`` reads it."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """The moment of this page."""
        return str(_signer().dumps([_SEEN, services().clock.now().timestamp()]))

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        """Nothing: the problem belongs above the form, not beside a field that nobody sees."""


class OpenForm(FormBase):
    """A form for everybody. Its view is exempt from the check of tokens that are bound to a session."""

    class Meta(FormBase.Meta):
        """The token is a moment, not a secret of the session: to look at the session would ask for a cookie."""

        csrf = True
        csrf_class = _Stamp

    def check(self) -> None:
        """Raise RuleBroken unless the form comes from a page of ours and everything typed may be typed."""
        self._checked = True
        if _from_elsewhere():
            said = words("This was sent from another website, so we did not take it. Send it from this page.")
            raise RuleBroken([Problem("", said)])
        if self.opened_at is None:
            said = words("This page had been changed or was very old. Nothing that you typed is lost: send it again.")
            raise RuleBroken([Problem("", said)])
        super().check()

    @property
    def opened_at(self) -> datetime | None:
        """When the page of this form was made; a shared cache may have kept it since. None where that is not ours."""
        try:
            seen, at = _signer().loads(str(self._fields["csrf_token"].data or ""))
        except (BadSignature, ValueError, TypeError):
            return None
        return datetime.fromtimestamp(at, UTC) if seen == _SEEN else None


@contextmanager
def trying(form: OpenForm) -> Iterator[None]:
    """Something that changes nothing of ours: a broken rule is put on the form."""
    try:
        yield
    except RuleBroken as broken:
        form.add_problems(broken.problems)


def _from_elsewhere() -> bool:
    """Whether the browser says that another website has made it send this; an old browser says nothing."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said not in _OWN
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
