"""The certificate, as a page and as the documents that were issued; and the page on which one is issued anew."""

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.certificates import queries, reissuing
from portal.certificates.forms import ReissueForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.kernel.references import award_number_from
from portal.keys.running import own_issuer
from portal.web.actor import current_actor
from portal.web.guard import public, requires
from portal.web.language import Language, language
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.typed import whole_number

bp = Blueprint("certificates", __name__)


@bp.get("/certificate/<number>")
@public
def page(number: str) -> ResponseReturnValue:
    """The certificate as a page, which says first where it is no longer current; ``?issue=1`` is an earlier issue."""
    if onward := _one_form(number, "certificates.page"):
        return onward
    day, issue = today(services().clock), request.args.get("issue", type=whole_number)
    with reading() as session:
        shown = queries.certificate_page(session, number, language(), day, issue)
    return render_public("certificates/page.html", shown)


@bp.get("/certificate/<number>.pdf")
@public
def document(number: str) -> ResponseReturnValue:
    """The document, byte for byte as it was issued: ``?lang=cy`` in Welsh, ``?issue=1`` an earlier issue."""
    if onward := _one_form(number, "certificates.document"):
        return onward
    wanted, issue = request.args.get("lang", language(), Language), request.args.get("issue", type=whole_number)
    with reading() as session:
        issued = queries.issued_document(session, number, wanted, issue)
    response = Response(issued.pdf, mimetype="application/pdf")
    # A number is letters, digits and a dash: nothing in the name can break out of the header.
    name = "-".join(("social-media-friendly-mark", issued.number, *(("cy",) if issued.language == "cy" else ())))
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Language"] = issued.language
    response.set_etag(issued.sha256)
    return response.make_conditional(request)


@bp.get("/administration/awards/<number>/certificate")
@requires(Permission.CERTIFICATE_REISSUE)
def reissue_page(number: str) -> ResponseReturnValue:
    """What would change if it were issued anew."""
    return _reissue_page(number, ReissueForm())


@bp.post("/administration/awards/<number>/certificate")
@requires(Permission.CERTIFICATE_REISSUE)
def reissue(number: str) -> ResponseReturnValue:
    """Issue it anew."""
    form = ReissueForm()
    with submitting(form) as work:
        reissuing.reissue(work, form.to_command(number))
    if form.errors:
        return _reissue_page(number, form)
    flash(gettext("The certificate has been issued anew. The one before says that it is superseded, and why."))
    return redirect_to("certificates.reissue_page", number=number)


def _reissue_page(number: str, form: ReissueForm) -> ResponseReturnValue:
    running = services()
    with reading() as session:
        page = reissuing.reissue_page(session, current_actor(), number, own_issuer().address, running.clock)
    return render("certificates/reissue.html", page, form)


def _one_form(number: str, endpoint: str) -> ResponseReturnValue | None:
    """On to the number's one written form, where it was written in another."""
    written = award_number_from(number) or number
    if written == number:
        return None
    onward = url_for(endpoint, number=written)
    return redirect(f"{onward}?{request.query_string.decode('latin-1')}" if request.query_string else onward, 301)
