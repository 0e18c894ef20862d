"""The pages of a council's team, and of somebody who is invited to one."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.rules import ROLE_WORDS
from portal.accounts.states import InvitationState
from portal.kernel.permissions import Permission
from portal.team import access_reviews, actions, approving, handing_over, queries
from portal.team import leaving as leaving_actions
from portal.team.forms import AcceptForm, AccessForm, DecideInvitationForm, HandOverForm, InviteForm, access_form
from portal.team.handing_over import HandOverPage
from portal.team.rules import ROLE_EXPLAINED
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("team", __name__)


def _team_page(slug: str, form: InviteForm, refused: ButtonForm | None = None) -> Response:
    with reading() as session:
        page = queries.team_page(session, current_actor(), slug, services().clock.now())
    # What was pressed further down and refused is said at the top, where a form's own faults are said.
    form.form_errors.extend(refused.form_errors if refused else ())
    return render("team/team.html", page, form, explained=ROLE_EXPLAINED, role_words=ROLE_WORDS)


@bp.get("/council/<slug>/team")
@requires(Permission.COUNCIL_SEE)
def team(slug: str) -> Response:
    """Who has access."""
    return _team_page(slug, InviteForm())


@bp.post("/council/<slug>/team")
@requires(Permission.TEAM_MANAGE)
def invite(slug: str) -> ResponseReturnValue:
    """Invite somebody."""
    form, went_out = InviteForm(), True
    with submitting(form) as work:
        went_out = actions.invite(work, form.to_command(slug)).state is not InvitationState.TO_BE_APPROVED
    if form.errors:
        return _team_page(slug, form)
    if went_out:
        flash(gettext("The invitation is on its way to %(email)s.", email=form.email.data))
    else:
        flash(
            gettext(
                "An administrator of the scheme looks at it first. Then it goes to %(email)s.", email=form.email.data
            )
        )
    return redirect_to("team.team", slug=slug)


@bp.post("/council/<slug>/team/invitations/<uuid:invitation_id>/cancel")
@requires(Permission.TEAM_MANAGE)
def cancel_invitation(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    with submitting(ButtonForm()) as work:
        actions.cancel_invitation(work, actions.CancelInvitation(slug, invitation_id))
    flash(gettext("The invitation is cancelled."))
    return redirect_to("team.team", slug=slug)


def _leaving_page(slug: str, person_id: UUID, form: ButtonForm) -> Response:
    with reading() as session:
        page = queries.leaving_page(session, current_actor(), slug, person_id)
    return render("team/leaving.html", page, form)


@bp.get("/council/<slug>/team/people/<uuid:person_id>/remove")
@requires(Permission.TEAM_MANAGE)
def leaving(slug: str, person_id: UUID) -> Response:
    """Ask once before somebody's access is ended."""
    return _leaving_page(slug, person_id, ButtonForm())


@bp.post("/council/<slug>/team/people/<uuid:person_id>/remove")
@requires(Permission.TEAM_MANAGE)
def remove_person(slug: str, person_id: UUID) -> ResponseReturnValue:
    """End all access of one person."""
    form = ButtonForm()
    with submitting(form) as work:
        leaving_actions.remove_person(work, leaving_actions.RemovePerson(slug, person_id))
    if form.errors:
        return _leaving_page(slug, person_id, form)
    flash(gettext("The access is ended."))
    return _after_leaving(slug, person_id)


@bp.post("/council/<slug>/team/<uuid:membership_id>/end")
@requires(Permission.TEAM_MANAGE)
def end_membership(slug: str, membership_id: UUID) -> ResponseReturnValue:
    """End somebody's access in one role."""
    form, ended_for = ButtonForm(), None
    with submitting(form) as work:
        ended_for = leaving_actions.end_membership(work, leaving_actions.EndMembership(slug, membership_id))
    if form.errors or ended_for is None:
        return _team_page(slug, InviteForm(), form)
    flash(gettext("The role is ended."))
    return _after_leaving(slug, ended_for)


def _hand_over_form(slug: str) -> tuple[HandOverPage, HandOverForm]:
    with reading() as session:
        page = handing_over.hand_over_page(session, current_actor(), slug)
    return page, HandOverForm.of(page)


