"""Signing in and out, and a person's own page."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import actions, held, onward, pages, rules, signin
from portal.accounts.forms import AccountForm, CodeForm, DemonstrationForm, EmailForm
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import may_open, public, requires
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.wording import time_of_day

bp = Blueprint("accounts", __name__)
# Registered in demonstration mode only: elsewhere these addresses do not exist.
demonstration = Blueprint("demonstration_sign_in", __name__)
# What somebody is typing, on whichever page.
keeping = Blueprint("keeping", __name__)

# For a whole office behind one address. The limits for one mailbox and one code are rows, not these.
SIGN_IN_LIMIT = "60 per minute"
# For one person: a draft every second and a half, in several tabs.
KEEP_LIMIT = "120 per minute"


def _entered(form: FormBase, entry: actions.Entry | None) -> ResponseReturnValue | None:
    """On to the pages where the door opened; None, with the problem on the form, where it did not."""
    actor = onward.enter(form, entry)
    return onward.onward(actor) if actor else None


def _sign_in_page(form: EmailForm) -> Response:
    people: tuple[pages.DemonstrationGroup, ...] = ()
    if services().config.demonstration:
        with reading() as session:
            people = pages.demonstration_people(session)
    return render_public("accounts/sign_in.html", people, form, next=onward.next_page(), kept="kept" in request.args)


@bp.get("/sign-in")
@public
def sign_in() -> Response:
    """Ask for the email address."""
    return _sign_in_page(EmailForm())


@bp.post("/sign-in")
@public
def request_code() -> ResponseReturnValue:
    """Send a code: the answer is the same for every address."""
    form = EmailForm()
    with submitting(form) as work:
        command = form.to_command(signin.browser_id(), request.remote_addr or "")
        actions.request_code(work, signin.sealer(), command)
    return _sign_in_page(form) if form.errors else redirect_to("accounts.code", next=onward.next_page())


def _code_page(form: CodeForm) -> Response:
    with reading() as session:
        sent_to = pages.code_sent_to(session, signin.sealer(), signin.browser_id())
    return render_public("accounts/code.html", sent_to, form, next=onward.next_page())


@bp.get("/sign-in/code")
@public
def code() -> Response:
    """Ask for the code."""
    return _code_page(CodeForm())


@bp.post("/sign-in/code")
@public
def enter_code() -> ResponseReturnValue:
    """Try the code."""
    form, entry = CodeForm(), None
    with submitting(form) as work:
        entry = actions.enter_code(work, signin.sealer(), form.to_command(signin.browser_id()))
    return _entered(form, entry) or _code_page(form)


@demonstration.post("/sign-in/demonstration")
@public
def enter_demonstration() -> ResponseReturnValue:
    """Be one of the invented people."""
    form, entry = DemonstrationForm(), None
    with submitting(form) as work:
        entry = actions.enter_demonstration(work, form.to_command())
    return _entered(form, entry) or redirect_to("accounts.sign_in")


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session of this browser."""
    token = signin.own_token()
    with submitting(ButtonForm()) as work:
        if token is not None:
            actions.sign_out(work, token)
    return _left()


@bp.get("/sign-in/out")
@public
def signed_out() -> Response:
    """Say that it is done."""
    return render_public("accounts/signed_out.html")


def _own_id() -> UUID:
    person_id = current_actor().person_id
    if person_id is None:
        raise NotFound("nobody is signed in")
    return person_id


def _account_page(form: AccountForm | None = None) -> Response:
    with reading() as session:
        page = pages.own_page(session, _own_id(), services().clock.now())
    return render("accounts/account.html", page, form or AccountForm(obj=page.person))


@bp.get("/account/")
@requires(Permission.PORTAL_USE)
def account() -> Response:
    """One's own page."""
    return _account_page()


@bp.post("/account/")
@requires(Permission.PORTAL_USE)
def describe_self() -> ResponseReturnValue:
    """Change one's own name, job title and choice of emails."""
    form = AccountForm()
    with submitting(form) as work:
        actions.describe_self(work, form.to_command())
    if form.errors:
        return _account_page(form)
    flash(gettext("Your name, your job title and how you get emails are saved."))
    return redirect_to("accounts.account")


@bp.post("/account/sign-out-everywhere")
@requires(Permission.PORTAL_USE)
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the person."""
    with submitting(ButtonForm()) as work:
        actions.sign_out_everywhere(work)
    return _left()


def _left() -> ResponseReturnValue:
    signin.leave()
    answer = redirect_to("accounts.signed_out")
    # The next person at a shared computer must not find what this one typed; the portal has it.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@keeping.post("/keep")
@requires(Permission.PORTAL_USE)
def keep() -> ResponseReturnValue:
    """Keep what somebody is typing into the form of a page, for a script, which shows the words that come back."""
    form, at = ButtonForm(), None
    typed = request.form.to_dict(flat=False)
    with submitting(form) as work:
        at = held.keep_draft(work, held.Draft(_kept_page(), typed))
    if form.errors:
        return {"said": " ".join(form.form_errors)}, 422
    return {"said": gettext("Kept as a draft at %(time)s. Not saved yet.", time=time_of_day(at))}


@keeping.post("/keep/throw-away")
@requires(Permission.PORTAL_USE)
def throw_away() -> ResponseReturnValue:
    """Forget what somebody had typed into the form of a page, and show that page as it is saved."""
    page = _kept_page()
    with submitting(ButtonForm()) as work:
        held.throw_away(work, page)
    return redirect(page, code=303)


def _kept_page() -> str:
    given = request.form.get(held.KEPT_PAGE)
    page = rules.safe_next(given)
    if page is None or not may_open(page):
        raise NotFound(f"no page {given}")
    return page
