"""Agreement between reviewers, for those who answer for it and for everybody."""

from flask import Blueprint, Response

from portal.consistency import doubled, export, published
from portal.documents.csvfile import as_csv
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import public, requires
from portal.web.paper import render_workbook
from portal.web.rendering import render, render_public
from portal.web.services import services
from portal.web.transactions import reading
from portal.web.wording import say

bp = Blueprint("consistency", __name__)


@bp.get("/agreement")
@public
def published_agreement() -> Response:
    """How far reviewers agree, as everybody may know."""
    with reading() as session:
        page = published.published_page(session, today(services().clock))
    return render_public("consistency/published.html", page)


def _agreement() -> doubled.AgreementPage:
    with reading() as session:
        return doubled.agreement_page(session, current_actor())


@bp.get("/administration/agreement")
@requires(Permission.AGREEMENT_SEE)
def agreement() -> Response:
    """How far reviewers agree, in all and by criterion, edition, quarter and reviewer."""
    return render("consistency/agreement.html", _agreement())


@bp.get("/administration/agreement.csv")
@requires(Permission.AGREEMENT_SEE)
def agreement_csv() -> Response:
    """The figures for scripts."""
    answer = Response(as_csv(export.table(_agreement()), say), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.csv"'
    return answer


@bp.get("/administration/agreement.xlsx")
@requires(Permission.AGREEMENT_SEE)
def agreement_workbook() -> Response:
    """The figures for spreadsheets."""
    return render_workbook(export.book(_agreement()), "agreement")