@bp.get("/council/<slug>/team/hand-over")
@requires(Permission.TEAM_MANAGE)
def hand_over_page(slug: str) -> Response:
    """Ask to whom the ownership goes."""
    page, form = _hand_over_form(slug)
    return render("team/hand-over.html", page, form)


@bp.post("/council/<slug>/team/hand-over")
@requires(Permission.TEAM_MANAGE)
def hand_over(slug: str) -> ResponseReturnValue:
    """Make somebody else an owner and step back as far as was asked."""
    page, form = _hand_over_form(slug)
    with submitting(form) as work:
        handing_over.hand_over(work, form.to_command(slug))
    if form.errors:
        return render("team/hand-over.html", page, form)
    flash(gettext("The ownership is handed over."))
    return redirect_to("accounts.account") if form.leaves else redirect_to("team.team", slug=slug)


def _access(slug: str) -> tuple[access_reviews.AccessPage, AccessForm]:
    with reading() as session:
        page = access_reviews.access_page(session, current_actor(), slug)
    return page, access_form(page)


@bp.get("/council/<slug>/team/access")
@requires(Permission.TEAM_MANAGE)
def access(slug: str) -> Response:
    """Ask who still needs access."""
    page, form = _access(slug)
    return render("team/access.html", page, form)


@bp.post("/council/<slug>/team/access")
@requires(Permission.TEAM_MANAGE)
def confirm_access(slug: str) -> ResponseReturnValue:
    """Confirm it for everybody at once."""
    page, form = _access(slug)
    with submitting(form) as work:
        access_reviews.confirm_access(work, form.to_command(slug))
    if form.errors:
        return render("team/access.html", page, form)
    flash(gettext("Thank you. We ask again in six months."))
    return redirect_to("team.team", slug=slug)


def _after_leaving(slug: str, person_id: UUID) -> ResponseReturnValue:
    # Somebody who has ended their own access may have no team to go back to.
    is_self = person_id == current_actor().person_id
    return redirect_to("accounts.account") if is_self else redirect_to("team.team", slug=slug)


def _invitations_page(form: AcceptForm | None = None) -> Response:
    with reading() as session:
        page = queries.invitations_page(session, current_actor(), services().clock.now())
    return render("team/invitations.html", page, form or AcceptForm(obj=page), explained=ROLE_EXPLAINED)


@bp.get("/account/invitations")
@requires(Permission.PORTAL_USE)
def invitations() -> Response:
    """The councils that ask the reader to join."""
    return _invitations_page()


@bp.post("/account/invitations")
@requires(Permission.PORTAL_USE)
def accept_invitation() -> ResponseReturnValue:
    """Join a council."""
    form, slug = AcceptForm(), ""
    with submitting(form) as work:
        slug = actions.accept_invitation(work, form.to_command())
    return _invitations_page(form) if form.errors else redirect(f"/council/{slug}/", code=303)


@bp.get("/administration/invitations")
@requires(Permission.INVITATION_APPROVE)
def waiting_invitations() -> Response:
    """The invitations to addresses on other domains that wait for an administrator."""
    with reading() as session:
        page = approving.waiting(session, current_actor())
    return render("team/waiting.html", page)


def _waiting_page(invitation_id: UUID, form: DecideInvitationForm) -> Response:
    with reading() as session:
        page = approving.waiting_invitation(session, current_actor(), invitation_id)
    return render("team/approve.html", page, form)


@bp.get("/administration/invitations/<uuid:invitation_id>")
@requires(Permission.INVITATION_APPROVE)
def waiting_invitation(invitation_id: UUID) -> Response:
    """One of them: who asks whom to join."""
    return _waiting_page(invitation_id, DecideInvitationForm())


@bp.post("/administration/invitations/<uuid:invitation_id>")
@requires(Permission.INVITATION_APPROVE)
def decide_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Let it go out, or refuse it."""
    form = DecideInvitationForm()
    with submitting(form) as work:
        actions.decide_invitation(work, form.to_command(invitation_id))
    if form.errors:
        return _waiting_page(invitation_id, form)
    flash(gettext("The invitation is sent.") if form.approves else gettext("The invitation is refused."))
    return redirect_to("team.waiting_invitations")
