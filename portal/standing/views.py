"""The pages of an award's life: the administration's, the appeal panel's and the council's."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.audit.work import Work
from portal.awards.rules import STANDING_WORDS, Standing
from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.standing import actions, forms, listing, suspending, withdrawing
from portal.standing.council_page import council_award
from portal.standing.life import life_page, panel_page
from portal.standing.listing import WAITS_WORDS, Chosen
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("standing", __name__)


@bp.get("/administration/awards")
@requires(Permission.SCHEME_OVERSEE)
def awards() -> Response:
    """Every award, those in which something waits first."""
    chosen = Chosen(*(request.args.get(name, "") for name in ("standing", "waits", "region")))
    typed = request.args.get("page", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() else 1
    with reading() as session:
        page = listing.list_page(session, current_actor(), chosen, today(services().clock), number)
    # Two standings may be called the same for the public; here they are told apart.
    standings = {**STANDING_WORDS, Standing.RENEWAL_OPEN: gettext("Current, renewal open")}
    return render("standing/list.html", page=page, waits=WAITS_WORDS, standings=standings)


@bp.get("/administration/awards/<number>")
@requires(Permission.SCHEME_OVERSEE)
def award(number: str) -> Response:
    """One award: its life, what comes next, and what can be done now."""
    return _life(number)


@bp.get("/administration/awards/<number>/suspend")
@requires(Permission.SUSPENSION_PROPOSE)
def suspend_page(number: str) -> Response:
    """Before a suspension is proposed."""
    return _asking(number, "standing/suspend.html", forms.ProposeForm())


@bp.post("/administration/awards/<number>/suspend")
@requires(Permission.SUSPENSION_PROPOSE)
def propose(number: str) -> ResponseReturnValue:
    """Propose it."""
    form = forms.ProposeForm()
    with submitting(form) as work:
        suspending.propose(work, form.to_command(number))
    if form.errors:
        return _asking(number, "standing/suspend.html", form)
    return _done(number, gettext("The lead reviewers are told. Another person decides."))


@bp.post("/administration/awards/<number>/decide")
@requires(Permission.SUSPENSION_DECIDE)
def decide(number: str) -> ResponseReturnValue:
    """Decide on it."""
    form = forms.DecideForm()
    with submitting(form) as work:
        suspending.decide(work, form.to_command(number))
    return _life(number, form) if form.errors else _done(number, gettext("Your decision is kept."))


@bp.post("/administration/awards/<number>/drop")
@requires(Permission.SUSPENSION_DECIDE)
def drop(number: str) -> ResponseReturnValue:
    """Drop it before its day."""
    form = forms.ReasonForm()
    with submitting(form) as work:
        suspending.drop(work, form.to_command(number))
    return (
        _life(number, form) if form.errors else _done(number, gettext("The council is told that it is not suspended."))
    )


@bp.post("/administration/awards/<number>/restore")
@requires(Permission.SUSPENSION_DECIDE)
def restore(number: str) -> ResponseReturnValue:
    """Restore the award."""
    form = forms.ReasonForm()
    with submitting(form) as work:
        suspending.restore(work, form.to_command(number))
    return _life(number, form) if form.errors else _done(number, gettext("The award is current again."))


@bp.get("/administration/awards/<number>/withdraw")
@requires(Permission.WITHDRAWING_PROPOSE)
def withdraw_page(number: str) -> Response:
    """Before a withdrawal is proposed."""
    return _asking(number, "standing/withdraw.html", forms.WithdrawForm())


@bp.post("/administration/awards/<number>/withdraw")
@requires(Permission.WITHDRAWING_PROPOSE)
def propose_withdrawal(number: str) -> ResponseReturnValue:
    """Propose it to the panel."""
    form = forms.WithdrawForm()
    with submitting(form) as work:
        withdrawing.propose(work, form.to_command(number))
    if form.errors:
        return _asking(number, "standing/withdraw.html", form)
    return _done(number, gettext("The appeal panel is told. The award stays suspended until it answers."))


@bp.post("/administration/awards/<number>/withdraw/take-back")
@requires(Permission.WITHDRAWING_PROPOSE)
def take_back_withdrawal(number: str) -> ResponseReturnValue:
    """Take the proposal back."""
    form = ButtonForm()
    with submitting(form) as work:
        withdrawing.take_back(work, number)
    return _life(number, form) if form.errors else _done(number, gettext("The proposal is taken back."))


@bp.get("/administration/awards/<number>/end")
@requires(Permission.AWARD_END)
def end_page(number: str) -> Response:
    """Before an award is ended because its council was replaced."""
    return _asking(number, "standing/end.html", forms.EndForm())


@bp.post("/administration/awards/<number>/end")
@requires(Permission.AWARD_END)
def end(number: str) -> ResponseReturnValue:
    """End it."""
    form = forms.EndForm()
    with submitting(form) as work:
        actions.end_early(work, form.to_command(number))
    if form.errors:
        return _asking(number, "standing/end.html", form)
    return _done(number, gettext("The award has ended. The council is told."))


@bp.get("/panel/awards")
@requires(Permission.WITHDRAWING_CONFIRM)
def panel() -> Response:
    """The withdrawals that wait for the panel."""
    with reading() as session:
        lines = listing.panel_lines(session, current_actor())
    return render("standing/panel.html", page=lines)


@bp.get("/panel/awards/<number>")
@requires(Permission.WITHDRAWING_CONFIRM)
def panel_award(number: str) -> Response:
    """One of them."""
    return _panel(number, forms.PanelForm())


@bp.post("/panel/awards/<number>")
@requires(Permission.WITHDRAWING_CONFIRM)
def panel_answer(number: str) -> ResponseReturnValue:
    """Confirm it, or not."""
    form = forms.PanelForm()
    with submitting(form) as work:
        withdrawing.answer(work, form.to_command(number))
    if form.errors:
        return _panel(number, form)
    flash(gettext("Your answer is kept."))
    return redirect_to("standing.panel")


@bp.get("/council/<slug>/award")
@requires(Permission.COUNCIL_SEE)
def own(slug: str) -> Response:
    """The council's award."""
    return _own(slug)


