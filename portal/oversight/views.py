"""The administration's first page, the trail of a case, and the two addresses that machines ask."""

from flask import Blueprint, Response, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.oversight import actions, deadlines, queries, trails
from portal.oversight.forms import PutOffForm
from portal.oversight.health import health
from portal.web.actor import current_actor
from portal.web.guard import public, requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

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
        page = trails.case_trail(
            session, current_actor(), reference, today(services().clock), request.args.get("show", "")
        )
    return render("oversight/case.html", page=page, shown_words=trails.SHOWN_WORDS)


@bp.get("/administration/cases/<reference>/deadlines/<which>")
@requires(Permission.DEADLINE_EXTEND)
def deadline(reference: str, which: str) -> ResponseReturnValue:
    """A day to put off, with a reason."""
    return _deadline(reference, which, PutOffForm())


@bp.post("/administration/cases/<reference>/deadlines/<which>")
@requires(Permission.DEADLINE_EXTEND)
def put_off(reference: str, which: str) -> ResponseReturnValue:
    """Put it off."""
    form = PutOffForm()
    with submitting(form) as work:
        actions.put_off(work, form.to_command(reference, which))
    if form.errors:
        return _deadline(reference, which, form)
    flash(gettext("There is more time now. Those concerned have been told."))
    return redirect_to("oversight.case", reference=reference)


def _deadline(reference: str, which: str, form: PutOffForm) -> ResponseReturnValue:
    with reading() as session:
        page = deadlines.deadline_page(session, current_actor(), reference, which, today(services().clock))
    return render("oversight/deadline.html", page=page, form=form)


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
