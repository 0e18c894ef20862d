"""The pages on which reviews are handed out and taken on."""

from typing import cast

from flask import Blueprint, Response, current_app, flash
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from portal.assignments import actions, candidates, desk, linking, proposals
from portal.assignments.beside import ReviewersAids
from portal.assignments.forms import AcceptLinkForm, InterestsForm, ProposeForm, TakeBackForm
from portal.assignments.states import AssignmentState
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("assignments", __name__, url_prefix="/reviews")


@bp.get("/")
@requires(Permission.REVIEW_SEE)
def home() -> Response:
    """The reviewer's own reviews, and every open application for a lead reviewer."""
    with reading() as session:
        page = desk.queue(session, current_actor(), today(services().clock))
        exercises = _aids().exercises_to_do(session, current_actor())
    return render("assignments/queue.html", page=page, exercises=exercises)


def _aids() -> ReviewersAids:
    return cast(ReviewersAids, current_app.extensions["portal-aids"])


@bp.get("/<reference>/assign")
@requires(Permission.REVIEW_ASSIGN)
def choose(reference: str) -> Response:
    """Choose whom to ask."""
    return _choice(reference, ProposeForm())


@bp.post("/<reference>/assign")
@requires(Permission.REVIEW_ASSIGN)
def propose(reference: str) -> BaseResponse:
    """Ask the reviewer who was chosen."""
    form = ProposeForm()
    with submitting(form) as work:
        actions.propose_reviewer(work, form.to_command(reference))
    if form.errors:
        return _choice(reference, form)
    flash(gettext("The reviewer has been asked."))
    return redirect_to("assignments.proposal", reference=reference)


def _choice(reference: str, form: ProposeForm) -> Response:
    with reading() as session:
        page = candidates.choice_page(session, current_actor(), reference, today(services().clock))
    return render("assignments/choose.html", page=page, form=form.offer(page))


@bp.get("/<reference>/proposal")
@requires(Permission.REVIEW_ASSIGN)
def proposal(reference: str) -> Response:
    """Who has been asked, and a way to take the invitation back."""
    return _proposal(reference, TakeBackForm())


@bp.post("/<reference>/proposal")
@requires(Permission.REVIEW_ASSIGN)
def take_back(reference: str) -> BaseResponse:
    """Take the invitation back."""
    form = TakeBackForm()
    with submitting(form) as work:
        actions.take_back_proposal(work, form.to_command(reference))
    if form.errors:
        return _proposal(reference, form)
    flash(gettext("The invitation is taken back. Choose somebody else."))
    return redirect_to("assignments.choose", reference=reference)


@bp.post("/<reference>/proposal/link")
@requires(Permission.REVIEW_ASSIGN)
def accept_link(reference: str) -> BaseResponse:
    """Let somebody review in spite of a minor link."""
    form = AcceptLinkForm()
    with submitting(form) as work:
        linking.accept_link(work, form.to_command(reference))
    if form.errors:
        return _proposal(reference, form)
    flash(gettext("The reviewer is told. The review begins when the council can no longer object."))
    return redirect_to("assignments.home")


def _proposal(reference: str, form: TakeBackForm | AcceptLinkForm) -> Response:
    with reading() as session:
        page = proposals.open_proposal(session, current_actor(), reference, today(services().clock))
    taking_back = form if isinstance(form, TakeBackForm) else TakeBackForm(formdata=None)
    judging = form if isinstance(form, AcceptLinkForm) else AcceptLinkForm(formdata=None)
    return render("assignments/proposal.html", page=page, form=form, taking=taking_back, linking=judging)


@bp.get("/<reference>/interests")
@requires(Permission.REVIEW_ANSWER)
def interests(reference: str) -> Response:
    """Declare interests before any answer is shown."""
    return _interests(reference, InterestsForm())


@bp.post("/<reference>/interests")
@requires(Permission.REVIEW_ANSWER)
def answer(reference: str) -> BaseResponse:
    """Accept, and go on to the review once it has begun; or decline, and go back to the queue."""
    form = InterestsForm()
    state, begun = AssignmentState.PROPOSED, False
    with submitting(form) as work:
        assignment = actions.answer_invitation(work, form.to_command(reference))
        state, begun = assignment.state, assignment.begun_at is not None
    if form.errors:
        return _interests(reference, form)
    if begun:
        flash(gettext("You have accepted. You can read the application and score it now."))
        return redirect_to("reviews.overview", reference=reference)
    flash(
        {
            AssignmentState.ACCEPTED: gettext(
                "You have accepted. The review begins when the council can no longer object: we email you."
            ),
            AssignmentState.LINK_DECLARED: gettext("Thank you. A lead reviewer reads what you declared and decides."),
        }.get(state, gettext("Thank you for answering. The lead reviewers choose somebody else."))
    )
    return redirect_to("assignments.home")


def _interests(reference: str, form: InterestsForm) -> Response:
    with reading() as session:
        page = proposals.interests_page(session, current_actor(), reference)
    return render("assignments/interests.html", page=page, form=form)
