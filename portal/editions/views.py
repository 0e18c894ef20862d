"""The pages on which administrators draft an edition."""

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.documents.csvfile import as_csv
from portal.editions import actions, ahead, export, pages, queries, scheduling
from portal.editions.dryrun import VERDICT_WORDS
from portal.editions.forms import BeginForm, CriterionForm, OneDraftForm, ScheduleForm, TextForm, UnscheduleForm
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.guard import requires
from portal.web.paper import render_workbook
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.wording import say

bp = Blueprint("editions", __name__)
UP = "up"


@bp.get("/administration/editions")
@requires(Permission.EDITION_DRAFT)
def editions() -> ResponseReturnValue:
    """Every edition and every draft."""
    return _editions(BeginForm())


@bp.post("/administration/editions")
@requires(Permission.EDITION_DRAFT)
def begin() -> ResponseReturnValue:
    """Begin a draft and show it."""
    form = BeginForm()
    with submitting(form) as work:
        actions.begin(work, form.to_command())
    return _editions(form) if form.errors else redirect_to("editions.draft", name=form.name.data)


@bp.get("/administration/editions/<name>")
@requires(Permission.EDITION_DRAFT)
def draft(name: str) -> ResponseReturnValue:
    """A draft at a glance: what is wrong with it, its worked cases, its criteria."""
    return _draft(name, OneDraftForm())


@bp.get("/administration/editions/<name>/text")
@requires(Permission.EDITION_DRAFT)
def text(name: str) -> ResponseReturnValue:
    """The whole text, with its faults beside it."""
    return _text(name, None)


@bp.post("/administration/editions/<name>/text")
@requires(Permission.EDITION_DRAFT)
def save_text(name: str) -> ResponseReturnValue:
    """Save it, with whatever is wrong in it."""
    form = TextForm()
    with submitting(form) as work:
        actions.save_text(work, form.to_command(name))
    if form.errors:
        return _text(name, form)
    flash(gettext("The text is saved."))
    return redirect_to("editions.text", name=name)


