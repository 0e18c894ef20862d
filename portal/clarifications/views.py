"""The pages of questions: the reviewer's, under /reviews, and the council's."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.clarifications import actions, queries, replies
from portal.clarifications.forms import QuestionForm, ReplyForm, SendForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("clarifications", __name__)

# What the button of a reply says should come next.
EVIDENCE = "evidence"


@bp.get("/reviews/<reference>/questions")
@requires(Permission.CLARIFICATION_ASK)
def collected(reference: str) -> ResponseReturnValue:
    """Everything the reviewer wants to ask, and what was asked before."""
    return _collected(reference, ButtonForm())


@bp.post("/reviews/<reference>/questions")
@requires(Permission.CLARIFICATION_ASK)
def ask(reference: str) -> ResponseReturnValue:
    """Send all of it."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.ask(work, reference)
    if form.errors:
        return _collected(reference, form)
    flash(gettext("Your questions are with the council. Your time does not run until it has answered."))
    return redirect_to("clarifications.collected", reference=reference)


@bp.get("/reviews/<reference>/questions/<criterion>")
@requires(Permission.CLARIFICATION_ASK)
def question(reference: str, criterion: str) -> ResponseReturnValue:
    """Write a question on one criterion."""
    return _question(reference, criterion, None)


@bp.post("/reviews/<reference>/questions/<criterion>")
@requires(Permission.CLARIFICATION_ASK)
def collect(reference: str, criterion: str) -> ResponseReturnValue:
    """Keep it."""
    form = QuestionForm()
    with submitting(form) as work:
        actions.collect(work, form.to_command(reference, criterion))
    if form.errors:
        return _question(reference, criterion, form)
    return redirect_to("clarifications.collected", reference=reference)


@bp.post("/reviews/<reference>/questions/<criterion>/remove")
@requires(Permission.CLARIFICATION_ASK)
def remove(reference: str, criterion: str) -> ResponseReturnValue:
    """Take it away again."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.remove(work, reference, criterion)
    return _collected(reference, form) if form.errors else redirect_to("clarifications.collected", reference=reference)


@bp.post("/reviews/<reference>/questions/<criterion>/read")
@requires(Permission.CLARIFICATION_ASK)
def mark_read(reference: str, criterion: str) -> ResponseReturnValue:
    """The reviewer has read the reply."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.mark_read(work, reference, criterion)
    if form.errors:
        return _collected(reference, form)
    return redirect_to("reviews.criterion", reference=reference, criterion=criterion)


@bp.get("/council/<slug>/application/questions")
@requires(Permission.APPLICATION_SEE)
def questions(slug: str) -> ResponseReturnValue:
    """What the reviewer asks, each question beside its criterion."""
    return _questions(slug, SendForm())


@bp.post("/council/<slug>/application/questions")
@requires(Permission.CLARIFICATION_ANSWER)
def send(slug: str) -> ResponseReturnValue:
    """Send every reply."""
    form = SendForm()
    with submitting(form) as work:
        actions.send_replies(work, form.to_command(slug))
    if form.errors:
        return _questions(slug, form)
    flash(gettext("Your replies are with the reviewer."))
    return redirect_to("answering.home", slug=slug)


@bp.get("/council/<slug>/application/questions/<criterion>")
@requires(Permission.APPLICATION_EDIT)
def reply(slug: str, criterion: str) -> ResponseReturnValue:
    """One question and the reply to it."""
    return _reply(slug, criterion, None)


@bp.post("/council/<slug>/application/questions/<criterion>")
@requires(Permission.APPLICATION_EDIT)
def save_reply(slug: str, criterion: str) -> ResponseReturnValue:
    """Save the reply and go where the button says: to all questions, or to the evidence."""
    form = ReplyForm()
    with submitting(form) as work:
        actions.save_reply(work, form.to_command(slug, criterion))
    if form.errors:
        return _reply(slug, criterion, form)
    if request.form.get("then") == EVIDENCE:
        return redirect_to("evidence.items", slug=slug, criterion=criterion)
    flash(gettext("Your reply on %(criterion)s is saved.", criterion=criterion))
    return redirect_to("clarifications.questions", slug=slug)


def _collected(reference: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = queries.collected_page(session, current_actor(), reference, today(services().clock))
    return render("clarifications/collected.html", page=page, form=form)


def _question(reference: str, criterion: str, form: QuestionForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.ask_page(session, current_actor(), reference, criterion, today(services().clock))
    return render("clarifications/ask.html", page=page, form=form or QuestionForm.of(page))


def _questions(slug: str, form: SendForm) -> ResponseReturnValue:
    with reading() as session:
        page = replies.questions_page(session, current_actor(), slug)
    return render("clarifications/questions.html", page=page, form=form)


def _reply(slug: str, criterion: str, form: ReplyForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = replies.reply_page(session, current_actor(), slug, criterion)
    return render("clarifications/reply.html", page=page, form=form or ReplyForm.of(page))
