"""What may be typed, and what a script may say, for the second step."""

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import HiddenField, StringField
from wtforms import validators as must

from portal.accounts.rules import digits_from
from portal.secondstep import rules
from portal.secondstep.actions import TakeAppCode, TakePasskey, TakeRecoveryCode
from portal.secondstep.adding import NewPasskey
from portal.web.formbase import FormBase
from portal.web.typed import one_line

# Several times what any browser says.
LONGEST_SAID = 20_000
LONGEST_TYPED = 100


class AppCodeForm(FormBase):
    """The digits of an authenticator app."""

    digits = StringField(
        _l("Code from your app"),
        description=_l("6 digits. A new one appears every half minute."),
        widget=GovTextInput(),
        filters=[lambda typed: digits_from(typed or "")],
        validators=[
            must.DataRequired(_l("Type the code.")),
            must.Regexp(r"^[0-9]{6}$", message=_l("The code has 6 digits. Type all of them.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"},
    )

    def to_command(self, token: str) -> TakeAppCode:
        """The digits, as typed in the browser that holds this session."""
        self.check()
        return TakeAppCode(token, self.digits.data or "")


class RecoveryCodeForm(FormBase):
    """One of the ten recovery codes."""

    recovery_code = StringField(
        _l("Recovery code"),
        description=_l("16 letters and digits from the list that you kept. Each code works once."),
        widget=GovTextInput(),
        filters=[lambda typed: rules.recovery_code_from(typed or "")],
        validators=[
            must.DataRequired(_l("Type one of your recovery codes.")),
            must.Length(max=LONGEST_TYPED, message=_l("A recovery code has 16 letters and digits. Type one only.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )

    def to_command(self, token: str) -> TakeRecoveryCode:
        """The code, as typed in the browser that holds this session."""
        self.check()
        return TakeRecoveryCode(token, self.recovery_code.data or "")


def _said() -> HiddenField:
    """What the browser says of a passkey: a script fills it in."""
    return HiddenField(
        validators=[
            must.DataRequired(_l("A passkey needs JavaScript. Turn it on for this website, or use another way.")),
            must.Length(max=LONGEST_SAID, message=_l("This passkey says too much. Use another one, or another way.")),
        ]
    )


class PasskeyForm(FormBase):
    """A passkey that is used, or is the first one."""

    said = _said()

    def to_command(self, token: str) -> TakePasskey:
        """What the passkey says, in the browser that holds this session."""
        self.check()
        return TakePasskey(token, self.said.data or "")


def _name(*more: object) -> StringField:
    return StringField(
        _l("Name of the passkey"),
        description=_l("So that you know it again: the device, or where you keep it."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[*more, must.Length(max=rules.LONGEST_NAME, message=_l("Type a name of at most 60 characters."))],
        # Beyond this the field takes no more: once a device has made a passkey, no word about it may be wrong.
        render_kw={"autocomplete": "off", "maxlength": rules.LONGEST_NAME},
    )


class NewPasskeyForm(FormBase):
    """A further passkey, and what to call it."""

    name = _name()
    said = _said()

    def to_command(self, name: str) -> NewPasskey:
        """The new passkey; ``name`` is for one to which the person has given none."""
        self.check()
        return NewPasskey(self.name.data or name, self.said.data or "")


class PasskeyNameForm(FormBase):
    """What to call a passkey from now on."""

    name = _name(must.DataRequired(_l("Type a name, such as: work laptop.")))

    def to_name(self) -> str:
        """The name."""
        self.check()
        return self.name.data or ""
