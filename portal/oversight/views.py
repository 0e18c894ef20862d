"""The administration's first page, the trail of a case, and the two addresses that machines ask."""

from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.documents.csvfile import as_csv
from portal.documents.workbook import Table
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.oversight import actions, deadlines, persons, queries, trails
from portal.oversight.forms import PutOffForm
from portal.oversight.health import health
from portal.oversight.rules import URGENCY_WORDS
from portal.oversight.underway import Filter
from portal.web.actor import current_actor
from portal.web.guard import public, requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.wording import say

bp = Blueprint("oversight", __name__)


@bp.get("/administration/")
@requires(Permission.SCHEME_OVERSEE)
def home() -> Response:
    """Everything under way, the most urgent first."""
    asked = request.args
    chosen = Filter(*(asked.get(name, "") for name in ("state", "kind", "region", "urgency")))
    number = asked.get("page", "1")
    with reading() as session:
        page = queries.overview(
            session,
            current_actor(),
            today(services().clock),
            chosen,
            int(number) if number.isascii() and number.isdigit() else 1,
        )
    return render("oversight/home.html", page=page, urgencies=URGENCY_WORDS)


@bp.get("/administration/people")
@requires(Permission.AUDIT_SEE)
def people() -> Response:
    """Everybody who can sign in, with roles and the last sign-in."""
    with reading() as session:
        page = persons.people_page(session, request.args.get("q", ""), request.args.get("page", "1"))
    return render("oversight/people.html", page=page)


@bp.get("/administration/people.csv")
@requires(Permission.AUDIT_SEE)
def people_as_lines() -> Response:
    """The same for spreadsheets and scripts."""
    with reading() as session:
        table = persons.people_table(session, request.args.get("q", ""))
    return _csv(table, "people")


@bp.get("/administration/people/<uuid:person_id>/trail")
@requires(Permission.AUDIT_SEE)
def trail_of_person(person_id: UUID) -> Response:
    """What one person has done, and when."""
    with reading() as session:
        page = persons.trail_page(session, current_actor(), person_id, request.args.get("page", "1"))
    return render("oversight/person.html", page=page)


@bp.get("/administration/people/<uuid:person_id>/trail.csv")
@requires(Permission.AUDIT_SEE)
def trail_of_person_as_lines(person_id: UUID) -> Response:
    """The same for spreadsheets and scripts, without a page’s end."""
    with reading() as session:
        table = persons.trail_table(session, current_actor(), person_id)
    return _csv(table, "trail")


def _csv(table: Table, name: str) -> Response:
    answer = Response(as_csv(table, say), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


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
