"""Starting for a council: finding it, claiming it, and the administrators' check of the claim."""

from email.utils import parseaddr
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.claims import actions, checking, queries, rules
from portal.claims.forms import AcceptForm, ClaimForm, RefuseForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import public, requires
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.typed import one_line

bp = Blueprint("claims", __name__)

LONGEST_SEARCH = 100


def _contact() -> str:
    return parseaddr(services().config.mail_from)[1]


@bp.get("/council/start")
@public
def start() -> Response:
    """How a council starts, and the search of the register of eligible bodies."""
    q = one_line(request.args.get("q"))[:LONGEST_SEARCH]
    with reading() as session:
        found = queries.found_councils(session, q, today(services().clock))
    return render_public("claims/start.html", found, q=q, days=rules.CHECKED_WITHIN, contact=_contact())


@bp.get("/council/")
@requires(Permission.PORTAL_USE)
def own_councils() -> ResponseReturnValue:
    """On to the one council that the reader belongs to; a choice where there are several or a claim waits."""
    with reading() as session:
        page = queries.own_councils(session, current_actor())
    if not page.councils and not page.claims:
        return redirect_to("claims.start")
    if len(page.councils) == 1 and not page.claims:
        return redirect(f"/council/{page.councils[0].slug}/", code=303)
    return render("claims/own_councils.html", page)


def _claim_page(slug: str, form: ClaimForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.start(session, current_actor(), slug, today(services().clock))
    if page.obstacle and page.obstacle.kind is rules.ObstacleKind.PENDING:
        return redirect_to("claims.own_claim", slug=slug)
    return render("claims/make.html", page, form or ClaimForm(obj=page), days=rules.CHECKED_WITHIN, contact=_contact())


@bp.get("/council/start/<slug>")
@requires(Permission.CLAIM_MAKE)
def make_claim_page(slug: str) -> ResponseReturnValue:
    """Claim the council, or see why that cannot be done and what can."""
    return _claim_page(slug)


@bp.post("/council/start/<slug>")
@requires(Permission.CLAIM_MAKE)
def make_claim(slug: str) -> ResponseReturnValue:
    """Send the claim."""
    form = ClaimForm()
    with submitting(form) as work:
        actions.make_claim(work, form.to_command(slug))
    return _claim_page(slug, form) if form.errors else redirect_to("claims.own_claim", slug=slug)


@bp.get("/council/start/<slug>/claim")
@requires(Permission.CLAIM_MAKE)
def own_claim(slug: str) -> Response:
    """How the reader's own claim stands, and what happens next."""
    with reading() as session:
        page = queries.own_claim(session, current_actor(), slug)
    return render("claims/claim.html", page, contact=_contact())


@bp.post("/council/start/<slug>/claim/withdraw")
@requires(Permission.CLAIM_MAKE)
def withdraw_claim(slug: str) -> ResponseReturnValue:
    """Take one's own claim back."""
    with submitting(ButtonForm()) as work:
        actions.withdraw_claim(work, slug)
    return redirect_to("claims.own_claim", slug=slug)


@bp.get("/administration/claims")
@requires(Permission.CLAIM_DECIDE)
def claims() -> Response:
    """The claims that wait, the oldest first, and the last that were decided."""
    with reading() as session:
        page = checking.claims(session, current_actor(), today(services().clock))
    return render("claims/list.html", page, days=rules.CHECKED_WITHIN)


def _check_page(claim_id: UUID, form: AcceptForm) -> Response:
    with reading() as session:
        page = checking.check(session, current_actor(), claim_id, today(services().clock))
    return render("claims/check.html", page, form)


@bp.get("/administration/claims/<uuid:claim_id>")
@requires(Permission.CLAIM_DECIDE)
def check(claim_id: UUID) -> Response:
    """Everything about one claim, and what to do to make sure of it."""
    return _check_page(claim_id, AcceptForm(verified_on=today(services().clock)))


@bp.post("/administration/claims/<uuid:claim_id>")
@requires(Permission.CLAIM_DECIDE)
def accept(claim_id: UUID) -> ResponseReturnValue:
    """Make the claimant the council's owner."""
    form = AcceptForm()
    with submitting(form) as work:
        actions.accept_claim(work, form.to_command(claim_id))
    if form.errors:
        return _check_page(claim_id, form)
    flash(gettext("The claim is accepted. The claimant is the council’s owner now, and is told by email."))
    return redirect_to("claims.claims")


def _refuse_page(claim_id: UUID, form: RefuseForm) -> Response:
    with reading() as session:
        page = checking.check(session, current_actor(), claim_id, today(services().clock))
    return render("claims/refuse.html", page, form)


@bp.get("/administration/claims/<uuid:claim_id>/refuse")
@requires(Permission.CLAIM_DECIDE)
def refuse_page(claim_id: UUID) -> Response:
    """Ask for the reason."""
    return _refuse_page(claim_id, RefuseForm())


@bp.post("/administration/claims/<uuid:claim_id>/refuse")
@requires(Permission.CLAIM_DECIDE)
def refuse(claim_id: UUID) -> ResponseReturnValue:
    """Refuse the claim."""
    form = RefuseForm()
    with submitting(form) as work:
        actions.refuse_claim(work, form.to_command(claim_id))
    if form.errors:
        return _refuse_page(claim_id, form)
    flash(gettext("The claim is refused. The claimant is told why by email."))
    return redirect_to("claims.claims")
