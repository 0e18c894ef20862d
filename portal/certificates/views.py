"""The certificate, as a page and as the document that was issued."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.certificates import queries
from portal.kernel.clock import today
from portal.kernel.references import award_number_from
from portal.web.guard import public
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("certificates", __name__)


@bp.get("/certificate/<number>")
@public
def page(number: str) -> ResponseReturnValue:
    """The certificate as a page, which says first where it is no longer current."""
    written = award_number_from(number) or number
    if written != number:
        return redirect(url_for("certificates.page", number=written), 301)
    with reading() as session:
        shown = queries.certificate_page(session, number, today(services().clock))
    return render_public("certificates/page.html", shown)


@bp.get("/certificate/<number>.pdf")
@public
def document(number: str) -> ResponseReturnValue:
    """The document, byte for byte as it was issued."""
    written = award_number_from(number) or number
    if written != number:
        return redirect(url_for("certificates.document", number=written), 301)
    with reading() as session:
        issued = queries.issued_document(session, number)
    response = Response(issued.pdf, mimetype="application/pdf")
    # A number is letters, digits and a dash: nothing in the name can break out of the header.
    response.headers["Content-Disposition"] = f'inline; filename="social-media-friendly-mark-{issued.number}.pdf"'
    response.set_etag(issued.sha256)
    return response.make_conditional(request)
