"""The pages on which a council's people share the work."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.kernel.permissions import Permission
from portal.sharing import actions, queries
from portal.sharing.forms import AllocationForm, CommentForm, allocation_form
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.transactions import reading, submitting

bp = Blueprint("sharing", __name__)


def _allocation(slug: str) -> tuple[queries.AllocationPage, AllocationForm]:
    with reading() as session:
        page = queries.allocation_page(session, current_actor(), slug, request.args.get("criterion"))
    return page, allocation_form(page)


@bp.get("/council/<slug>/application/people")
@requires(Permission.APPLICATION_EDIT)
def allocation(slug: str) -> Response:
    """Who answers what, or who answers the one criterion that was asked about."""
    page, form = _allocation(slug)
    return render("sharing/people.html", page, form)


@bp.post("/council/<slug>/application/people")
@requires(Permission.APPLICATION_EDIT)
def allocate(slug: str) -> ResponseReturnValue:
    """Save who answers what, and go back to the page where it was chosen."""
    page, form = _allocation(slug)
    with submitting(form) as work:
        actions.allocate(work, form.to_command(slug))
    if form.errors:
        return render("sharing/people.html", page, form)
    flash(gettext("Who answers what is saved."))
    if page.only:
        return redirect_to("answering.answer", slug=slug, criterion=page.only)
    return redirect_to("answering.tasks", slug=slug)


def _comments(slug: str, criterion: str, form: CommentForm) -> Response:
    with reading() as session:
        page = queries.comment_page(session, current_actor(), slug, criterion)
    return render("sharing/comments.html", page, form)


def _back(slug: str, criterion: str) -> ResponseReturnValue:
    return redirect(url_for("answering.answer", slug=slug, criterion=criterion, _anchor="comments"), code=303)


@bp.get("/council/<slug>/application/<criterion>/comments")
@requires(Permission.APPLICATION_DISCUSS)
def comments(slug: str, criterion: str) -> Response:
    """What was said about one criterion."""
    return _comments(slug, criterion, CommentForm())


@bp.post("/council/<slug>/application/<criterion>/comments")
@requires(Permission.APPLICATION_DISCUSS)
def write_comment(slug: str, criterion: str) -> ResponseReturnValue:
    """Say something about it."""
    form = CommentForm()
    with submitting(form) as work:
        actions.write_comment(work, form.to_command(slug, criterion))
    return _comments(slug, criterion, form) if form.errors else _back(slug, criterion)


@bp.post("/council/<slug>/application/<criterion>/comments/<uuid:comment_id>/remove")
@requires(Permission.APPLICATION_DISCUSS)
def remove_comment(slug: str, criterion: str, comment_id: UUID) -> ResponseReturnValue:
    """Take back what one has said."""
    with submitting(ButtonForm()) as work:
        actions.remove_comment(work, actions.RemoveComment(slug, criterion, comment_id))
    flash(gettext("The comment is removed."))
    return _back(slug, criterion)
