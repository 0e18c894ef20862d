"""The public page about the draws of second reviews."""

from flask import Blueprint, Response

from portal.draws import queries
from portal.web.guard import public
from portal.web.rendering import render_public
from portal.web.transactions import reading

bp = Blueprint("draws", __name__)


@bp.get("/second-reviews")
@public
def second_reviews() -> Response:
    """How applications are drawn, every commitment, every seed that is used up, and how to check them by hand."""
    with reading() as session:
        page = queries.draws_page(session)
    return render_public("draws/second_reviews.html", page=page)
