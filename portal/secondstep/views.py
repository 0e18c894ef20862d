"""The second step of signing in, and the page of one's own sign-in security."""

from uuid import UUID

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts import onward, signin
from portal.kernel.errors import Problem
from portal.kernel.permissions import Permission
from portal.secondstep import actions, adding, managing, queries, rules
from portal.secondstep.forms import AppCodeForm, NewPasskeyForm, PasskeyForm, PasskeyNameForm, RecoveryCodeForm
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm, FormBase
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("second_step", __name__)


def _party() -> rules.RelyingParty:
    return rules.relying_party(services().config.public_address)


def _token() -> str:
    return signin.own_token() or ""


def _own_id() -> UUID:
    person_id = current_actor().person_id
    assert person_id is not None  # noqa: S101 # the guard has let only people in
    return person_id


# Taking it


def _page(form: FormBase) -> Response:
    with reading() as session:
        page = queries.second_step(session, signin.sealer(), _token(), services().clock.now())
    app_form, wanted = form if isinstance(form, AppCodeForm) else AppCodeForm(), onward.next_page()
    return render_public("secondstep/take.html", page, form, app_form=app_form, party=_party(), next=wanted)


def _entered(form: FormBase, passed: actions.Passed | None) -> ResponseReturnValue | None:
    """On where the step is taken, by way of the recovery codes after the first; None, with the problem, where not."""
    actor = onward.enter(form, passed)
    if actor is None:
        return None
    if passed and passed.sets_up:
        return redirect_to("second_step.recovery_codes", next=onward.next_page())
    return onward.onward(actor)


@bp.get("/sign-in/second-step")
@requires(Permission.SECOND_STEP_TAKE)
def show() -> ResponseReturnValue:
    """Ask for the second step, or help to set one up; who needs none goes on to their pages."""
    actor = current_actor()
    return onward.onward(actor) if not actor.is_staff or actor.second_step else _page(AppCodeForm())


@bp.post("/sign-in/second-step")
@requires(Permission.SECOND_STEP_TAKE)
def take_app_code() -> ResponseReturnValue:
    """Try the code of the app."""
    form, passed = AppCodeForm(), None
    with submitting(form) as work:
        passed = actions.take_app_code(work, signin.sealer(), form.to_command(_token()))
    return _entered(form, passed) or _page(form)


def _asked(form: FormBase, options: str) -> ResponseReturnValue:
    """What a script hands to the browser, or what it shows where there is a problem."""
    if form.errors:
        return {"said": " ".join(form.form_errors)}, 422
    return Response(options, mimetype="application/json")


@bp.post("/sign-in/second-step/passkey/ask")
@requires(Permission.SECOND_STEP_TAKE)
def ask_to_use_passkey() -> ResponseReturnValue:
    """What a passkey has to sign."""
    form, options = ButtonForm(), ""
    with submitting(form) as work:
        options = adding.ask_to_use(work, _party(), _token())
    return _asked(form, options)


@bp.post("/sign-in/second-step/passkey")
@requires(Permission.SECOND_STEP_TAKE)
def take_passkey() -> ResponseReturnValue:
    """Try a passkey."""
    form, passed = PasskeyForm(), None
    with submitting(form) as work:
        passed = actions.take_passkey(work, _party(), form.to_command(_token()))
    return _entered(form, passed) or _page(form)


@bp.post("/sign-in/second-step/new-passkey/ask")
@requires(Permission.SECOND_STEP_TAKE)
def ask_to_add_passkey() -> ResponseReturnValue:
    """What a new passkey has to sign, the first or a further one."""
    form, options = ButtonForm(), ""
    with submitting(form) as work:
        options = adding.ask_to_add(work, _party(), _token())
    return _asked(form, options)


@bp.post("/sign-in/second-step/new-passkey")
@requires(Permission.SECOND_STEP_TAKE)
def set_up_passkey() -> ResponseReturnValue:
    """Set up the first passkey, and be in."""
    form, passed = PasskeyForm(), None
    with submitting(form) as work:
        name = gettext("Passkey %(number)s", number=1)
        passed = actions.set_up_first_passkey(work, _party(), form.to_command(_token()), name)
    return _entered(form, passed) or _page(form)


@bp.get("/sign-in/recovery-code")
@requires(Permission.SECOND_STEP_TAKE)
def recovery_code() -> ResponseReturnValue:
    """Ask for a recovery code."""
    actor = current_actor()
    if not actor.is_staff or actor.second_step:
        return onward.onward(actor)
    return render_public("secondstep/recovery.html", None, RecoveryCodeForm(), next=onward.next_page())


@bp.post("/sign-in/recovery-code")
@requires(Permission.SECOND_STEP_TAKE)
def take_recovery_code() -> ResponseReturnValue:
    """Try a recovery code; who needed one is shown what they have set up, so that they mend it."""
    form, passed = RecoveryCodeForm(), None
    with submitting(form) as work:
        passed = actions.take_recovery_code(work, signin.sealer(), form.to_command(_token()))
    if onward.enter(form, passed) is None:
        return render_public("secondstep/recovery.html", None, form, next=onward.next_page())
    flash(gettext("You are signed in, and that recovery code is used up."))
    return redirect_to("second_step.security", next=onward.next_page())


