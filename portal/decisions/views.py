"""Moderation and decision, for lead reviewers; the feedback, for the council."""

from typing import cast

from flask import Blueprint, Response, current_app, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.answering.beside import Beside
from portal.decisions import (
    actions,
    conversing,
    feedback,
    judging,
    queries,
    recomputing,
    releasing,
    resubmitting,
    sending_back,
)
from portal.decisions.action_plan import action_plan
from portal.decisions.compared import compared_page
from portal.decisions.forms import ConversationForm, DecideForm, ModerationForm, SendBackForm, WhyForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.paper import render_pdf, render_record, render_workbook
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.typed import whole_number

bp = Blueprint("decisions", __name__)


def _overview(reference: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = queries.moderation_page(session, current_actor(), reference)
        wish = _beside().wish(session, page.application.id, today(services().clock))
    shown = page.themes if request.args.get("order") == "edition" or len(page.reviewers) == 1 else page.differences
    deciding = form if isinstance(form, DecideForm) else DecideForm()
    deciding.outcome.data = page.result.outcome
    return render("decisions/moderation.html", page=page, form=form, wish=wish, groups=shown, deciding=deciding)


def _beside() -> Beside:
    return cast(Beside, current_app.extensions["portal-beside"])


@bp.get("/reviews/<reference>/moderation")
@requires(Permission.MODERATION_SEE)
def moderation(reference: str) -> Response:
    """All criteria with the scores side by side, what they come to, and the decision."""
    return _overview(reference)


@bp.post("/reviews/<reference>/moderation/accept")
@requires(Permission.APPLICATION_DECIDE)
def accept_rest(reference: str) -> ResponseReturnValue:
    """Take over the reviewer's scores wherever there is no final one."""
    form = ButtonForm()
    with submitting(form) as work:
        actions.accept_rest(work, actions.AcceptRest(reference))
    return _overview(reference, form) if form.errors else redirect_to("decisions.moderation", reference=reference)


@bp.get("/reviews/<reference>/moderation/<criterion>")
@requires(Permission.MODERATION_SEE)
def criterion(reference: str, criterion: str) -> Response:
    """One criterion: answer, evidence, both scores, and the final one."""
    with reading() as session:
        page = judging.criterion_page(session, current_actor(), reference, criterion, request.args.get("from", ""))
    return render("decisions/criterion.html", page=page, form=ModerationForm.of(page))


@bp.post("/reviews/<reference>/moderation/<criterion>")
@requires(Permission.APPLICATION_DECIDE)
def moderate(reference: str, criterion: str) -> ResponseReturnValue:
    """Save the final score of one criterion."""
    with reading() as session:
        page = judging.criterion_page(session, current_actor(), reference, criterion, request.args.get("from", ""))
    form = ModerationForm()
    form.offer(page)
    with submitting(form) as work:
        actions.moderate(work, form.to_command(reference, criterion))
    if form.errors:
        return render("decisions/criterion.html", page=page, form=form)
    if page.next_id is None:
        return redirect_to("decisions.moderation", reference=reference)
    return redirect_to("decisions.criterion", reference=reference, criterion=page.next_id)


@bp.get("/reviews/<reference>/conversation")
@requires(Permission.MODERATION_SEE)
def conversation(reference: str) -> Response:
    """On what the reviewers have to talk, and what has been recorded."""
    return _conversation(reference, None)


@bp.post("/reviews/<reference>/conversation")
@requires(Permission.APPLICATION_DECIDE)
def converse(reference: str) -> ResponseReturnValue:
    """Record a conversation that was held."""
    form = ConversationForm()
    with submitting(form) as work:
        conversing.converse(work, form.to_command(reference))
    return _conversation(reference, form) if form.errors else redirect_to("decisions.moderation", reference=reference)


def _conversation(reference: str, form: ConversationForm | None) -> Response:
    with reading() as session:
        page = queries.moderation_page(session, current_actor(), reference)
    shown = form.offer(page) if form else ConversationForm.of(page)
    return render("decisions/conversation.html", page=page, form=shown)


@bp.get("/reviews/<reference>/send-back")
@requires(Permission.MODERATION_SEE)
def ask_again(reference: str) -> Response:
    """Why a reviewer should look again, and whose review where there are two."""
    return _send_back(reference, SendBackForm())


@bp.post("/reviews/<reference>/send-back")
@requires(Permission.APPLICATION_DECIDE)
def send_back(reference: str) -> ResponseReturnValue:
    """Send the scores back, once."""
    form = SendBackForm()
    with submitting(form) as work:
        sending_back.send_back(work, form.to_command(reference))
    if form.errors:
        return _send_back(reference, form)
    flash(gettext("You have asked for another look. Your final scores are kept; we mark those to look at again."))
    return redirect_to("assignments.home")


def _send_back(reference: str, form: SendBackForm) -> Response:
    with reading() as session:
        page = sending_back.send_back_page(session, current_actor(), reference)
    return render("decisions/send_back.html", page=page, form=form.offer(page))


@bp.post("/reviews/<reference>/decision")
@requires(Permission.APPLICATION_DECIDE)
def decide(reference: str) -> ResponseReturnValue:
    """Make the decision that the page showed."""
    form = DecideForm()
    with submitting(form) as work:
        actions.decide(work, form.to_command(reference))
    return _overview(reference, form) if form.errors else redirect_to("decisions.moderation", reference=reference)


@bp.post("/reviews/<reference>/release")
@requires(Permission.RESULT_RELEASE)
def release(reference: str) -> ResponseReturnValue:
    """Let the result go out now."""
    form = WhyForm()
    with submitting(form) as work:
        releasing.release(work, form.to_release(reference))
    return _overview(reference, form) if form.errors else redirect_to("decisions.moderation", reference=reference)


@bp.get("/reviews/<reference>/compared")
@requires(Permission.REVIEW_SCORE)
def compared(reference: str) -> Response:
    """What each reviewer gave and what was decided, for the reviewers, once the result is out."""
    with reading() as session:
        page = compared_page(session, current_actor(), reference)
    return render("decisions/compared.html", page=page)


@bp.get("/council/<slug>/results/<reference>")
@requires(Permission.FEEDBACK_SEE)
def show_feedback(slug: str, reference: str) -> Response:
    """What the council is told (C7)."""
    return _feedback(slug, reference)


@bp.post("/council/<slug>/results/<reference>/resubmit")
@requires(Permission.APPLICATION_RESUBMIT)
def resubmit(slug: str, reference: str) -> ResponseReturnValue:
    """Begin to improve the named criteria, and show what they are."""
    form = ButtonForm()
    with submitting(form) as work:
        resubmitting.resubmit(work, resubmitting.Resubmit(slug, reference))
    return _feedback(slug, reference, form) if form.errors else redirect_to("answering.tasks", slug=slug)


def _feedback_page(slug: str, reference: str) -> feedback.FeedbackPage:
    with reading() as session:
        return feedback.feedback_page(session, current_actor(), slug, reference, today(services().clock), _round())


def _round() -> int | None:
    return request.args.get("round", type=whole_number)


def _feedback(slug: str, reference: str, form: FormBase | None = None) -> Response:
    return render("decisions/feedback.html", page=_feedback_page(slug, reference), form=form)


@bp.get("/council/<slug>/results/<reference>.pdf")
@requires(Permission.FEEDBACK_SEE)
def feedback_pdf(slug: str, reference: str) -> Response:
    """The same with the action plan, to be kept."""
    return render_pdf("decisions/paper.html", _feedback_page(slug, reference), f"result-{reference}")


@bp.get("/council/<slug>/results/<reference>.xlsx")
@requires(Permission.FEEDBACK_SEE)
def feedback_workbook(slug: str, reference: str) -> Response:
    """The action plan, to be worked with."""
    return render_workbook(action_plan(_feedback_page(slug, reference)), f"action-plan-{reference}")


@bp.get("/council/<slug>/results/<reference>/recompute")
@requires(Permission.FEEDBACK_SEE)
def recompute(slug: str, reference: str) -> Response:
    """The result worked out again, for the council."""
    with reading() as session:
        page = recomputing.for_council(session, current_actor(), slug, reference, _round())
    here = f"/council/{slug}/results/{reference}"
    record_at = f"{here}/record?round={page.round}"
    return render("decisions/recompute.html", page=page, back_to=f"{here}?round={page.round}", record_at=record_at)


@bp.get("/council/<slug>/results/<reference>/record")
@requires(Permission.FEEDBACK_SEE)
def record(slug: str, reference: str) -> Response:
    """The record of the scores, to the byte."""
    with reading() as session:
        page = recomputing.for_council(session, current_actor(), slug, reference, _round())
    return render_record(page.record, f"record-{reference}-{page.round}")


@bp.get("/reviews/<reference>/recompute")
@requires(Permission.MODERATION_SEE)
def recompute_as_lead(reference: str) -> Response:
    """The same for lead reviewers."""
    with reading() as session:
        page = recomputing.for_lead(session, current_actor(), reference, _round())
    here = f"/reviews/{reference}"
    record_at = f"{here}/record?round={page.round}"
    return render("decisions/recompute.html", page=page, back_to=f"{here}/moderation", record_at=record_at)


@bp.get("/reviews/<reference>/record")
@requires(Permission.MODERATION_SEE)
def record_as_lead(reference: str) -> Response:
    """The same for lead reviewers."""
    with reading() as session:
        page = recomputing.for_lead(session, current_actor(), reference, _round())
    return render_record(page.record, f"record-{reference}-{page.round}")
