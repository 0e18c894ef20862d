"""Everything that a council will be asked, before it registers."""

from flask import Blueprint, Response, make_response

from portal.criteria import queries
from portal.criteria.workbook import answer_book
from portal.web.guard import public
from portal.web.paper import render_pdf, render_workbook
from portal.web.rendering import render_public
from portal.web.transactions import reading

bp = Blueprint("criteria", __name__)


@bp.get("/criteria")
@public
def current() -> Response:
    """The edition that applications start on."""
    with reading() as session:
        page = queries.current_page(session)
    return render_public("criteria/edition.html", page=page)


@bp.get("/criteria/<edition>")
@public
def edition(edition: str) -> Response:
    """One edition, scheduled, published or retired: applications and awards refer to it for ever."""
    with reading() as session:
        page = queries.edition_page(session, edition)
    return render_public("criteria/edition.html", page=page)


@bp.get("/criteria/<edition>/changes")
@public
def changes(edition: str) -> Response:
    """What an edition asks differently from the one before: for a council that prepares for one that is scheduled."""
    with reading() as session:
        page = queries.changes_page(session, edition)
    return render_public("criteria/changes.html", page=page)


@bp.get("/criteria/<edition>.json")
@public
def edition_json(edition: str) -> Response:
    """The edition in its canonical form, byte for byte what its hash is the hash of."""
    with reading() as session:
        kept = queries.stored(session, edition)
    answer = make_response(kept.canonical)
    answer.content_type = "application/json"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.set_etag(kept.sha256)
    return answer


@bp.get("/criteria/<edition>.pdf")
@public
def edition_pdf(edition: str) -> Response:
    """The edition to be printed: a permanent address."""
    with reading() as session:
        page = queries.edition_page(session, edition)
    return render_pdf("criteria/paper.html", page, f"social-media-friendly-mark-criteria-{edition}")


@bp.get("/criteria/<edition>.xlsx")
@public
def edition_workbook(edition: str) -> Response:
    """The edition as a workbook in which a council prepares its answers."""
    with reading() as session:
        page = queries.edition_page(session, edition)
    return render_workbook(answer_book(page), f"social-media-friendly-mark-criteria-{edition}")
