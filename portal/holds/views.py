"""The page on which a lead reviewer puts an application on hold, or takes it off."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.holds import actions, queries
from portal.holds.forms import HoldForm, ResumeForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("holds", __name__, url_prefix="/administration/cases")


@bp.get("/<reference>/hold")
@requires(Permission.APPLICATION_HOLD)
def show(reference: str) -> ResponseReturnValue:
    """What a hold means, and whether there is one."""
    return _page(reference, HoldForm(), ResumeForm())


@bp.post("/<reference>/hold")
@requires(Permission.APPLICATION_HOLD)
def hold(reference: str) -> ResponseReturnValue:
    """Put it on hold."""
    form = HoldForm()
    with submitting(form) as work:
        actions.hold(work, form.to_command(reference))
    if form.errors:
        return _page(reference, form, ResumeForm(formdata=None))
    flash(gettext("The application is on hold. We have told the council why."))
    return redirect_to("holds.show", reference=reference)


@bp.post("/<reference>/hold/end")
@requires(Permission.APPLICATION_HOLD)
def resume(reference: str) -> ResponseReturnValue:
    """Take it off hold."""
    form = ResumeForm()
    with submitting(form) as work:
        actions.take_off_hold(work, form.to_command(reference))
    if form.errors:
        return _page(reference, HoldForm(formdata=None), form)
    flash(gettext("The application goes on where it was. We have told the council."))
    return redirect_to("holds.show", reference=reference)


def _page(reference: str, holding: HoldForm, resuming: ResumeForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.hold_page(session, current_actor(), reference, today(services().clock))
    form = resuming if page.on_hold else holding
    return render("holds/hold.html", page=page, form=form)
