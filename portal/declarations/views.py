"""The pages from checking the answers to the receipt."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.declarations import actions, checking, own_page, signing
from portal.declarations.forms import HandBackForm, SendForm, SignForm
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import requires
from portal.web.paper import render_pdf
from portal.web.rendering import redirect_to, render
from portal.web.transactions import reading, submitting

bp = Blueprint("declarations", __name__)


@bp.get("/council/<slug>/application/check")
@requires(Permission.APPLICATION_SEE)
def check(slug: str) -> ResponseReturnValue:
    """Everything that would be sent, and what it would come to."""
    return _check(slug, SendForm())


@bp.post("/council/<slug>/application/check")
@requires(Permission.APPLICATION_SEND)
def send(slug: str) -> ResponseReturnValue:
    """Lock the answers and ask an approver to sign."""
    form = SendForm()
    with submitting(form) as work:
        actions.send(work, form.to_command(slug))
    return _check(slug, form) if form.errors else redirect_to("declarations.declaration", slug=slug)


@bp.get("/council/<slug>/application/self-score")
@requires(Permission.APPLICATION_SEE)
def own_score(slug: str) -> ResponseReturnValue:
    """What the council's own scores come to so far, and what would raise them."""
    with reading() as session:
        page = own_page.own_score_page(session, current_actor(), slug)
    return render("declarations/own_score.html", page=page)


@bp.get("/council/<slug>/application/declaration")
@requires(Permission.APPLICATION_SEE)
def declaration(slug: str) -> ResponseReturnValue:
    """What waits to be signed, and by whom."""
    return _declaration(slug, None)


@bp.post("/council/<slug>/application/declaration/sign")
@requires(Permission.APPLICATION_SIGN)
def sign(slug: str) -> ResponseReturnValue:
    """Sign, and show the receipt."""
    form = SignForm()
    with submitting(form) as work:
        actions.sign(work, form.to_command(slug))
    return _declaration(slug, form) if form.errors else redirect_to("declarations.receipt", slug=slug)


@bp.get("/council/<slug>/application/declaration/hand-back")
@requires(Permission.APPLICATION_SIGN)
def confirm_hand_back(slug: str) -> ResponseReturnValue:
    """Ask the approver why."""
    return _handing_back(slug, None)


@bp.post("/council/<slug>/application/declaration/hand-back")
@requires(Permission.APPLICATION_SIGN)
def hand_back(slug: str) -> ResponseReturnValue:
    """Hand the application back with a comment."""
    form = HandBackForm()
    with submitting(form) as work:
        actions.hand_back(work, form.to_command(slug))
    return _handing_back(slug, form) if form.errors else redirect_to("answering.home", slug=slug)


@bp.post("/council/<slug>/application/declaration/recall")
@requires(Permission.APPLICATION_SEND)
def recall(slug: str) -> ResponseReturnValue:
    """Take the application back to change it."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.recall(work, actions.Recall(slug))
    return _declaration(slug, None) if form.errors else redirect_to("answering.tasks", slug=slug)


@bp.get("/council/<slug>/application/receipt")
@requires(Permission.APPLICATION_SEE)
def receipt(slug: str) -> ResponseReturnValue:
    """What was signed, when, and what happens next."""
    with reading() as session:
        page = signing.receipt_page(session, current_actor(), slug)
    return render("declarations/receipt.html", page=page)


@bp.get("/council/<slug>/application/copy")
@requires(Permission.APPLICATION_SEE)
def copy(slug: str) -> ResponseReturnValue:
    """The frozen copy, to be read: what waits to be signed, or was signed last."""
    return render("declarations/copy.html", page=_copy(slug))


@bp.get("/council/<slug>/application/copy.pdf")
@requires(Permission.APPLICATION_SEE)
def copy_pdf(slug: str) -> ResponseReturnValue:
    """The same, to be kept."""
    return _copy_to_keep(slug, None)


@bp.get("/council/<slug>/application/copies/<int:copy_number>")
@requires(Permission.APPLICATION_SEE)
def earlier_copy(slug: str, copy_number: int) -> ResponseReturnValue:
    """What was signed at an earlier time."""
    return render("declarations/copy.html", page=_copy(slug, copy_number))


@bp.get("/council/<slug>/application/copies/<int:copy_number>.pdf")
@requires(Permission.APPLICATION_SEE)
def earlier_copy_pdf(slug: str, copy_number: int) -> ResponseReturnValue:
    """The same, to be kept."""
    return _copy_to_keep(slug, copy_number)


def _copy(slug: str, number: int | None = None) -> signing.CopyPage:
    with reading() as session:
        return signing.copy_page(session, current_actor(), slug, number)


def _copy_to_keep(slug: str, number: int | None) -> ResponseReturnValue:
    page = _copy(slug, number)
    name = f"application-{page.application.reference}-copy-{page.declaration.number}"
    return render_pdf("declarations/paper.html", page, name)


@bp.get("/council/<slug>/applications/<reference>/copy")
@requires(Permission.APPLICATION_SEE)
def copy_of_earlier(slug: str, reference: str) -> ResponseReturnValue:
    """The frozen copy of an application that may be over."""
    with reading() as session:
        page = signing.copy_page(session, current_actor(), slug, reference=reference)
    return render("declarations/copy.html", page=page)


def _check(slug: str, form: SendForm) -> ResponseReturnValue:
    with reading() as session:
        page = checking.check_page(session, current_actor(), slug)
    return render("declarations/check.html", page=page, form=form.offer(page))


def _declaration(slug: str, form: SignForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = signing.declaration_page(session, current_actor(), slug)
    return render("declarations/declaration.html", page=page, form=form or SignForm.of(page))


def _handing_back(slug: str, form: HandBackForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = signing.declaration_page(session, current_actor(), slug)
    return render("declarations/hand_back.html", page=page, form=form or HandBackForm.of(page))
