"""The pages of a concern: for whoever reports one, for the scheme, for the council, for the chair of a panel."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.audit.work import Work
from portal.concerns import actions, case, council, escalating, forms, handling, queries, sorting
from portal.concerns.letters import letter_page
from portal.concerns.rules import LONGEST_WHAT, Step
from portal.concerns.steps import DOINGS, Deed
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import VISITOR, Permission
from portal.kernel.words import words
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import may_open, public, requires
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.typed import one_line, whole_number

# Two, because the first is for everybody: it needs no cookie, and so cannot have a token that is bound to one.
reporting = Blueprint("reporting", __name__)
bp = Blueprint("concerns", __name__)

LONGEST_NUMBER = 40
# What somebody reported is theirs to look at: it is in no cache and in no search engine.
OWN = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}

Act = Callable[[Work, Any], object]
DEEDS: Mapping[Deed, tuple[type[forms.DeedForm], Act]] = {
    Deed.TAKE_IN: (forms.TakeInForm, handling.take_in),
    Deed.TRIAGE: (forms.TriageForm, handling.triage),
    Deed.MERGE: (forms.MergeForm, handling.merge),
    Deed.NOT_FOR_US: (forms.NotForUsForm, handling.not_for_us),
    Deed.ASK: (forms.AskForm, handling.ask_council),
    Deed.PUT_RIGHT: (forms.PutRightForm, handling.put_right),
    Deed.ESCALATE: (forms.EscalateForm, escalating.escalate),
    Deed.INVESTIGATE: (forms.InvestigateForm, escalating.investigate),
    Deed.FIND: (forms.FindForm, escalating.find),
    Deed.CLOSE: (forms.CloseForm, handling.close),
}


def _asked(number: str) -> sorting.Asked:
    given = (one_line(request.args.get(name, ""))[: sorting.LONGEST_ASKED] for name in sorting.ANSWERS)
    return sorting.Asked(one_line(number)[:LONGEST_NUMBER], *given)


def _report(number: str, form: forms.ReportForm) -> Response:
    with reading() as session:
        page = sorting.report_page(session, _asked(number), today(services().clock))
    if form.errors and page.step is not Step.DETAILS:
        # An answer before is missing, or no longer holds: the page for that keeps what was typed.
        said = words("An answer before this page is missing or no longer holds. Begin the report again.")
        raise RuleBroken([Problem("", said)])
    return render_public(f"concerns/report_{page.step}.html", page, form, longest=LONGEST_WHAT)


@reporting.get("/report")
@reporting.get("/report/<number>")
@public
def report(number: str = "") -> Response:
    """The next question, by what has been answered."""
    return _report(number, forms.ReportForm(formdata=None))


@reporting.post("/report")
@reporting.post("/report/<number>")
@public
def send(number: str = "") -> ResponseReturnValue:
    """Take the report in."""
    form, reference = forms.ReportForm(), ""
    with submitting(form, VISITOR) as work:
        reference = actions.report(work, form.to_command(_asked(number))).reference
    if form.errors:
        return _report(number, form)
    return redirect_to("reporting.received", concern=reference)


@reporting.get("/report/received/<concern>")
@public
def received(concern: str) -> Response:
    """The reference, and what happens next."""
    with reading() as session:
        page = sorting.followed(session, concern)
    return _own("concerns/received.html", page)


@reporting.get("/report/follow")
@public
def follow() -> Response:
    """What came of a report, by its reference."""
    typed, page = one_line(request.args.get("reference", ""))[: sorting.LONGEST_ASKED], None
    try:
        with reading() as session:
            page = sorting.followed(session, typed) if typed else None
    except NotFound:
        return _own("concerns/follow.html", None, typed=typed, code=404)
    return _own("concerns/follow.html", page, typed=typed)


def _own(template: str, page: sorting.Followed | None, typed: str = "", code: int = 200) -> Response:
    answer = render_public(template, page, code=code, typed=typed)
    answer.headers.update(OWN)
    return answer


@bp.get("/administration/concerns")
@requires(Permission.CONCERN_SEE)
def overview() -> Response:
    """Every concern, by what is due."""
    asked, page = request.args, request.args.get("page", 1, type=whole_number)
    shown, state, kind, turn = (asked.get(name, "") for name in ("shown", "state", "kind", "turn"))
    council = one_line(asked.get("council", ""))
    chosen = queries.Chosen(shown or queries.OPEN, state, kind, turn, bool(asked.get("late")), page, council)
    with reading() as session:
        found = queries.concerns_page(session, current_actor(), chosen, today(services().clock))
    return render("concerns/overview.html", page=found, choices=queries.CHOICES)


def _case(concern: str, template: str = "concerns/case.html", **more: Any) -> Response:
    with reading() as session:
        page = case.case_page(session, current_actor(), concern, today(services().clock))
    if isinstance(form := more.get("form"), forms.DeedForm):
        form.offer(page)
    return render(template, page=page, may_open=may_open, doings=DOINGS, **more)


@bp.get("/administration/concerns/<concern>")
@requires(Permission.CONCERN_SEE)
def show(concern: str) -> Response:
    """One concern: what was reported, what has happened, what comes next."""
    return _case(concern)


@bp.post("/administration/concerns/<concern>/take-on")
@requires(Permission.CONCERN_HANDLE)
def take_on(concern: str) -> ResponseReturnValue:
    """Look after it."""
    form = ButtonForm()
    with submitting(form) as work:
        handling.take_on(work, concern)
    flash(gettext("You look after this concern now."))
    return redirect_to("concerns.show", concern=concern)


def _deed(deed: str) -> Deed:
    if deed not in set(Deed):
        raise NotFound(f"nothing called {deed} is done about a concern")
    return Deed(deed)


@bp.get("/administration/concerns/<concern>/do/<deed>")
@requires(Permission.CONCERN_SEE)
def prepare(concern: str, deed: str) -> Response:
    """One next step, to be filled in."""
    chosen = _deed(deed)
    return _case(concern, "concerns/deed.html", form=DEEDS[chosen][0](), deed=chosen)


@bp.post("/administration/concerns/<concern>/do/<deed>")
@requires(Permission.CONCERN_SEE)
def do(concern: str, deed: str) -> ResponseReturnValue:
    """Do it."""
    chosen = _deed(deed)
    kind, action = DEEDS[chosen]
    form = kind()
    with submitting(form) as work:
        action(work, form.to_command(concern))
    if form.errors:
        return _case(concern, "concerns/deed.html", form=form, deed=chosen)
    flash(gettext("Saved."))
    return redirect_to("concerns.show", concern=concern)


@bp.get("/administration/concerns/<concern>/letter")
@requires(Permission.CONCERN_SEE)
def letter(concern: str) -> Response:
    """A letter on paper, or the words of a report to a social network."""
    with reading() as session:
        page = letter_page(session, current_actor(), concern, today(services().clock))
    address = services().config.public_address
    return render("concerns/letter.html", page=page, register=address + url_for("register.listing"))


def _council(slug: str, form: forms.AnswerForm, open_at: str = "") -> Response:
    with reading() as session:
        page = council.council_page(session, current_actor(), slug, today(services().clock))
    return render("concerns/council.html", page=page, form=form, open_at=open_at)


@bp.get("/council/<slug>/concerns")
@requires(Permission.CONCERN_ANSWER)
def of_council(slug: str) -> Response:
    """What the council was asked."""
    return _council(slug, forms.AnswerForm())


@bp.post("/council/<slug>/concerns/<concern>")
@requires(Permission.CONCERN_ANSWER)
def answer(slug: str, concern: str) -> ResponseReturnValue:
    """Answer for the council."""
    form = forms.AnswerForm()
    with submitting(form) as work:
        council.answer(work, form.to_command(slug, concern))
    if form.errors:
        return _council(slug, form, concern)
    flash(gettext("Your answer is sent. You hear from us when we have checked."))
    return redirect_to("concerns.of_council", slug=slug)


def _confirm(concern: str, form: forms.ConfirmForm) -> Response:
    with reading() as session:
        page = case.confirm_page(session, current_actor(), concern)
    return render("concerns/confirm.html", page=page, form=form)


@bp.get("/panel/concerns/<concern>")
@requires(Permission.CONCERN_CONFIRM)
def look_at(concern: str) -> Response:
    """What an investigation has found."""
    return _confirm(concern, forms.ConfirmForm())


@bp.post("/panel/concerns/<concern>")
@requires(Permission.CONCERN_CONFIRM)
def confirm(concern: str) -> ResponseReturnValue:
    """Confirm it, or hand it back."""
    form = forms.ConfirmForm()
    with submitting(form) as work:
        escalating.confirm(work, form.to_command(concern))
    if form.errors:
        return _confirm(concern, form)
    flash(gettext("Thank you. Those who have to act on it have been told."))
    return redirect_to("concerns.to_confirm")


@bp.get("/panel/concerns")
@requires(Permission.CONCERN_CONFIRM)
def to_confirm() -> Response:
    """The investigations that wait for the reader."""
    with reading() as session:
        page = case.to_confirm(session, current_actor())
    return render("concerns/to_confirm.html", page=page)
