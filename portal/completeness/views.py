"""The administrator's pages: what waits for a check, one check, one missing thing."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.completeness import actions, queries, queue
from portal.completeness.forms import MissingForm, PassForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("completeness", __name__, url_prefix="/administration/applications")


@bp.get("")
@requires(Permission.COMPLETENESS_CHECK)
def waiting() -> ResponseReturnValue:
    """What waits to be checked, and what is with councils."""
    with reading() as session:
        page = queue.queue(session, current_actor(), today(services().clock))
    return render("completeness/queue.html", page=page)


@bp.get("/<reference>")
@requires(Permission.COMPLETENESS_CHECK)
def show(reference: str) -> ResponseReturnValue:
    """One application: what was signed, and what was found so far."""
    return _show(reference, PassForm())


@bp.post("/<reference>/open")
@requires(Permission.COMPLETENESS_CHECK)
def open_check(reference: str) -> ResponseReturnValue:
    """Begin to check it."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.open_check(work, reference)
    return _after_button(reference, form)


@bp.get("/<reference>/missing/<item>")
@requires(Permission.COMPLETENESS_CHECK)
def missing(reference: str, item: str) -> ResponseReturnValue:
    """What is missing from one item."""
    return _missing(reference, item, None)


@bp.post("/<reference>/missing/<item>")
@requires(Permission.COMPLETENESS_CHECK)
def note_missing(reference: str, item: str) -> ResponseReturnValue:
    """Put it on the list."""
    form = MissingForm()
    with submitting(form) as work:
        actions.note_missing(work, form.to_command(reference, item))
    return _missing(reference, item, form) if form.errors else redirect_to("completeness.show", reference=reference)


@bp.post("/<reference>/missing/<item>/forget")
@requires(Permission.COMPLETENESS_CHECK)
def forget_missing(reference: str, item: str) -> ResponseReturnValue:
    """Take it off the list."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.forget_missing(work, reference, item)
    return _after_button(reference, form)


@bp.post("/<reference>/pass")
@requires(Permission.COMPLETENESS_CHECK)
def pass_check(reference: str) -> ResponseReturnValue:
    """Nothing is missing."""
    form = PassForm()
    with submitting(form) as work:
        actions.pass_check(work, form.to_command(reference))
    return _show(reference, form) if form.errors else redirect_to("completeness.waiting")


@bp.post("/<reference>/return")
@requires(Permission.COMPLETENESS_CHECK)
def return_incomplete(reference: str) -> ResponseReturnValue:
    """Send it back with the list."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.return_incomplete(work, reference)
    return _after_button(reference, form)


def _after_button(reference: str, form: ButtonForm) -> ResponseReturnValue:
    return _show(reference, form) if form.errors else redirect_to("completeness.show", reference=reference)


def _show(reference: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.check_page(session, current_actor(), reference, today(services().clock))
    passing = form if isinstance(form, PassForm) else PassForm(formdata=None)
    return render("completeness/check.html", page=page, form=form, passing=passing)


def _missing(reference: str, item: str, form: MissingForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.missing_page(session, current_actor(), reference, item)
    return render("completeness/missing.html", page=page, form=(form or MissingForm.of(page)).offer(page))
