"""The pages on which a reviewer scores."""

from flask import Blueprint, Response, flash
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from portal.kernel.permissions import Permission
from portal.reviews import actions, queries
from portal.reviews.forms import LockForm, ScoreForm
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.transactions import reading, submitting

bp = Blueprint("reviews", __name__, url_prefix="/reviews")


@bp.get("/<reference>/")
@requires(Permission.REVIEW_SCORE)
def overview(reference: str) -> Response:
    """How far the review has come, by theme."""
    with reading() as session:
        page = queries.overview_page(session, current_actor(), reference)
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
        page = queries.criterion_page(session, current_actor(), reference, criterion)
    return render("reviews/criterion.html", page=page, form=form.offer(page))


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
        page = queries.overview_page(session, current_actor(), reference)
    return render("reviews/lock.html", page=page, form=form)
