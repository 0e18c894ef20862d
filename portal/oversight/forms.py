"""What may be typed when somebody gets more time."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from portal.oversight.actions import PutOff
from portal.web.fields import DayField
from portal.web.formbase import FormBase
from portal.web.typed import text_block


class PutOffForm(FormBase):
    """Until when, and why."""

    until = DayField(_("Until when?"), description=_("A working day, for example, 18 1 2027"))
    reason = TextAreaField(
        _("Why?"),
        description=_("Whoever gets the time reads this in an email. It is kept in the record of the application."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, reference: str, which: str) -> PutOff:
        """What to put off. Raises RuleBroken."""
        self.check()
        return PutOff(reference, which, self.until.data, self.reason.data or "")
