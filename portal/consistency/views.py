"""Agreement between reviewers, calibration exercises, and what lead reviewers write for reviewers."""

from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.consistency import actions, doubled, export, guidance, published, queries, scoring, writing
from portal.consistency.forms import (
    CalibrationForm,
    ExampleForm,
    ExerciseButton,
    ExerciseForm,
    NoteForm,
    RetireForm,
    uuid_or_none,
)
from portal.documents.csvfile import as_csv
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.guard import public, requires
from portal.web.paper import render_workbook
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.wording import say

bp = Blueprint("consistency", __name__)


@bp.get("/agreement")
@public
def published_agreement() -> Response:
    """How far reviewers agree, as everybody may know."""
    with reading() as session:
        page = published.published_page(session, today(services().clock))
    return render_public("consistency/published.html", page)


def _agreement() -> doubled.AgreementPage:
    with reading() as session:
        return doubled.agreement_page(session, current_actor())


@bp.get("/administration/agreement")
@requires(Permission.AGREEMENT_SEE)
def agreement() -> Response:
    """How far reviewers agree, in all and by criterion, edition, quarter and reviewer."""
    return render("consistency/agreement.html", _agreement())


@bp.get("/administration/agreement.csv")
@requires(Permission.AGREEMENT_SEE)
def agreement_csv() -> Response:
    """The figures for scripts."""
    answer = Response(as_csv(export.table(_agreement()), say), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="agreement.csv"'
    return answer


@bp.get("/administration/agreement.xlsx")
@requires(Permission.AGREEMENT_SEE)
def agreement_workbook() -> Response:
    """The figures for spreadsheets."""
    return render_workbook(export.book(_agreement()), "agreement")


@bp.get("/administration/calibration")
@requires(Permission.CALIBRATION_MANAGE)
def exercises() -> Response:
    """Every exercise."""
    with reading() as session:
        page = queries.exercises(session, current_actor())
    return render("consistency/exercises.html", page)


@bp.get("/administration/calibration/new")
@requires(Permission.CALIBRATION_MANAGE)
def new_exercise() -> Response:
    """Prepare an exercise."""
    return _new_exercise(ExerciseForm())


@bp.post("/administration/calibration/new")
@requires(Permission.CALIBRATION_MANAGE)
def prepare() -> ResponseReturnValue:
    """Keep it; nobody else sees it yet."""
    form = ExerciseForm()
    exercise_id: UUID | None = None
    with submitting(form) as work:
        exercise_id = actions.prepare(work, form.to_command()).id
    return _new_exercise(form) if form.errors else redirect_to("consistency.exercise", exercise_id=exercise_id)


def _new_exercise(form: ExerciseForm) -> Response:
    with reading() as session:
        page = queries.past_applications(session, current_actor())
    return render("consistency/new_exercise.html", page, form.offer(page))


@bp.get("/administration/calibration/<uuid:exercise_id>")
@requires(Permission.CALIBRATION_MANAGE)
def exercise(exercise_id: UUID) -> Response:
    """One exercise: who takes part, and once it is closed what came of it."""
    return _exercise(exercise_id, None)


def _exercise(exercise_id: UUID, form: FormBase | None) -> Response:
    with reading() as session:
        page = queries.exercise_page(session, current_actor(), exercise_id)
    return render("consistency/exercise.html", page, form)


@bp.post("/administration/calibration/<uuid:exercise_id>/open")
@requires(Permission.CALIBRATION_MANAGE)
def open_exercise(exercise_id: UUID) -> ResponseReturnValue:
    """Open it to all reviewers."""
    form = ExerciseButton()
    with submitting(form) as work:
        actions.open_exercise(work, form.to_command(exercise_id))
    if form.errors:
        return _exercise(exercise_id, form)
    flash(gettext("The exercise is open. Every reviewer is told by email."))
    return redirect_to("consistency.exercise", exercise_id=exercise_id)


@bp.post("/administration/calibration/<uuid:exercise_id>/close")
@requires(Permission.CALIBRATION_MANAGE)
def close_exercise(exercise_id: UUID) -> ResponseReturnValue:
    """Close it and show what came of it."""
    form = ExerciseButton()
    with submitting(form) as work:
        actions.close_exercise(work, form.to_command(exercise_id))
    if form.errors:
        return _exercise(exercise_id, form)
    flash(gettext("The exercise is closed."))
    return redirect_to("consistency.exercise", exercise_id=exercise_id)


@bp.get("/reviews/calibration/")
@requires(Permission.CALIBRATION_SCORE)
def own_exercises() -> Response:
    """The exercises of a reviewer."""
    with reading() as session:
        page = scoring.turns(session, current_actor())
    return render("consistency/turns.html", page)


@bp.get("/reviews/calibration/<uuid:exercise_id>")
@requires(Permission.CALIBRATION_SCORE)
def turn(exercise_id: UUID) -> Response:
    """The reviewer's own part in one exercise."""
    return _turn(exercise_id, None)


def _turn(exercise_id: UUID, form: FormBase | None) -> Response:
    with reading() as session:
        page = scoring.turn_page(session, current_actor(), exercise_id)
    return render("consistency/turn.html", page, form)


@bp.post("/reviews/calibration/<uuid:exercise_id>/begin")
@requires(Permission.CALIBRATION_SCORE)
def begin_turn(exercise_id: UUID) -> ResponseReturnValue:
    """Take part."""
    form = ExerciseButton()
    with submitting(form) as work:
        actions.begin_turn(work, form.to_command(exercise_id))
    return _turn(exercise_id, form) if form.errors else redirect_to("consistency.turn", exercise_id=exercise_id)


@bp.post("/reviews/calibration/<uuid:exercise_id>/finish")
@requires(Permission.CALIBRATION_SCORE)
def finish_turn(exercise_id: UUID) -> ResponseReturnValue:
    """Finish; nothing can be changed then."""
    form = ExerciseButton()
    with submitting(form) as work:
        actions.finish_turn(work, form.to_command(exercise_id))
    if form.errors:
        return _turn(exercise_id, form)
    flash(gettext("You have finished. You see what came of it once a lead reviewer closes the exercise."))
    return redirect_to("consistency.turn", exercise_id=exercise_id)


@bp.get("/reviews/calibration/<uuid:exercise_id>/<label>/<criterion>")
@requires(Permission.CALIBRATION_SCORE)
def score(exercise_id: UUID, label: str, criterion: str) -> Response:
    """Statement and evidence beside the score."""
    return _score(exercise_id, label, criterion, CalibrationForm())


def _score(exercise_id: UUID, label: str, criterion: str, form: CalibrationForm) -> Response:
    with reading() as session:
        page = scoring.score_page(session, current_actor(), exercise_id, label, criterion)
        aids = guidance.guidance_for(session, criterion)
    return render("consistency/score.html", page, form.offer(page), guidance=aids)


@bp.post("/reviews/calibration/<uuid:exercise_id>/<label>/<criterion>")
@requires(Permission.CALIBRATION_SCORE)
def save_score(exercise_id: UUID, label: str, criterion: str) -> ResponseReturnValue:
    """Save and go on to the next without a score."""
    form = CalibrationForm()
    with submitting(form) as work:
        actions.save_score(work, form.to_command(exercise_id, label, criterion))
    if form.errors:
        return _score(exercise_id, label, criterion, form)
    with reading() as session:
        onward = scoring.next_to_score(session, current_actor(), exercise_id, label, after=criterion)
    if onward is None:
        return redirect_to("consistency.turn", exercise_id=exercise_id)
    return redirect_to("consistency.score", exercise_id=exercise_id, label=onward[0], criterion=onward[1])


@bp.get("/administration/guidance")
@requires(Permission.GUIDANCE_WRITE)
def guidance_list() -> Response:
    """Every criterion, with what is written for reviewers."""
    with reading() as session:
        page = guidance.guidance_list(session, current_actor())
    return render("consistency/guidance_list.html", page)


@bp.get("/administration/guidance/<criterion>")
@requires(Permission.GUIDANCE_WRITE)
def write_guidance(criterion: str) -> Response:
    """The note, the examples, and past scores to begin one with."""
    return _guidance(criterion)


def _guidance(criterion: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = guidance.guidance_page(session, current_actor(), criterion)
    return render("consistency/guidance.html", page, form or NoteForm.of(page))


@bp.post("/administration/guidance/<criterion>")
@requires(Permission.GUIDANCE_WRITE)
def save_note(criterion: str) -> ResponseReturnValue:
    """Put a note in the place of the one before."""
    form = NoteForm()
    with submitting(form) as work:
        writing.write_note(work, form.to_command(criterion))
    if form.errors:
        return _guidance(criterion, form)
    flash(gettext("The note is saved. Reviewers see it while they score."))
    return redirect_to("consistency.write_guidance", criterion=criterion)


@bp.get("/administration/guidance/<criterion>/example")
@requires(Permission.GUIDANCE_WRITE)
def new_example(criterion: str) -> Response:
    """Write an example, from a past score or from nothing."""
    return _example(criterion, ExampleForm(), uuid_or_none(request.args.get("from")))


def _example(criterion: str, form: ExampleForm, begun_from: UUID | None) -> Response:
    with reading() as session:
        page = guidance.example_page(session, current_actor(), criterion, begun_from)
    return render("consistency/example.html", page, form.offer(page))


@bp.post("/administration/guidance/<criterion>/example")
@requires(Permission.GUIDANCE_WRITE)
def save_example(criterion: str) -> ResponseReturnValue:
    """Show it to reviewers, unless it tells whose it was."""
    form = ExampleForm()
    with submitting(form) as work:
        writing.write_example(work, form.to_command(criterion))
    if form.errors:
        return _example(criterion, form, form.begun_from())
    flash(gettext("The example is saved. Reviewers see it while they score."))
    return redirect_to("consistency.write_guidance", criterion=criterion)


@bp.post("/administration/guidance/<criterion>/example/<uuid:example_id>/retire")
@requires(Permission.GUIDANCE_WRITE)
def retire_example(criterion: str, example_id: UUID) -> ResponseReturnValue:
    """Show it no more."""
    form = RetireForm()
    with submitting(form) as work:
        writing.retire_example(work, form.to_command(criterion, example_id))
    return _guidance(criterion) if form.errors else redirect_to("consistency.write_guidance", criterion=criterion)
