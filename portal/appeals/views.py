"""The pages of an appeal: the council's, the administration's, the panel's."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.appeals import actions, admitting, deciding, forms, hearing, oversight, queries
from portal.appeals.criterion import criterion_page
from portal.audit.work import Work
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("appeals", __name__)


def _council_page(slug: str) -> queries.CouncilPage:
    with reading() as session:
        return queries.council_page(session, current_actor(), slug, today(services().clock))


def _council(slug: str, form: FormBase | None = None) -> Response:
    page = _council_page(slug)
    writing = form.offer(page) if isinstance(form, forms.AppealForm) else forms.AppealForm.of(page)
    handing = form if isinstance(form, forms.HandBackForm) else forms.HandBackForm(formdata=None)
    return render("appeals/council.html", page=page, form=form, writing=writing, handing=handing)


@bp.get("/council/<slug>/appeal")
@requires(Permission.APPEAL_SEE)
def council(slug: str) -> Response:
    """What can be appealed and how, or where the appeal stands."""
    return _council(slug)


@bp.post("/council/<slug>/appeal")
@requires(Permission.APPEAL_WRITE)
def write(slug: str) -> ResponseReturnValue:
    """Send it to the approver."""
    form = forms.AppealForm()
    with submitting(form) as work:
        actions.write(work, form.to_command(slug))
    if form.errors:
        return _council(slug, form)
    flash(gettext("Your approver has been asked to confirm the appeal."))
    return redirect_to("appeals.council", slug=slug)


@bp.post("/council/<slug>/appeal/confirm")
@requires(Permission.APPEAL_CONFIRM)
def confirm(slug: str) -> ResponseReturnValue:
    """Lodge it."""
    return _press(slug, actions.lodge, gettext("The appeal is lodged. The LGA has it now."))


@bp.post("/council/<slug>/appeal/hand-back")
@requires(Permission.APPEAL_CONFIRM)
def hand_back(slug: str) -> ResponseReturnValue:
    """Hand it back to the owner."""
    form = forms.HandBackForm()
    with submitting(form) as work:
        actions.hand_back(work, form.to_command(slug))
    if form.errors:
        return _council(slug, form)
    flash(gettext("The appeal is handed back. An owner can write it anew."))
    return redirect_to("appeals.council", slug=slug)


@bp.post("/council/<slug>/appeal/withdraw")
@requires(Permission.APPEAL_WRITE)
def withdraw(slug: str) -> ResponseReturnValue:
    """Withdraw it."""
    return _press(slug, actions.withdraw, gettext("The appeal is withdrawn. The result stands."))


def _press(slug: str, action: Callable[[Work, str], None], done: str) -> ResponseReturnValue:
    form = ButtonForm()
    with submitting(form) as work:
        action(work, slug)
    if form.errors:
        return _council(slug, form)
    flash(done)
    return redirect_to("appeals.council", slug=slug)


@bp.get("/administration/appeals")
@requires(Permission.SCHEME_OVERSEE)
def overview() -> Response:
    """Every appeal, and what was upheld."""
    with reading() as session:
        page = oversight.appeals_page(session, current_actor(), today(services().clock))
    return render("appeals/overview.html", page=page)


def _advice(appeal: str, form: forms.AdviceForm) -> Response:
    with reading() as session:
        page = oversight.advice_page(session, current_actor(), appeal, today(services().clock))
    return render("appeals/advice.html", page=page, form=form.offer(page))


@bp.get("/administration/appeals/<appeal>")
@requires(Permission.APPEAL_ADVISE)
def consider(appeal: str) -> Response:
    """One appeal, to be advised on."""
    return _advice(appeal, forms.AdviceForm())


@bp.post("/administration/appeals/<appeal>")
@requires(Permission.APPEAL_ADVISE)
def advise(appeal: str) -> ResponseReturnValue:
    """Advise the chair, and name them."""
    form = forms.AdviceForm()
    with submitting(form) as work:
        admitting.advise(work, form.to_command(appeal))
    if form.errors:
        return _advice(appeal, form)
    flash(gettext("The chair has your advice."))
    return redirect_to("appeals.overview")


@bp.get("/panel/")
@requires(Permission.APPEAL_HEAR)
def panel() -> Response:
    """The appeals that the reader hears."""
    with reading() as session:
        page = hearing.panel_home(session, current_actor(), today(services().clock))
    return render("appeals/panel.html", page=page)


def _hearing(appeal: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = hearing.panel_page(session, current_actor(), appeal, today(services().clock))
    fresh: dict[str, Any] = {"formdata": None}
    shown = {
        "admitting": form if isinstance(form, forms.AdmitForm) else forms.AdmitForm(**fresh),
        "refusing": form if isinstance(form, forms.RefuseForm) else forms.RefuseForm(**fresh),
        "finding": form if isinstance(form, forms.FindingForm) else forms.FindingForm.of(page),
        "recording": form if isinstance(form, forms.OutcomeForm) else forms.OutcomeForm.of(page),
    }
    shown["admitting"].offer(page)
    shown["finding"].offer(page)
    return render("appeals/hearing.html", page=page, form=form, **shown)


@bp.get("/panel/<appeal>")
@requires(Permission.APPEAL_HEAR)
def hear(appeal: str) -> Response:
    """One appeal, with everything that it is about."""
    return _hearing(appeal)


@bp.post("/panel/<appeal>/admit")
@requires(Permission.APPEAL_CHAIR)
def admit(appeal: str) -> ResponseReturnValue:
    """Admit it and choose the panel."""
    form = forms.AdmitForm()
    return _sent(appeal, form, lambda work: admitting.admit(work, form.to_command(appeal)))


@bp.post("/panel/<appeal>/refuse")
@requires(Permission.APPEAL_CHAIR)
def refuse(appeal: str) -> ResponseReturnValue:
    """Do not admit it."""
    form = forms.RefuseForm()
    return _sent(appeal, form, lambda work: admitting.do_not_admit(work, form.to_command(appeal)))


@bp.post("/panel/<appeal>/finding")
@requires(Permission.APPEAL_HEAR)
def find(appeal: str) -> ResponseReturnValue:
    """Save what the member finds."""
    form = forms.FindingForm()
    return _sent(appeal, form, lambda work: deciding.save_finding(work, form.to_command(appeal)))


@bp.post("/panel/<appeal>/outcome")
@requires(Permission.APPEAL_CHAIR)
def record(appeal: str) -> ResponseReturnValue:
    """Record what at least two have found."""
    form = forms.OutcomeForm()
    return _sent(appeal, form, lambda work: deciding.record_outcome(work, form.to_command(appeal)))


def _sent(appeal: str, form: FormBase, action: Callable[[Work], None]) -> ResponseReturnValue:
    with submitting(form) as work:
        action(work)
    if form.errors:
        return _hearing(appeal, form)
    flash(gettext("Saved."))
    return redirect_to("appeals.hear", appeal=appeal)


def _criterion(appeal: str, criterion_id: str, form: forms.CorrectForm | None = None) -> Response:
    with reading() as session:
        page = criterion_page(session, current_actor(), appeal, criterion_id, today(services().clock))
    shown = form.offer(page) if form else forms.CorrectForm.of(page)
    return render("appeals/criterion.html", page=page, form=shown)


@bp.get("/panel/<appeal>/criteria/<criterion>")
@requires(Permission.APPEAL_HEAR)
def look_at(appeal: str, criterion: str) -> Response:
    """One criterion: answer, evidence, and all scores."""
    return _criterion(appeal, criterion)


@bp.post("/panel/<appeal>/criteria/<criterion>")
@requires(Permission.APPEAL_CHAIR)
def correct(appeal: str, criterion: str) -> ResponseReturnValue:
    """Enter the corrected score."""
    form = forms.CorrectForm()
    with submitting(form) as work:
        deciding.correct_score(work, form.to_command(appeal, criterion))
    if form.errors:
        return _criterion(appeal, criterion, form)
    flash(gettext("The corrected score is saved."))
    return redirect_to("appeals.hear", appeal=appeal)
