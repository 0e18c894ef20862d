"""What may be typed about a council's team."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextInput
from wtforms import HiddenField, RadioField, StringField
from wtforms import validators as must

from portal.accounts.rules import ROLE_WORDS, email_from
from portal.kernel.permissions import Role
from portal.team.actions import AcceptInvitation, Invite
from portal.team.rules import ROLE_EXPLAINED
from portal.web.formbase import FormBase
from portal.web.typed import one_line
from portal.web.wording import say


class InviteForm(FormBase):
    """Whom to ask to join, in which role."""

    email = StringField(
        _l("Work email address"),
        widget=GovTextInput(),
        filters=[lambda typed: email_from(typed or "")],
        validators=[
            must.DataRequired(_l("Type the email address of the person you invite.")),
            must.Length(max=254, message=_l("Type an email address of at most 254 characters.")),
            must.Email(_l("Type an email address in full, such as name@example.gov.uk.")),
        ],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    role = RadioField(
        _l("Role"),
        widget=GovRadioInput(),
        choices=lambda: [(role.value, say(ROLE_WORDS[role])) for role in ROLE_EXPLAINED],
        validators=[must.InputRequired(_l("Choose a role."))],
    )

    def to_command(self, slug: str) -> Invite:
        """The invitation to this council."""
        self.check()
        return Invite(slug, self.email.data or "", Role(self.role.data))


class AcceptForm(FormBase):
    """The name of somebody who joins; the button that is pressed carries the invitation."""

    name = StringField(
        _l("Your name"),
        description=_l("Your colleagues and the Local Government Association see it."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[
            must.DataRequired(_l("Type your name.")),
            must.Length(max=200, message=_l("Type a name of at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    invitation = HiddenField(validators=[must.UUID(_l("Choose one of the invitations on this page."))])

    def to_command(self) -> AcceptInvitation:
        """The acceptance of the invitation whose button was pressed."""
        self.check()
        return AcceptInvitation(UUID(self.invitation.data), self.name.data or "")
