"""The pages on which a reviewer scores."""

from typing import cast
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, request
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from portal.assignments.beside import ReviewersAids
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.reviews import actions, livechecks, queries, recording, scoring
from portal.reviews import overview as overviews
from portal.reviews.checkforms import CheckForm, RemoveCheckForm
from portal.reviews.forms import LockForm, ScoreForm
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.get("/<reference>/")
@requires(Permission.REVIEW_SCORE)
def overview(reference: str) -> Response:
    """How far the review has come, by theme."""
    with reading() as session:
        only_left = request.args.get("show") == "left"
        page = overviews.overview_page(session, current_actor(), reference, services().clock.now(), only_left=only_left)
    return render("reviews/overview.html", page=page)


@bp.get("/<reference>/<criterion>")
@requires(Permission.REVIEW_SCORE)
def criterion(reference: str, criterion: str) -> Response:
    """Statement, evidence and rubric beside the score."""
    return _criterion(reference, criterion, ScoreForm())


@bp.post("/<reference>/<criterion>")
@requires(Permission.REVIEW_SCORE)
def save_score(reference: str, criterion: str) -> BaseResponse:
    """Save the score; stay, where the council's own score now stands beside it, or go on."""
    form = ScoreForm()
    with submitting(form) as work:
        actions.save_score(work, form.to_command(reference, criterion))
    if form.errors:
        return _criterion(reference, criterion, form)
    flash(gettext("Your score for %(criterion)s is saved.", criterion=criterion))
    onward = "reviews.next_criterion" if form.save_and_go_on.data else "reviews.criterion"
    return redirect_to(onward, reference=reference, criterion=criterion)


def _criterion(reference: str, criterion: str, form: ScoreForm) -> Response:
    with reading() as session:
        page = scoring.criterion_page(session, current_actor(), reference, criterion)
        written = cast(ReviewersAids, current_app.extensions["portal-aids"]).guidance(session, criterion)
    return render("reviews/criterion.html", page=page, form=form.offer(page), written=written)


@bp.get("/<reference>/<criterion>/next")
@requires(Permission.REVIEW_SCORE)
def next_criterion(reference: str, criterion: str) -> BaseResponse:
    """On to the next criterion without a score, or to the overview where there is none."""
    with reading() as session:
        found = queries.next_to_score(session, current_actor(), reference, after=criterion)
    if found is None:
        return redirect_to("reviews.overview", reference=reference)
    return redirect_to("reviews.criterion", reference=reference, criterion=found)


@bp.get("/<reference>/lock")
@requires(Permission.REVIEW_SCORE)
def confirm_lock(reference: str) -> Response:
    """What locking means, before it is done."""
    return _lock(reference, LockForm())


@bp.post("/<reference>/lock")
@requires(Permission.REVIEW_SCORE)
def lock(reference: str) -> BaseResponse:
    """Lock the scores."""
    form = LockForm()
    with submitting(form) as work:
        actions.lock_scores(work, form.to_command(reference))
    if form.errors:
        return _lock(reference, form)
    flash(gettext("Your scores are locked."))
    return redirect_to("reviews.overview", reference=reference)


def _lock(reference: str, form: LockForm) -> Response:
    with reading() as session:
        page = overviews.overview_page(session, current_actor(), reference, services().clock.now())
    return render("reviews/lock.html", page=page, form=form)


@bp.get("/<reference>/<criterion>/checks")
@requires(Permission.REVIEW_SCORE)
def checks(reference: str, criterion: str) -> Response:
    """The live checks of one criterion, and a form for another."""
    return _checks(reference, criterion, None)


@bp.post("/<reference>/<criterion>/checks")
@requires(Permission.REVIEW_SCORE)
def record_check(reference: str, criterion: str) -> BaseResponse:
    """Record a live check; back to the score, or on to another check."""
    form = CheckForm()
    with submitting(form) as work:
        recording.record_check(work, form.to_command(reference, criterion))
    if form.errors:
        return _checks(reference, criterion, form)
    return _recorded(reference, criterion, form)


@bp.get("/<reference>/<criterion>/checks/<uuid:check_id>")
@requires(Permission.REVIEW_SCORE)
def check(reference: str, criterion: str, check_id: UUID) -> Response:
    """One recorded live check, to be changed."""
    return _checks(reference, criterion, None, check_id)


@bp.post("/<reference>/<criterion>/checks/<uuid:check_id>")
@requires(Permission.REVIEW_SCORE)
def change_check(reference: str, criterion: str, check_id: UUID) -> BaseResponse:
    """Save it as it is now."""
    form = CheckForm()
    with submitting(form) as work:
        recording.record_check(work, form.to_command(reference, criterion, check_id))
    if form.errors:
        return _checks(reference, criterion, form, check_id)
    return _recorded(reference, criterion, form)


@bp.post("/<reference>/<criterion>/checks/<uuid:check_id>/remove")
@requires(Permission.REVIEW_SCORE)
def remove_check(reference: str, criterion: str, check_id: UUID) -> BaseResponse:
    """Take it away."""
    form = RemoveCheckForm()
    with submitting(form) as work:
        recording.remove_check(work, form.to_command(reference, criterion, check_id))
    if form.errors:
        return _checks(reference, criterion, None)
    flash(gettext("The live check is removed."))
    return redirect_to("reviews.checks", reference=reference, criterion=criterion)


def _recorded(reference: str, criterion: str, form: CheckForm) -> BaseResponse:
    flash(gettext("Your live check for %(criterion)s is saved.", criterion=criterion))
    onward = "reviews.checks" if form.record_and_more.data else "reviews.criterion"
    return redirect_to(onward, reference=reference, criterion=criterion)


def _checks(reference: str, criterion: str, form: CheckForm | None, changing: UUID | None = None) -> Response:
    with reading() as session:
        page = livechecks.checks_page(session, current_actor(), reference, criterion, changing)
    form = form or CheckForm.of(page, today(services().clock))
    return render("reviews/checks.html", page=page, form=form.offer(page))
