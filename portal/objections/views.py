"""The pages on which a council objects to a reviewer and a lead reviewer answers."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.objections import actions, queries
from portal.objections.forms import AnswerForm, NoObjectionForm, ObjectForm
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("objections", __name__)


@bp.get("/council/<slug>/reviewer")
@requires(Permission.APPLICATION_SEE)
def reviewer(slug: str) -> ResponseReturnValue:
    """Who reviews the council, and until when it may object."""
    return _reviewer(slug, ObjectForm())


@bp.post("/council/<slug>/reviewer")
@requires(Permission.REVIEWER_OBJECT)
def object_to(slug: str) -> ResponseReturnValue:
    """Object to the reviewer."""
    form = ObjectForm()
    with submitting(form) as work:
        actions.object_to_reviewer(work, form.to_command(slug))
    if form.errors:
        return _reviewer(slug, form)
    flash(gettext("Your objection is with the lead reviewers. We email you their answer."))
    return redirect_to("objections.reviewer", slug=slug)


@bp.post("/council/<slug>/reviewer/no-objection")
@requires(Permission.REVIEWER_OBJECT)
def no_objection(slug: str) -> ResponseReturnValue:
    """Say that the council does not object."""
    form = NoObjectionForm()
    with submitting(form) as work:
        actions.say_no_objection(work, form.to_command(slug))
    if form.errors:
        return _reviewer(slug, form)
    flash(gettext("Thank you. The review need not wait for you."))
    return redirect_to("objections.reviewer", slug=slug)


@bp.get("/reviews/<reference>/objection")
@requires(Permission.REVIEW_ASSIGN)
def objection(reference: str) -> ResponseReturnValue:
    """What the council says against the reviewer."""
    return _objection(reference, AnswerForm())


@bp.post("/reviews/<reference>/objection")
@requires(Permission.REVIEW_ASSIGN)
def answer(reference: str) -> ResponseReturnValue:
    """Answer it."""
    form = AnswerForm()
    upheld = False
    with submitting(form) as work:
        command = form.to_command(reference)
        upheld = bool(command.upheld)
        actions.answer_objection(work, command)
    if form.errors:
        return _objection(reference, form)
    flash(gettext("The objection is upheld. Choose another reviewer.") if upheld else gettext("The council is told."))
    return redirect_to("assignments.choose", reference=reference) if upheld else redirect_to("assignments.home")


def _reviewer(slug: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.reviewer_page(session, current_actor(), slug, today(services().clock))
    objecting = form if isinstance(form, ObjectForm) else ObjectForm(formdata=None)
    return render("objections/reviewer.html", page=page, form=form, objecting=objecting)


def _objection(reference: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.objection_page(session, current_actor(), reference)
    return render("objections/answer.html", page=page, form=form)
