"""The certificate, as a page and as the documents that were issued."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.certificates import queries
from portal.kernel.clock import today
from portal.kernel.references import award_number_from
from portal.web.guard import public
from portal.web.language import Language, language
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("certificates", __name__)


@bp.get("/certificate/<number>")
@public
def page(number: str) -> ResponseReturnValue:
    """The certificate as a page, which says first where it is no longer current; ``?issue=1`` is an earlier issue."""
    if onward := _one_form(number, "certificates.page"):
        return onward
    day, issue = today(services().clock), request.args.get("issue", type=int)
    with reading() as session:
        shown = queries.certificate_page(session, number, language(), day, issue)
    return render_public("certificates/page.html", shown)


@bp.get("/certificate/<number>.pdf")
@public
def document(number: str) -> ResponseReturnValue:
    """The document, byte for byte as it was issued: ``?lang=cy`` in Welsh, ``?issue=1`` an earlier issue."""
    if onward := _one_form(number, "certificates.document"):
        return onward
    wanted, issue = request.args.get("lang", language(), Language), request.args.get("issue", type=int)
    with reading() as session:
        issued = queries.issued_document(session, number, wanted, issue)
    response = Response(issued.pdf, mimetype="application/pdf")
    # A number is letters, digits and a dash: nothing in the name can break out of the header.
    name = "-".join(("social-media-friendly-mark", issued.number, *(("cy",) if issued.language == "cy" else ())))
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Language"] = issued.language
    response.set_etag(issued.sha256)
    return response.make_conditional(request)


def _one_form(number: str, endpoint: str) -> ResponseReturnValue | None:
    """On to the number's one written form, where it was written in another."""
    written = award_number_from(number) or number
    if written == number:
        return None
    onward = url_for(endpoint, number=written)
    return redirect(f"{onward}?{request.query_string.decode('latin-1')}" if request.query_string else onward, 301)