@bp.post("/council/<slug>/award/answer")
@requires(Permission.SUSPENSION_ANSWER)
def answer(slug: str) -> ResponseReturnValue:
    """Say what has been put right."""
    form = forms.AnswerForm()
    with submitting(form) as work:
        suspending.answer(work, form.to_command(slug))
    return _own(slug, form) if form.errors else _own_done(slug, gettext("The lead reviewers have your answer."))


@bp.post("/council/<slug>/award/contacts")
@requires(Permission.GIVING_UP_ASK)
def contacts(slug: str) -> ResponseReturnValue:
    """Keep whom we write to."""
    form = forms.ContactsForm()
    with submitting(form) as work:
        actions.save_contacts(work, form.to_command(slug))
    return _own(slug, form) if form.errors else _own_done(slug, gettext("The addresses are saved."))


@bp.post("/council/<slug>/award/give-up")
@requires(Permission.GIVING_UP_ASK)
def ask_giving_up(slug: str) -> ResponseReturnValue:
    """Ask an approver to confirm that it is given up."""
    form = forms.GiveUpForm()
    with submitting(form) as work:
        actions.ask_giving_up(work, form.to_command(slug))
    return _own(slug, form) if form.errors else _own_done(slug, gettext("Your approver has been asked to confirm."))


@bp.post("/council/<slug>/award/give-up/confirm")
@requires(Permission.GIVING_UP_CONFIRM)
def confirm_giving_up(slug: str) -> ResponseReturnValue:
    """Confirm it."""
    return _press(slug, actions.confirm_giving_up, gettext("The award is given up. Please take the badge down."))


@bp.post("/council/<slug>/award/give-up/refuse")
@requires(Permission.GIVING_UP_CONFIRM)
def refuse_giving_up(slug: str) -> ResponseReturnValue:
    """Keep it."""
    return _press(slug, actions.refuse_giving_up, gettext("Your council keeps its award."))


@bp.post("/council/<slug>/award/give-up/take-back")
@requires(Permission.GIVING_UP_ASK)
def take_back_giving_up(slug: str) -> ResponseReturnValue:
    """The owner does not wish it any more."""
    return _press(slug, actions.take_back_giving_up, gettext("The request is taken back. You keep your award."))


def _press(slug: str, action: Callable[[Work, str], None], done: str) -> ResponseReturnValue:
    form = ButtonForm()
    with submitting(form) as work:
        action(work, slug)
    return _own(slug, form) if form.errors else _own_done(slug, done)


def _own(slug: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = council_award(session, current_actor(), slug, today(services().clock))
    known = {"web": page.web_contact, "monitoring_officer": page.monitoring_officer}
    shown: dict[str, FormBase] = {
        "answering": form if isinstance(form, forms.AnswerForm) else forms.AnswerForm(formdata=None),
        "giving": form if isinstance(form, forms.GiveUpForm) else forms.GiveUpForm(formdata=None),
        "telling": form if isinstance(form, forms.ContactsForm) else forms.ContactsForm(formdata=None, data=known),
    }
    return render("standing/council.html", page=page, form=form, contact=services().config.contact, **shown)


def _own_done(slug: str, done: str) -> ResponseReturnValue:
    flash(done)
    return redirect_to("standing.own", slug=slug)


def _life(number: str, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = life_page(session, current_actor(), number, today(services().clock))
    shown: dict[str, FormBase] = {
        "deciding": form if isinstance(form, forms.DecideForm) else forms.DecideForm(formdata=None),
        "explaining": form if isinstance(form, forms.ReasonForm) else forms.ReasonForm(formdata=None),
    }
    return render("standing/life.html", page=page, form=form, **shown)


def _asking(number: str, template: str, form: FormBase) -> Response:
    with reading() as session:
        page = life_page(session, current_actor(), number, today(services().clock))
    return render(template, page=page, form=form)


def _panel(number: str, form: forms.PanelForm) -> Response:
    with reading() as session:
        page = panel_page(session, current_actor(), number, today(services().clock))
    return render("standing/panel_award.html", page=page, form=form)


def _done(number: str, done: str) -> ResponseReturnValue:
    flash(done)
    return redirect_to("standing.award", number=number)
