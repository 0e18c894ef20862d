"""The page on which a council plans its announcement and finds what it needs for it."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.announcements import actions, queries
from portal.announcements.forms import PlanForm
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("announcements", __name__)


@bp.get("/council/<slug>/application/announcement")
@requires(Permission.APPLICATION_SEE)
def announcement(slug: str) -> ResponseReturnValue:
    """When the award becomes public, and the press pack."""
    return _page(slug, None)


@bp.post("/council/<slug>/application/announcement")
@requires(Permission.ANNOUNCEMENT_PLAN)
def plan(slug: str) -> ResponseReturnValue:
    """Save when it is to become public."""
    form = PlanForm()
    with submitting(form) as work:
        actions.plan(work, form.to_command(slug))
    if form.errors:
        return _page(slug, form)
    flash(gettext("Your choice is saved."))
    return redirect_to("announcements.announcement", slug=slug)


def _page(slug: str, form: PlanForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.announcement_page(session, current_actor(), slug)
    site = services().config.public_address
    return render("announcements/announcement.html", page=page, form=form or PlanForm.of(page), site=site)
