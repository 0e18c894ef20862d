"""The pages of a council's own work: its home, the task list, the answers, the council's presence, withdrawing."""

from typing import cast

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from portal.answering import earlier, merging, viewing
from portal.answering import pages as answering
from portal.answering.beside import Beside
from portal.answering.forms import AnswerForm, PresenceForm, WithdrawForm
from portal.answering.home import home_page
from portal.answering.tasks import task_list
from portal.answering.viewing import Around
from portal.applications import actions, queries
from portal.kernel.clock import today
from portal.kernel.errors import StaleEdit
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.held import hold_what_was_sent
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import noting, reading, submitting

bp = Blueprint("answering", __name__)

# What the buttons of a form that saves say should come next; "continue" is what no button means too.
LATER = "later"
CONFIRM = "confirm"
EMPTY = "empty"
TYPING = "yes"
# Where one goes from an answer and comes back: always by saving it, so that no word of it is left behind.
ASIDE = {"evidence": "evidence.items", "comment": "sharing.comments", "assign": "sharing.allocation"}


@bp.get("/council/<slug>/")
@requires(Permission.COUNCIL_SEE)
def home(slug: str) -> ResponseReturnValue:
    """Where the council stands, whose turn it is, and one thing to do."""
    return _home(slug, ButtonForm())


@bp.post("/council/<slug>/application/start")
@requires(Permission.APPLICATION_START)
def start(slug: str) -> ResponseReturnValue:
    """Start an application and show its task list."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.start(
            work, slug, empty=request.form.get("begin") == EMPTY, predecessor=request.form.get("predecessor", "")
        )
    return _home(slug, form) if form.errors else redirect_to("answering.tasks", slug=slug)


@bp.get("/council/<slug>/applications/<reference>")
@requires(Permission.APPLICATION_SEE)
def read_again(slug: str, reference: str) -> ResponseReturnValue:
    """One application of the council, whatever became of it, to be read."""
    with reading() as session:
        page = earlier.earlier_page(session, current_actor(), slug, reference)
    return render("answering/earlier.html", page=page)


@bp.get("/council/<slug>/application")
@requires(Permission.APPLICATION_SEE)
def tasks(slug: str) -> ResponseReturnValue:
    """The task list: everything, or only what the reader is to answer."""
    with reading() as session:
        day = today(services().clock)
        page = task_list(session, current_actor(), slug, day, only_mine="mine" in request.args)
    return render("answering/tasks.html", page=page)


@bp.get("/council/<slug>/application/presence")
@requires(Permission.APPLICATION_SEE)
def presence(slug: str) -> ResponseReturnValue:
    """The council's website, accounts, promise and summary."""
    return _presence(slug, None)


@bp.post("/council/<slug>/application/presence")
@requires(Permission.APPLICATION_EDIT)
def save_presence(slug: str) -> ResponseReturnValue:
    """Save them."""
    form = PresenceForm()
    try:
        with submitting(form) as work:
            actions.save_presence(work, form.to_command(slug))
    except StaleEdit:
        return _stale_presence(slug, form)
    return _presence(slug, form) if form.errors else redirect_to("answering.tasks", slug=slug)


@bp.get("/council/<slug>/application/withdraw")
@requires(Permission.APPLICATION_WITHDRAW)
def confirm_withdrawal(slug: str) -> ResponseReturnValue:
    """Ask once more before an application is withdrawn."""
    return _withdrawal(slug, WithdrawForm())


@bp.post("/council/<slug>/application/withdraw")
@requires(Permission.APPLICATION_WITHDRAW)
def withdraw(slug: str) -> ResponseReturnValue:
    """Withdraw it and show the council's home."""
    form = WithdrawForm()
    with submitting(form) as work:
        actions.withdraw(work, form.to_command(slug))
    return _withdrawal(slug, form) if form.errors else redirect_to("answering.home", slug=slug)


@bp.get("/council/<slug>/application/<criterion>")
@requires(Permission.APPLICATION_SEE)
def answer(slug: str, criterion: str) -> ResponseReturnValue:
    """One criterion and the council's answer; colleagues see that the reader has it open."""
    with noting() as work:
        viewing.note(work, slug, criterion, typing=False)
    return _answer(slug, criterion, None)


