"""The pages of a council's team, and of somebody who is invited to one."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.rules import ROLE_WORDS
from portal.kernel.permissions import Permission
from portal.team import actions, queries
from portal.team.forms import AcceptForm, InviteForm
from portal.team.rules import ROLE_EXPLAINED
from portal.web.actor import current_actor
from portal.web.formbase import ButtonForm
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("team", __name__)


def _team_page(slug: str, form: InviteForm) -> Response:
    with reading() as session:
        page = queries.team_page(session, current_actor(), slug, services().clock.now())
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
    form = InviteForm()
    with submitting(form) as work:
        actions.invite(work, form.to_command(slug))
    if form.errors:
        return _team_page(slug, form)
    flash(gettext("The invitation is on its way to %(email)s.", email=form.email.data))
    return redirect_to("team.team", slug=slug)


@bp.post("/council/<slug>/team/invitations/<uuid:invitation_id>/cancel")
@requires(Permission.TEAM_MANAGE)
def cancel_invitation(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    with submitting(ButtonForm()) as work:
        actions.cancel_invitation(work, actions.CancelInvitation(slug, invitation_id))
    flash(gettext("The invitation is cancelled."))
    return redirect_to("team.team", slug=slug)


def _leaving_page(slug: str, membership_id: UUID, form: ButtonForm) -> Response:
    with reading() as session:
        page = queries.leaving_page(session, current_actor(), slug, membership_id)
    return render("team/leaving.html", page, form)


@bp.get("/council/<slug>/team/<uuid:membership_id>/end")
@requires(Permission.TEAM_MANAGE)
def leaving(slug: str, membership_id: UUID) -> Response:
    """Ask before somebody's access is ended."""
    return _leaving_page(slug, membership_id, ButtonForm())


@bp.post("/council/<slug>/team/<uuid:membership_id>/end")
@requires(Permission.TEAM_MANAGE)
def end_membership(slug: str, membership_id: UUID) -> ResponseReturnValue:
    """End somebody's access in one role."""
    form, ended_for = ButtonForm(), None
    with submitting(form) as work:
        ended_for = actions.end_membership(work, actions.EndMembership(slug, membership_id))
    if form.errors:
        return _leaving_page(slug, membership_id, form)
    flash(gettext("The access is ended."))
    # Somebody who has ended their own access may have no team to go back to.
    is_self = ended_for == current_actor().person_id
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
