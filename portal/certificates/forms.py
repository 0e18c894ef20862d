"""What may be typed when a certificate is issued anew."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from portal.certificates.reissuing import Reissue
from portal.web.formbase import FormBase
from portal.web.typed import text_block


class ReissueForm(FormBase):
    """Why it is issued anew."""

    reason = TextAreaField(
        _("Why is it issued anew?"),
        description=_(
            "Everybody reads exactly this on the page of the certificate that is superseded, and the council in an "
            "email. For example: The Welsh name was misspelt."
        ),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, number: str) -> Reissue:
        """What to issue anew. Raises RuleBroken."""
        self.check()
        return Reissue(number, self.reason.data or "")
