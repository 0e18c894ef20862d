"""What may be typed of an announcement."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import Optional

from portal.announcements.actions import Plan
from portal.announcements.queries import AnnouncementPage
from portal.announcements.rules import WISH_WORDS, Wish
from portal.web.fields import DayField
from portal.web.formbase import FormBase
from portal.web.wording import say


class PlanForm(FormBase):
    """One of the wishes, and the day for the one that needs it."""

    wish = RadioField(
        _("When should it become public?"),
        widget=GovRadioInput(),
        choices=lambda: [(wish.value, say(said)) for wish, said in WISH_WORDS.items()],
        validators=[Optional()],
    )
    wanted_on = DayField(_("Which day?"), validators=[Optional()])

    @classmethod
    def of(cls, page: AnnouncementPage) -> "PlanForm":
        """The form with what was chosen before."""
        known = page.wish
        return cls(data={"wish": known.wish.value, "wanted_on": known.wanted_on} if known else {})

    def to_command(self, slug: str) -> Plan:
        """The plan to save. Raises RuleBroken."""
        self.check()
        return Plan(slug, Wish(self.wish.data) if self.wish.data else None, self.wanted_on.data)