@bp.get("/administration/editions/<name>.yaml")
@requires(Permission.EDITION_DRAFT)
def download(name: str) -> Response:
    """The whole text as a file."""
    with reading() as session:
        found = queries.draft_facts(session, current_actor(), name)
    answer = Response(found.source, mimetype="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}.yaml"'
    return answer


@bp.get("/administration/editions/<name>/criteria/new")
@requires(Permission.EDITION_DRAFT)
def new_criterion(name: str) -> ResponseReturnValue:
    """A criterion to be added."""
    return _criterion(name, "", None)


@bp.post("/administration/editions/<name>/criteria/new")
@requires(Permission.EDITION_DRAFT)
def add_criterion(name: str) -> ResponseReturnValue:
    """Add it."""
    return _save_criterion(name, "")


@bp.get("/administration/editions/<name>/criteria/<criterion>")
@requires(Permission.EDITION_DRAFT)
def criterion(name: str, criterion: str) -> ResponseReturnValue:
    """One criterion in a form."""
    return _criterion(name, criterion, None)


@bp.post("/administration/editions/<name>/criteria/<criterion>")
@requires(Permission.EDITION_DRAFT)
def save_criterion(name: str, criterion: str) -> ResponseReturnValue:
    """Save it."""
    return _save_criterion(name, criterion)


@bp.post("/administration/editions/<name>/criteria/<criterion>/move")
@requires(Permission.EDITION_DRAFT)
def move_criterion(name: str, criterion: str) -> ResponseReturnValue:
    """Move it one place among those of its theme."""
    form = OneDraftForm()
    with submitting(form) as work:
        actions.move_criterion(work, form.to_criterion(name, criterion, up=request.form.get("way") == UP))
    return _draft(name, form) if form.errors else redirect_to("editions.draft", name=name, _anchor=criterion)


@bp.post("/administration/editions/<name>/criteria/<criterion>/remove")
@requires(Permission.EDITION_DRAFT)
def remove_criterion(name: str, criterion: str) -> ResponseReturnValue:
    """Take it out of the draft."""
    form = OneDraftForm()
    with submitting(form) as work:
        actions.remove_criterion(work, form.to_criterion(name, criterion))
    return _back_to_draft(name, form, gettext("%(id)s is taken out of the draft.", id=criterion))


@bp.post("/administration/editions/<name>/sums")
@requires(Permission.EDITION_DRAFT)
def bring_sums_into_line(name: str) -> ResponseReturnValue:
    """Write the sums of the weights as they are."""
    form = OneDraftForm()
    with submitting(form) as work:
        actions.bring_sums_into_line(work, form.to_command(name))
    return _back_to_draft(name, form, gettext("The sums are those of the weights now."))


@bp.post("/administration/editions/<name>/discard")
@requires(Permission.EDITION_DRAFT)
def discard(name: str) -> ResponseReturnValue:
    """Give the draft up."""
    form = OneDraftForm()
    with submitting(form) as work:
        actions.discard(work, form.to_command(name))
    if form.errors:
        return _draft(name, form)
    flash(gettext("The draft %(name)s is given up.", name=name))
    return redirect_to("editions.editions")


@bp.get("/administration/editions/<name>/compare")
@requires(Permission.EDITION_DRAFT)
def compare(name: str) -> ResponseReturnValue:
    """The draft beside an edition."""
    with reading() as session:
        page = pages.compare_page(session, current_actor(), name, request.args.get("with", ""))
    return render("editions/compare.html", page=page)


@bp.get("/administration/editions/<name>/dry-run")
@requires(Permission.EDITION_DRAFT)
def dry_run(name: str) -> ResponseReturnValue:
    """What the draft would have made of the results that are out."""
    page = _dry_run(name)
    return render("editions/dry_run.html", page=page, verdicts=VERDICT_WORDS, outcomes=export.OUTCOME_WORDS)


@bp.get("/administration/editions/<name>/dry-run.csv")
@requires(Permission.EDITION_DRAFT)
def dry_run_csv(name: str) -> Response:
    """The same for scripts."""
    page = _dry_run(name)
    answer = Response(as_csv(export.table(page), say), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="dry-run-{page.draft.name}.csv"'
    return answer


@bp.get("/administration/editions/<name>/dry-run.xlsx")
@requires(Permission.EDITION_DRAFT)
def dry_run_workbook(name: str) -> Response:
    """The same for spreadsheets."""
    page = _dry_run(name)
    return render_workbook(export.book(page), f"dry-run-{page.draft.name}")


@bp.get("/administration/editions/<name>/schedule")
@requires(Permission.EDITION_DRAFT)
def scheduled(name: str) -> ResponseReturnValue:
    """Schedule a draft, or take a scheduled edition back."""
    return _schedule(name, None)


@bp.post("/administration/editions/<name>/schedule")
@requires(Permission.EDITION_DRAFT)
def schedule(name: str) -> ResponseReturnValue:
    """Fix the draft as an edition that counts from a day."""
    form = ScheduleForm()
    with submitting(form) as work:
        scheduling.schedule(work, form.to_command(name))
    if form.errors:
        return _schedule(name, form)
    flash(gettext("Edition %(name)s is scheduled. The owners of all councils are told.", name=name))
    return redirect_to("editions.scheduled", name=name)


@bp.post("/administration/editions/<name>/unschedule")
@requires(Permission.EDITION_DRAFT)
def unschedule(name: str) -> ResponseReturnValue:
    """Take it back, so that it can be changed."""
    form = UnscheduleForm()
    with submitting(form) as work:
        scheduling.unschedule(work, form.to_command(name))
    if form.errors:
        return _schedule(name, form)
    flash(gettext("Edition %(name)s is a draft again. The owners of all councils are told.", name=name))
    return redirect_to("editions.draft", name=name)


def _dry_run(name: str) -> ahead.DryRunPage:
    with reading() as session:
        return ahead.dry_run_page(session, current_actor(), name)


def _schedule(name: str, form: FormBase | None) -> ResponseReturnValue:
    with reading() as session:
        page = ahead.schedule_page(session, current_actor(), name, today(services().clock))
    fresh = ScheduleForm(data={"version": page.draft.version}) if page.draft.is_open else UnscheduleForm()
    return render("editions/schedule.html", page=page, form=form or fresh)


def _editions(form: BeginForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.editions_page(session, current_actor(), today(services().clock))
    return render("editions/editions.html", page=page, form=form.offering(page.from_names))


def _draft(name: str, form: FormBase) -> ResponseReturnValue:
    with reading() as session:
        page = pages.draft_page(session, current_actor(), name)
    return render("editions/draft.html", page=page, form=form)


def _back_to_draft(name: str, form: FormBase, said: str) -> ResponseReturnValue:
    if form.errors:
        return _draft(name, form)
    flash(said)
    return redirect_to("editions.draft", name=name)


def _text(name: str, form: TextForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = pages.draft_page(session, current_actor(), name)
    return render("editions/text.html", page=page, form=form or TextForm.of(page.draft))


def _criterion(name: str, criterion: str, form: CriterionForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = pages.criterion_page(session, current_actor(), name, criterion)
    return render("editions/criterion.html", page=page, form=form or CriterionForm.of(page))


def _save_criterion(name: str, criterion: str) -> ResponseReturnValue:
    with reading() as session:
        page = pages.criterion_page(session, current_actor(), name, criterion)
    form = CriterionForm.shaped(page.choices)().offering(page.choices)
    with submitting(form) as work:
        actions.save_criterion(work, form.to_command(name, criterion))
    saved = criterion or form.id.data
    return (
        _criterion(name, criterion, form)
        if form.errors
        else _back_to_draft(name, form, gettext("%(id)s is saved.", id=saved))
    )
