"""What may be typed about an application's end."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from portal.endings.actions import AskWithdrawal, Extend
from portal.web.formbase import FormBase
from portal.web.typed import text_block


class WithdrawalForm(FormBase):
    """Why the council wishes to withdraw."""

    reason = TextAreaField(
        _("Why do you wish to withdraw?"),
        description=_("Your approver reads this, and the LGA keeps it. It is not published."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, slug: str) -> AskWithdrawal:
        """What to ask. Raises RuleBroken."""
        self.check()
        return AskWithdrawal(slug, self.reason.data or "")


class ExtendForm(FormBase):
    """Why a council gets more time."""

    reason = TextAreaField(_("Why does the council get more time?"), widget=GovTextArea(), filters=[text_block])

    def to_command(self, reference: str) -> Extend:
        """What to extend. Raises RuleBroken."""
        self.check()
        return Extend(reference, self.reason.data or "")
