"""The page on which a council follows its application."""

from flask import Blueprint, Response

from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.timeline import queries
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import render
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("timeline", __name__)


@bp.get("/council/<slug>/application/timeline")
@requires(Permission.APPLICATION_SEE)
def show(slug: str) -> Response:
    """Whose turn it is, what has happened and what comes next."""
    with reading() as session:
        page = queries.timeline(session, current_actor(), slug, today(services().clock))
    return render("timeline/timeline.html", page=page)
