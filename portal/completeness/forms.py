"""What may be typed in a completeness check."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovTextArea
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length

from portal.completeness.actions import NoteMissing, PassCheck
from portal.completeness.queries import MissingPage
from portal.completeness.states import Lack
from portal.web.formbase import FormBase
from portal.web.typed import text_block
from portal.web.wording import say

NOTE_AT_MOST = 2000


class MissingForm(FormBase):
    """One thing that is missing. Which kinds there are is the item's to say; the rules judge them."""

    lack = RadioField(
        _("What is missing?"),
        description=_("Not a judgement on quality: a weak answer is complete."),
        widget=GovRadioInput(),
        choices=[],
        validate_choice=False,
    )
    what = TextAreaField(
        _("What exactly has to be put right?"),
        description=_("The council reads this. Say which link, file or sentence."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    @classmethod
    def of(cls, page: MissingPage) -> "MissingForm":
        """The form as it stands when the page is opened: with what was noted before."""
        noted = page.noted
        return cls(data={"lack": noted.lack, "what": noted.what} if noted else {})

    def offer(self, page: MissingPage) -> "MissingForm":
        """The same form with the kinds of this page's item to choose from."""
        self.lack.choices = [(lack.value, say(said)) for lack, said in page.lacks]
        return self

    def to_command(self, reference: str, item: str) -> NoteMissing:
        """What to note. Raises RuleBroken."""
        self.check()
        chosen = self.lack.data
        return NoteMissing(reference, item, Lack(chosen) if chosen in set(Lack) else None, self.what.data or "")


class PassForm(FormBase):
    """That everything was looked at, and a note for colleagues."""

    confirmed = BooleanField(
        _("I have opened every link and file, and nothing is missing"),
        description=_("The council is told, and a reviewer is looked for."),
        widget=GovCheckboxInput(),
    )
    note = TextAreaField(
        _("Note for colleagues (optional)"),
        description=_("The council does not see it."),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[Length(max=NOTE_AT_MOST, message=_("Write at most %(max)d characters.", max=NOTE_AT_MOST))],
    )

    def to_command(self, reference: str) -> PassCheck:
        """What to pass. Raises RuleBroken."""
        self.check()
        return PassCheck(reference, confirmed=self.confirmed.data, note=self.note.data or "")
