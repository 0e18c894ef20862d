"""The scheme in numbers, on a page and as files."""

from flask import Blueprint, Response, request

from portal.documents.csvfile import as_csv
from portal.kernel.permissions import Permission
from portal.statistics import export, queries
from portal.statistics.wording import MEANING, OUTCOMES
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.paper import render_workbook
from portal.web.rendering import render
from portal.web.transactions import reading
from portal.web.wording import say

bp = Blueprint("statistics", __name__, url_prefix="/administration")


def _figures() -> queries.Statistics:
    with reading() as session:
        return queries.statistics(session, current_actor(), request.args.get("quarter", ""))


@bp.get("/statistics")
@requires(Permission.SCHEME_OVERSEE)
def show() -> Response:
    """Counts, times, outcomes, appeals and second reviews."""
    return render("statistics/statistics.html", page=_figures(), outcomes=OUTCOMES, meaning=MEANING)


@bp.get("/statistics.csv")
@requires(Permission.SCHEME_OVERSEE)
def as_lines() -> Response:
    """The figures for scripts, one a line."""
    answer = Response(as_csv(export.long_table(_figures()), say), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return answer


@bp.get("/statistics.xlsx")
@requires(Permission.SCHEME_OVERSEE)
def as_workbook() -> Response:
    """The figures for spreadsheets, with what they mean."""
    return render_workbook(export.book(_figures()), "statistics")
