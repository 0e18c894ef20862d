"""The pages on which an application is withdrawn, taken up again, or given more time."""

from collections.abc import Callable

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.audit.work import Work
from portal.endings import actions, queries
from portal.endings.forms import ExtendForm, WithdrawalForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("endings", __name__)


@bp.get("/council/<slug>/application/withdrawal")
@requires(Permission.APPLICATION_SEE)
def withdrawal(slug: str) -> ResponseReturnValue:
    """Ask to withdraw, or see what was asked."""
    return _withdrawal(slug, WithdrawalForm())


@bp.post("/council/<slug>/application/withdrawal")
@requires(Permission.APPLICATION_WITHDRAW)
def ask_withdrawal(slug: str) -> ResponseReturnValue:
    """Ask an approver to confirm it."""
    form = WithdrawalForm()
    with submitting(form) as work:
        actions.ask_withdrawal(work, form.to_command(slug))
    return _withdrawal(slug, form) if form.errors else redirect_to("endings.withdrawal", slug=slug)


@bp.post("/council/<slug>/application/withdrawal/take-back")
@requires(Permission.APPLICATION_WITHDRAW)
def take_back(slug: str) -> ResponseReturnValue:
    """The owner does not wish it any more."""
    return _press(slug, actions.take_back_withdrawal, gettext("The request is taken back. The application goes on."))


@bp.post("/council/<slug>/application/withdrawal/refuse")
@requires(Permission.APPLICATION_CONFIRM_WITHDRAWAL)
def refuse(slug: str) -> ResponseReturnValue:
    """The approver refuses."""
    return _press(slug, actions.refuse_withdrawal, gettext("You have refused. The application goes on."))


@bp.post("/council/<slug>/application/withdrawal/confirm")
@requires(Permission.APPLICATION_CONFIRM_WITHDRAWAL)
def confirm(slug: str) -> ResponseReturnValue:
    """The approver confirms."""
    return _press(slug, actions.confirm_withdrawal, gettext("The application is withdrawn."))


@bp.get("/council/<slug>/application/reopen")
@requires(Permission.APPLICATION_REOPEN)
def confirm_reopening(slug: str) -> ResponseReturnValue:
    """Ask once more before a lapsed application is taken up again."""
    return _reopening(slug, ButtonForm())


@bp.post("/council/<slug>/application/reopen")
@requires(Permission.APPLICATION_REOPEN)
def reopen(slug: str) -> ResponseReturnValue:
    """Take it up again."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.reopen(work, slug)
    return _reopening(slug, form) if form.errors else redirect_to("answering.tasks", slug=slug)


@bp.get("/administration/applications/<reference>/extend")
@requires(Permission.COMPLETENESS_CHECK)
def confirm_extension(reference: str) -> ResponseReturnValue:
    """Why a council gets more time."""
    return _extension(reference, ExtendForm())


@bp.post("/administration/applications/<reference>/extend")
@requires(Permission.COMPLETENESS_CHECK)
def extend(reference: str) -> ResponseReturnValue:
    """Give it more time."""
    form = ExtendForm()
    with submitting(form) as work:
        actions.extend(work, form.to_command(reference))
    if form.errors:
        return _extension(reference, form)
    flash(gettext("The council has more time."))
    return redirect_to("completeness.show", reference=reference)


def _press(slug: str, action: Callable[[Work, str], None], done: str) -> ResponseReturnValue:
    form = ButtonForm()
    with submitting(form) as work:
        action(work, slug)
    if form.errors:
        return _withdrawal(slug, form)
    flash(done)
    return redirect_to("answering.home", slug=slug)


def _withdrawal(slug: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.ending_page(session, current_actor(), slug, today(services().clock))
    asking = form if isinstance(form, WithdrawalForm) else WithdrawalForm(formdata=None)
    return render("endings/withdrawal.html", page=page, form=form, asking=asking)


def _reopening(slug: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.ending_page(session, current_actor(), slug, today(services().clock))
    return render("endings/reopen.html", page=page, form=form)


def _extension(reference: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.extend_page(session, current_actor(), reference, today(services().clock))
    return render("endings/extend.html", page=page, form=form)
