"""The administration's first page, the trail of a case, and the two addresses that machines ask."""

from flask import Blueprint, Response, jsonify

from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.oversight import queries
from portal.oversight.health import health
from portal.web.actor import current_actor
from portal.web.guard import public, requires
from portal.web.rendering import render
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("oversight", __name__)


@bp.get("/administration/")
@requires(Permission.SCHEME_OVERSEE)
def home() -> Response:
    """Everything under way, the longest waiting first."""
    with reading() as session:
        page = queries.overview(session, current_actor(), today(services().clock))
    return render("oversight/home.html", page=page)


@bp.get("/administration/cases/<reference>")
@requires(Permission.SCHEME_OVERSEE)
def case(reference: str) -> Response:
    """Who did what in one application, when and why."""
    with reading() as session:
        page = queries.case_trail(session, current_actor(), reference)
    return render("oversight/case.html", page=page)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """The process answers."""
    answer = jsonify(alive=True)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/readyz")
@public
def readyz() -> Response:
    """200 when the portal can do its work, 503 with the reason when not."""
    with reading() as session:
        found = health(session, services().clock.now())
    answer = jsonify(found.to_document())
    answer.status_code = 200 if found.ready else 503
    answer.headers["Cache-Control"] = "no-store"
    return answer
