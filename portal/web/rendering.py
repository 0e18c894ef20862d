"""Pages: one template, one ``page`` of plain values, and what the layout shows of the person who is signed in."""

from flask import Response, g, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from portal.kernel.permissions import Actor, Permission, may_somewhere
from portal.web.actor import current_actor
from portal.web.formbase import FormBase


def render(
    template: str, page: object = None, form: FormBase | None = None, code: int = 200, **more: object
) -> Response:
    """A page for a person who is signed in, whose name and areas the layout shows. 422 where the form has errors."""
    if form is not None and form.errors and code == 200:
        code = 422
    shown = render_template(
        template,
        page=page,
        form=form,
        actor=current_actor(),
        page_errors=_has(form),
        restored=g.get("restored"),
        **more,
    )
    return make_response(shown, code)


def render_public(
    template: str, page: object = None, form: FormBase | None = None, code: int = 200, **more: object
) -> Response:
    """A page that is the same for everyone: it does not ask who is reading, so that any cache may keep it."""
    if form is not None and form.errors and code == 200:
        code = 422
    return make_response(render_template(template, page=page, form=form, page_errors=_has(form), **more), code)


def redirect_to(endpoint: str, **values: object) -> BaseResponse:
    """On to another page with GET, after a change (303)."""
    return redirect(url_for(endpoint, **values), code=303)  # type: ignore[arg-type] # url_for takes any value


def _has(form: FormBase | None) -> bool:
    return bool(form is not None and form.errors)


def areas_of(actor: Actor) -> list[tuple[str, str]]:
    """The parts of the portal where this person has work, as words and addresses, for the layout."""
    areas = (
        (Permission.COUNCIL_SEE, gettext("Your council"), "/council/"),
        (Permission.REVIEW_SEE, gettext("Reviews"), "/reviews/"),
        (Permission.SCHEME_OVERSEE, gettext("Administration"), "/administration/"),
        (Permission.APPEAL_HEAR, gettext("Appeals"), "/panel/"),
    )
    return [(said, address) for permission, said, address in areas if may_somewhere(actor, permission)]
