"""What may be typed when an application is put on hold, or taken off."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from portal.holds.actions import Hold, Resume
from portal.web.formbase import FormBase
from portal.web.typed import text_block


class HoldForm(FormBase):
    """Why it is put on hold."""

    reason = TextAreaField(
        _("Why is it put on hold?"),
        description=_("The council reads exactly this, on its page and in an email. Name nobody who raised a concern."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, reference: str) -> Hold:
        """What to put on hold. Raises RuleBroken."""
        self.check()
        return Hold(reference, self.reason.data or "")


class ResumeForm(FormBase):
    """What the council is told when it goes on."""

    reason = TextAreaField(
        _("What do you tell the council? (optional)"),
        description=_("It reads this on its timeline and in an email: for example what was found."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, reference: str) -> Resume:
        """What goes on. Raises RuleBroken."""
        self.check()
        return Resume(reference, self.reason.data or "")