@bp.post("/council/<slug>/application/<criterion>/here")
@requires(Permission.APPLICATION_SEE)
def beat(slug: str, criterion: str) -> ResponseReturnValue:
    """Note that the reader of a criterion's page is still there; says who else is, as a part of the page."""
    with submitting(ButtonForm()) as work:
        viewing.note(work, slug, criterion, typing=request.form.get("typing") == TYPING)
    version = request.form.get("version", 0, int)
    return render("answering/around.html", around=_around(slug, criterion, version))


@bp.get("/council/<slug>/application/<criterion>/changes")
@requires(Permission.APPLICATION_SEE)
def changes(slug: str, criterion: str) -> ResponseReturnValue:
    """What was saved of an answer since a version."""
    with reading() as session:
        page = viewing.changes(session, current_actor(), slug, criterion, request.args.get("since", 0, int))
    return render("answering/changes.html", page)


@bp.post("/council/<slug>/application/<criterion>")
@requires(Permission.APPLICATION_EDIT)
def save_answer(slug: str, criterion: str) -> ResponseReturnValue:
    """Save the answer and go where the button says: on to the next criterion, aside, or to the task list."""
    form = AnswerForm()
    try:
        with submitting(form) as work:
            confirmed = request.form.get("then") == CONFIRM
            actions.save_answer(work, form.to_command(slug, criterion, confirmed=confirmed))
            viewing.leave(work, slug, criterion)
    except StaleEdit:
        return _stale_answer(slug, criterion, form)
    if form.errors:
        return _answer(slug, criterion, form)
    then = request.form.get("then", "")
    if then in ASIDE:
        return redirect_to(ASIDE[then], slug=slug, criterion=criterion)
    with reading() as session:
        following = answering.next_criterion(session, current_actor(), slug, criterion)
    if then == LATER or following is None:
        return redirect_to("answering.tasks", slug=slug)
    return redirect_to("answering.answer", slug=slug, criterion=following)


def _beside() -> Beside:
    """What later steps know, as the composition root has put it in."""
    return cast(Beside, current_app.extensions["portal-beside"])


def _home(slug: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = home_page(session, current_actor(), slug, today(services().clock), _beside())
    return render("answering/home.html", page=page, form=form)


def _answer(slug: str, criterion: str, form: AnswerForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = answering.answer_page(session, current_actor(), slug, criterion, _beside())
    shown = form or AnswerForm.of(page)
    around = _around(slug, criterion, shown.version.data or 0)
    return render("answering/answer.html", page, shown, around=around)


def _around(slug: str, criterion: str, version: int) -> Around:
    with reading() as session:
        return viewing.around(session, services().clock, current_actor(), slug, criterion, version)


def _presence(slug: str, form: PresenceForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = answering.presence_page(session, current_actor(), slug)
    return render("answering/presence.html", page=page, form=form or PresenceForm.of(page))


def _stale_answer(slug: str, criterion: str, form: AnswerForm) -> ResponseReturnValue:
    hold_what_was_sent()
    with reading() as session:
        page = answering.answer_page(session, current_actor(), slug, criterion)
    compared = merging.compare_answers(page.criterion, form.answered, page.answered)
    return render("answering/stale-answer.html", page, form.merged_with(page), 409, compared=compared)


def _stale_presence(slug: str, form: PresenceForm) -> ResponseReturnValue:
    hold_what_was_sent()
    with reading() as session:
        page = answering.presence_page(session, current_actor(), slug)
    compared = merging.compare_presence(form.typed, page.typed)
    return render("answering/stale-presence.html", page, form.merged_with(page), 409, compared=compared)


def _withdrawal(slug: str, form: WithdrawForm) -> ResponseReturnValue:
    with reading() as session:
        application = queries.application_for(session, current_actor(), slug, Permission.APPLICATION_WITHDRAW)
    return render("answering/withdraw.html", page=application, form=form)
