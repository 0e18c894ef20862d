"""What may be typed about official websites and accounts."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, TextAreaField
from wtforms import validators as must

from portal.places.actions import AddAccount, Choose, Decide, Propose
from portal.places.rules import LONGEST_PURPOSE, LONGEST_REASON
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line, text_block


class ProposeForm(FormBase):
    """A website to add."""

    website = StringField(
        _l("Website"),
        description=_l("Its name or address, such as news.example.gov.uk. It counts with and without www."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.DataRequired(_l("Type the name of the website."))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url", "autocapitalize": "none"},
    )
    purpose = StringField(
        _l("What is on it?"),
        description=_l("A few words for whoever checks it, such as “our news site since May”."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[
            must.DataRequired(_l("Say in a few words what is on this website.")),
            must.Length(max=LONGEST_PURPOSE, message=_l("Say what is on it in at most 300 characters.")),
        ],
    )

    def to_command(self, slug: str) -> Propose:
        """The website to propose. Raises RuleBroken."""
        self.check()
        return Propose(slug, self.website.data or "", self.purpose.data or "")


class AccountForm(FormBase):
    """An account to list."""

    account = StringField(
        _l("Address of the account"),
        description=_l(
            "As your browser shows it when you look at the account, such as https://www.facebook.com/example."
        ),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.DataRequired(_l("Type the address of the account."))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url", "autocapitalize": "none"},
    )

    def to_command(self, slug: str) -> AddAccount:
        """The account to list. Raises RuleBroken."""
        self.check()
        return AddAccount(slug, self.account.data or "")


class ChooseForm(ButtonForm):
    """A button beside one website or account."""

    def to_command(self, slug: str, chosen: UUID) -> Choose:
        """The one that it stands beside. Raises RuleBroken."""
        self.check()
        return Choose(slug, chosen)


class DecideForm(FormBase):
    """Whether a website is added, and why or why not."""

    decision = RadioField(
        _l("Is this one of the council’s own websites?"),
        widget=GovRadioInput(),
        choices=lambda: [("accept", gettext("Yes, add it")), ("refuse", gettext("No, refuse it"))],
        validators=[must.InputRequired(_l("Choose whether the website is added."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l(
            "If you refuse, the council reads it: say what it can do now. If you add a website on which the code was "
            "not found, say how you know that it is the council’s."
        ),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[must.Length(max=LONGEST_REASON, message=_l("Give a reason of at most 2,000 characters."))],
    )

    @property
    def accepts(self) -> bool:
        """Whether the website is to be added."""
        return bool(self.decision.data == "accept")

    def to_command(self, proposal_id: UUID) -> Decide:
        """The decision. Raises RuleBroken."""
        self.check()
        return Decide(proposal_id, self.accepts, self.reason.data or "")