# Changing it


@bp.get("/account/security")
@requires(Permission.SECOND_STEP_CHANGE)
def security() -> Response:
    """What one has set up to sign in."""
    with reading() as session:
        page = queries.security(session, _own_id())
    return render("secondstep/security.html", page, next=onward.next_page())


def _next_name() -> str:
    with reading() as session:
        number = queries.ways_of(session, _own_id()).passkeys + 1
    return str(gettext("Passkey %(number)s", number=number))


@bp.get("/account/security/passkeys/new")
@requires(Permission.SECOND_STEP_CHANGE)
def new_passkey() -> Response:
    """Add a passkey."""
    return render("secondstep/new-passkey.html", _party(), NewPasskeyForm(data={"name": _next_name()}))


@bp.post("/account/security/passkeys/new")
@requires(Permission.SECOND_STEP_CHANGE)
def add_passkey() -> ResponseReturnValue:
    """Keep a new passkey."""
    form = NewPasskeyForm()
    problem: Problem | None = None
    with submitting(form) as work:
        problem = managing.add_passkey(work, _party(), _token(), form.to_command(_next_name()))
    form.add_problems([problem] if problem else [])
    if form.errors:
        return render("secondstep/new-passkey.html", _party(), form)
    return _done(gettext("The passkey is added."))


def _done(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect_to("second_step.security")


def _passkey_page(passkey_id: UUID, form: FormBase | None = None) -> Response:
    with reading() as session:
        page = queries.passkey(session, _own_id(), passkey_id)
    name_form = form if isinstance(form, PasskeyNameForm) else PasskeyNameForm(None, obj=page)
    return render("secondstep/passkey.html", page, form or name_form, name_form=name_form)


@bp.get("/account/security/passkeys/<uuid:passkey_id>")
@requires(Permission.SECOND_STEP_CHANGE)
def passkey(passkey_id: UUID) -> Response:
    """One passkey, to be renamed or removed."""
    return _passkey_page(passkey_id)


@bp.post("/account/security/passkeys/<uuid:passkey_id>")
@requires(Permission.SECOND_STEP_CHANGE)
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Call a passkey something else."""
    form = PasskeyNameForm()
    with submitting(form) as work:
        managing.rename_passkey(work, passkey_id, form.to_name())
    return _passkey_page(passkey_id, form) if form.errors else _done(gettext("The passkey has its new name."))


@bp.post("/account/security/passkeys/<uuid:passkey_id>/remove")
@requires(Permission.SECOND_STEP_CHANGE)
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Forget a passkey."""
    form = ButtonForm()
    with submitting(form) as work:
        managing.remove_passkey(work, passkey_id)
    return _passkey_page(passkey_id, form) if form.errors else _done(gettext("The passkey is removed."))


def _app_page(form: FormBase) -> Response:
    with reading() as session:
        page = queries.app_to_set_up(session, signin.sealer(), _token(), services().clock.now())
    return render("secondstep/app.html", page, form, app_form=form if isinstance(form, AppCodeForm) else AppCodeForm())


@bp.get("/account/security/app")
@requires(Permission.SECOND_STEP_CHANGE)
def app() -> Response:
    """Set up an app, or another one in place of it."""
    return _app_page(AppCodeForm())


@bp.post("/account/security/app")
@requires(Permission.SECOND_STEP_CHANGE)
def change_app() -> ResponseReturnValue:
    """Keep the new app."""
    form = AppCodeForm()
    with submitting(form) as work:
        managing.change_app(work, signin.sealer(), form.to_command(_token()))
    return _app_page(form) if form.errors else _done(gettext("Your app is set up. Its codes work from now on."))


@bp.post("/account/security/app/remove")
@requires(Permission.SECOND_STEP_CHANGE)
def remove_app() -> ResponseReturnValue:
    """Forget the app."""
    form = ButtonForm()
    with submitting(form) as work:
        managing.remove_app(work)
    return _app_page(form) if form.errors else _done(gettext("The app is removed. Its codes no longer work."))


def _codes_page(codes: tuple[str, ...] = ()) -> Response:
    with reading() as session:
        page = queries.security(session, _own_id())
    return render("secondstep/codes.html", page, codes=codes, next=onward.next_page())


@bp.get("/account/security/recovery-codes")
@requires(Permission.SECOND_STEP_CHANGE)
def recovery_codes() -> Response:
    """Say what recovery codes are, and how many are left."""
    return _codes_page()


@bp.post("/account/security/recovery-codes")
@requires(Permission.SECOND_STEP_CHANGE)
def make_recovery_codes() -> ResponseReturnValue:
    """Make ten, and show them: the one page that nobody can come back to, so not behind a redirect."""
    form = ButtonForm()
    codes: tuple[str, ...] = ()
    with submitting(form) as work:
        codes = managing.make_recovery_codes(work, signin.sealer())
    return _codes_page(codes)
