"""The pages of an award's official places, for its council and for administrators."""

from uuid import UUID

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.awards.states import PlaceKind
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.places import actions, deciding, queries
from portal.places.forms import AccountForm, ChooseForm, DecideForm, ProposeForm
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("places", __name__)


def _places_page(slug: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = queries.places_page(session, current_actor(), slug, today(services().clock))
    # What was sent belongs to one of the two forms: the other stays as it is.
    website = form if isinstance(form, ProposeForm) else ProposeForm(formdata=None)
    account = form if isinstance(form, AccountForm) else AccountForm(formdata=None)
    return render("places/places.html", page, form, website=website, account_form=account)


@bp.get("/council/<slug>/award/places")
@requires(Permission.COUNCIL_SEE)
def places(slug: str) -> Response:
    """What is official, what waits, and forms to add more."""
    return _places_page(slug)


@bp.post("/council/<slug>/award/places/websites")
@requires(Permission.PLACES_CHANGE)
def propose(slug: str) -> ResponseReturnValue:
    """Ask for a website to be added."""
    form, proposed = ProposeForm(), None
    with submitting(form) as work:
        proposed = actions.propose(work, form.to_command(slug)).id
    if form.errors or proposed is None:
        return _places_page(slug, form)
    return redirect_to("places.proposal", slug=slug, proposal_id=proposed)


@bp.post("/council/<slug>/award/places/accounts")
@requires(Permission.PLACES_CHANGE)
def add_account(slug: str) -> ResponseReturnValue:
    """List an account."""
    form = AccountForm()
    with submitting(form) as work:
        actions.add_account(work, form.to_command(slug))
    if form.errors:
        return _places_page(slug, form)
    flash(gettext("The account is listed. Everybody sees it on the register and the verify page now."))
    return redirect_to("places.places", slug=slug)


@bp.post("/council/<slug>/award/places/<uuid:place_id>/first")
@requires(Permission.PLACES_CHANGE)
def put_first(slug: str, place_id: UUID) -> ResponseReturnValue:
    """Have the badge name this website."""
    form = ChooseForm()
    with submitting(form) as work:
        actions.put_first(work, form.to_command(slug, place_id))
    if form.errors:
        return _places_page(slug, form)
    flash(gettext("The badge names this website now."))
    return redirect_to("places.places", slug=slug)


def _removal_page(slug: str, place_id: UUID, form: ChooseForm) -> Response:
    with reading() as session:
        page = queries.removal_page(session, current_actor(), slug, place_id, today(services().clock))
    return render("places/remove.html", page, form)


@bp.get("/council/<slug>/award/places/<uuid:place_id>/remove")
@requires(Permission.PLACES_CHANGE)
def removal(slug: str, place_id: UUID) -> Response:
    """Ask once before a website or an account is removed."""
    return _removal_page(slug, place_id, ChooseForm())


@bp.post("/council/<slug>/award/places/<uuid:place_id>/remove")
@requires(Permission.PLACES_CHANGE)
def remove(slug: str, place_id: UUID) -> ResponseReturnValue:
    """Remove it."""
    form, gone = ChooseForm(), PlaceKind.WEBSITE
    with submitting(form) as work:
        gone = actions.remove(work, form.to_command(slug, place_id))
    if form.errors:
        return _removal_page(slug, place_id, form)
    flash(gettext("The website is removed.") if gone is PlaceKind.WEBSITE else gettext("The account is removed."))
    return redirect_to("places.places", slug=slug)


def _proposal_page(slug: str, proposal_id: UUID, form: ChooseForm) -> Response:
    with reading() as session:
        page = queries.proposal_page(session, current_actor(), slug, proposal_id)
    return render("places/proposal.html", page, form)


@bp.get("/council/<slug>/award/places/websites/<uuid:proposal_id>")
@requires(Permission.COUNCIL_SEE)
def proposal(slug: str, proposal_id: UUID) -> Response:
    """How to prove that a website is the council's, and how far its check has come."""
    return _proposal_page(slug, proposal_id, ChooseForm())


@bp.post("/council/<slug>/award/places/websites/<uuid:proposal_id>/look")
@requires(Permission.PLACES_CHANGE)
def look(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """Have the portal look for the code."""
    form = ChooseForm()
    with submitting(form) as work:
        actions.look_again(work, form.to_command(slug, proposal_id))
    if form.errors:
        return _proposal_page(slug, proposal_id, form)
    flash(gettext("We are looking. Load this page again in a minute."))
    return redirect_to("places.proposal", slug=slug, proposal_id=proposal_id)


@bp.post("/council/<slug>/award/places/websites/<uuid:proposal_id>/take-back")
@requires(Permission.PLACES_CHANGE)
def take_back(slug: str, proposal_id: UUID) -> ResponseReturnValue:
    """No longer want it added."""
    with submitting(form := ChooseForm()) as work:
        actions.take_back(work, form.to_command(slug, proposal_id))
    flash(gettext("Taken back: the website is not added."))
    return redirect_to("places.places", slug=slug)


@bp.get("/administration/places")
@requires(Permission.WEBSITE_CHECK)
def waiting() -> Response:
    """The websites that wait for a decision."""
    with reading() as session:
        page = deciding.waiting(session, current_actor())
    return render("places/waiting.html", page)


def _decision_page(proposal_id: UUID, form: DecideForm) -> Response:
    with reading() as session:
        page = deciding.decision_page(session, current_actor(), proposal_id)
    return render("places/decide.html", page, form)


@bp.get("/administration/places/<uuid:proposal_id>")
@requires(Permission.WEBSITE_CHECK)
def decision(proposal_id: UUID) -> Response:
    """One of them, with what helps to decide."""
    return _decision_page(proposal_id, DecideForm())


@bp.post("/administration/places/<uuid:proposal_id>")
@requires(Permission.WEBSITE_CHECK)
def decide(proposal_id: UUID) -> ResponseReturnValue:
    """Add it, or refuse it."""
    form = DecideForm()
    with submitting(form) as work:
        actions.decide(work, form.to_command(proposal_id))
    if form.errors:
        return _decision_page(proposal_id, form)
    flash(gettext("The website is added.") if form.accepts else gettext("The website is refused."))
    return redirect_to("places.waiting")
