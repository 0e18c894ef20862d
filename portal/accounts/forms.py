"""What may be typed when signing in and on one's own page."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextInput
from wtforms import BooleanField, HiddenField, StringField
from wtforms import validators as must

from portal.accounts import rules
from portal.accounts.actions import DescribeSelf, EnterCode, RequestCode
from portal.web.formbase import FormBase
from portal.web.typed import one_line

LONGEST_EMAIL = 254
LONGEST_NAME = 200


class EmailForm(FormBase):
    """Whose sign-in this is."""

    email = StringField(
        _l("Email address"),
        description=_l("Use your work address. We will send you a code."),
        widget=GovTextInput(),
        filters=[lambda typed: rules.email_from(typed or "")],
        validators=[
            must.DataRequired(_l("Type your email address.")),
            must.Length(max=LONGEST_EMAIL, message=_l("Type an email address of at most 254 characters.")),
            must.Email(_l("Type an email address in full, such as name@example.gov.uk.")),
        ],
        render_kw={"type": "email", "autocomplete": "email", "spellcheck": "false"},
    )

    def to_command(self, browser: str, origin: str) -> RequestCode:
        """The request for a code, from this browser and network address."""
        self.check()
        return RequestCode(self.email.data or "", browser, origin)


class CodeForm(FormBase):
    """The emailed code."""

    digits = StringField(
        _l("Code from the email"),
        description=_l("8 digits. It works once, for 15 minutes, in this browser."),
        widget=GovTextInput(),
        filters=[lambda typed: rules.digits_from(typed or "")],
        validators=[
            must.DataRequired(_l("Type the code.")),
            must.Regexp(rf"^[0-9]{{{rules.CODE_DIGITS}}}$", message=_l("The code has 8 digits. Type all of them.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"},
    )

    def to_command(self, browser: str) -> EnterCode:
        """The code, as typed in this browser."""
        self.check()
        return EnterCode(browser, self.digits.data or "")


class DemonstrationForm(FormBase):
    """Which invented person to be: each button carries one."""

    person = HiddenField(validators=[must.UUID(_l("Choose one of the people on this page."))])

    def to_command(self) -> UUID:
        """The key of the person."""
        self.check()
        return UUID(self.person.data)


class AccountForm(FormBase):
    """What colleagues and the LGA call a person."""

    name = StringField(
        _l("Your name"),
        description=_l("Your colleagues and the Local Government Association see it."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[
            must.DataRequired(_l("Type your name.")),
            must.Length(max=LONGEST_NAME, message=_l("Type a name of at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    job_title = StringField(
        _l("Your job title (optional)"),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.Length(max=LONGEST_NAME, message=_l("Type a job title of at most 200 characters."))],
        render_kw={"autocomplete": "organization-title"},
    )
    daily_digest = BooleanField(
        _l("Gather emails that can wait into one a day"),
        description=_l(
            "Emails that can wait come together at 8am on working days. Emails that need you to act by a certain day, "
            "and emails about your sign-in, always come at once. What colleagues write in comments always comes once a "
            "day."
        ),
        widget=GovCheckboxInput(),
    )

    def to_command(self) -> DescribeSelf:
        """The change to one's own page."""
        self.check()
        return DescribeSelf(self.name.data or "", self.job_title.data or "", daily_digest=bool(self.daily_digest.data))
