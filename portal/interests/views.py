"""The pages on which people of the scheme declare what ties them to councils, and on which that is overseen."""

from uuid import UUID

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.interests import actions, queries
from portal.interests.forms import EndForm, TieForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("interests", __name__)


@bp.get("/reviews/my-interests")
@requires(Permission.INTERESTS_DECLARE)
def own() -> ResponseReturnValue:
    """What one has declared, and what is still to be."""
    return _own(TieForm())


@bp.post("/reviews/my-interests")
@requires(Permission.INTERESTS_DECLARE)
def declare() -> ResponseReturnValue:
    """Declare a tie."""
    form = TieForm()
    with submitting(form) as work:
        actions.declare_tie(work, form.to_command())
    if form.errors:
        return _own(form)
    flash(gettext("The tie is kept. You are not asked to review this council while it holds."))
    return redirect_to("interests.own")


@bp.post("/reviews/my-interests/all-declared")
@requires(Permission.INTERESTS_DECLARE)
def declare_year() -> ResponseReturnValue:
    """Say that everything is declared for this year."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.declare_year(work)
    if form.errors:
        return _own(form)
    flash(gettext("Thank you. Your declaration for this year is kept."))
    return redirect_to("interests.own")


@bp.get("/reviews/my-interests/<uuid:tie_id>/end")
@requires(Permission.INTERESTS_DECLARE)
def confirm_end(tie_id: UUID) -> ResponseReturnValue:
    """Ask for the last day of a tie."""
    return _ending(tie_id, EndForm())


@bp.post("/reviews/my-interests/<uuid:tie_id>/end")
@requires(Permission.INTERESTS_DECLARE)
def end(tie_id: UUID) -> ResponseReturnValue:
    """Note it."""
    form = EndForm()
    with submitting(form) as work:
        actions.end_tie(work, form.to_command(tie_id))
    if form.errors:
        return _ending(tie_id, form)
    flash(gettext("The end is noted."))
    return redirect_to("interests.own")


@bp.get("/administration/interests")
@requires(Permission.INTERESTS_OVERSEE)
def oversee() -> ResponseReturnValue:
    """What everybody has declared, and who has not declared this year."""
    with reading() as session:
        page = queries.oversee_page(session, current_actor(), today(services().clock))
    return render("interests/oversee.html", page=page)


def _own(form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.own_page(session, current_actor(), today(services().clock))
    tying = form if isinstance(form, TieForm) else TieForm(formdata=None)
    return render("interests/own.html", page=page, form=form, tying=tying.offer(page))


def _ending(tie_id: UUID, form: EndForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.own_tie(session, current_actor(), tie_id, today(services().clock))
    return render("interests/end.html", page=page, form=form)
