"""What may be typed about a council's team."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms import validators as must

from portal.accounts.rules import ROLE_WORDS, email_from
from portal.kernel.permissions import Role
from portal.team.access_reviews import AccessPage, ConfirmAccess
from portal.team.actions import AcceptInvitation, DecideInvitation, Invite
from portal.team.handing_over import HandOver, HandOverPage
from portal.team.rules import AFTERWARDS_WORDS, ROLE_EXPLAINED, Afterwards
from portal.web.formbase import FormBase
from portal.web.typed import one_line, text_block
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


class DecideInvitationForm(FormBase):
    """Whether an invitation to another domain may go out, and why not."""

    decision = RadioField(
        _l("May this person be invited?"),
        widget=GovRadioInput(),
        choices=lambda: [("approve", gettext("Yes, send the invitation")), ("refuse", gettext("No, refuse it"))],
        validators=[must.InputRequired(_l("Choose whether the invitation is sent."))],
    )
    reason = TextAreaField(
        _l("Reason, if you refuse"),
        description=_l("The person who invites reads it. Say what they can do now."),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[must.Length(max=2_000, message=_l("Give a reason of at most 2,000 characters."))],
    )

    @property
    def approves(self) -> bool:
        """Whether the invitation is to go out."""
        return bool(self.decision.data == "approve")

    def to_command(self, invitation_id: UUID) -> DecideInvitation:
        """The decision on this invitation."""
        self.check()
        return DecideInvitation(invitation_id, self.approves, self.reason.data or "")


class HandOverForm(FormBase):
    """Who becomes an owner, and what becomes of one's own access."""

    person = RadioField(
        _l("Who becomes an owner?"),
        widget=GovRadioInput(),
        validators=[must.InputRequired(_l("Choose who becomes an owner."))],
    )
    afterwards = RadioField(
        _l("And you?"),
        widget=GovRadioInput(),
        choices=lambda: [(value.value, say(said)) for value, said in AFTERWARDS_WORDS.items()],
        validators=[must.InputRequired(_l("Choose what becomes of your own access."))],
    )

    @classmethod
    def of(cls, page: HandOverPage) -> "HandOverForm":
        """The form for these candidates."""
        form = cls()
        form.person.choices = [(str(member.person_id), member.name) for member in page.candidates]
        return form

    @property
    def leaves(self) -> bool:
        """Whether whoever hands over goes."""
        return bool(self.afterwards.data == Afterwards.LEAVES)

    def to_command(self, slug: str) -> HandOver:
        """The handing over that was chosen."""
        self.check()
        return HandOver(slug, UUID(self.person.data), Afterwards(self.afterwards.data))


_PERSON = "person-"


class AccessForm(FormBase):
    """Who still needs access: a choice for each member, made anew for each page by ``access_form``."""

    def to_command(self, slug: str) -> ConfirmAccess:
        """Who keeps access. Raises RuleBroken."""
        self.check()
        chosen = {field.name: field.data for field in self if field.name.startswith(_PERSON)}
        return ConfirmAccess(slug, {UUID(name.removeprefix(_PERSON)): said == "keep" for name, said in chosen.items()})


def access_form(page: AccessPage) -> AccessForm:
    """The form for the members of this page, but for the reader."""
    fields: dict[str, object] = {
        f"{_PERSON}{member.person_id}": RadioField(
            member.name,
            widget=GovRadioInput(),
            choices=lambda: [("keep", gettext("Still needs access")), ("remove", gettext("Remove now"))],
            validators=[must.InputRequired(gettext("Say whether %(name)s still needs access.", name=member.name))],
        )
        for member in page.members
        if not member.is_self
    }
    made: AccessForm = type("AccessFormOfPage", (AccessForm,), fields)()
    return made
