"""What may be asked of the register: every field is part of a public address, and none changes anything."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovSelect, GovTextInput
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.validators import Length, ValidationError

from portal.awards.rules import STANDING_WORDS, Standing
from portal.councils.kinds import KIND_WORDS, Kind, Nation, area_words
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.register.dropped import LARGEST
from portal.register.narrowing import Filters, Shown
from portal.register.rules import day_from, one_line
from portal.web.formbase import FormBase
from portal.web.openform import OpenForm
from portal.web.wording import say

LONGEST_QUERY = 200
# Two standings that the public reads as one word; an address may tell them apart, a person need not.
_FOR_MACHINES = (Shown.CURRENT, Shown.RENEWAL_OPEN)


class RegisterForm(FormBase):
    """Search and filters, from the address of the page."""

    class Meta:
        """Nothing is changed, so there is nothing to protect with a token, and no cookie to set for one."""

        csrf = False

    q = StringField(_("Name of the council"), [Length(max=LONGEST_QUERY)], widget=GovTextInput())
    kind = SelectField(_("Kind of council"), widget=GovSelect())
    region = SelectField(_("Region"), widget=GovSelect())
    nation = SelectField(_("Nation"), widget=GovSelect())
    standing = SelectField(_("Standing"), widget=GovSelect())
    on = StringField(
        _("On an earlier day"), description=_("For example, 18 11 2026. Empty for today."), widget=GovTextInput()
    )

    def __init__(self, asked: MultiDict[str, str], regions: tuple[str, ...], today: date) -> None:
        self._today = today
        super().__init__(formdata=asked)
        anything = ("", str(_("All")))
        self.kind.choices = [anything, *((kind.value, say(KIND_WORDS[kind])) for kind in Kind)]
        self.region.choices = [anything, *((region, say(area_words(region))) for region in regions)]
        self.nation.choices = [anything, *((nation.value, say(area_words(nation.value))) for nation in Nation)]
        self.standing.choices = [
            anything,
            *((shown.value, self._words(shown)) for shown in Shown if self._offers(shown)),
        ]
        for field in (self.kind, self.region, self.nation, self.standing):
            field.data = field.data or ""
        self.q.data, self.on.data = one_line(self.q.data or ""), one_line(self.on.data or "")

    def validate_on(self, field: StringField) -> None:
        """Refuse what is no day, and days to come."""
        try:
            asked = day_from(field.data) if field.data else self._today
        except ValueError as wrong:
            raise ValidationError(_("Enter a day, month and year, such as 18 11 2026.")) from wrong
        if asked > self._today:
            raise ValidationError(_("The register can be shown for any day up to today."))

    def to_command(self) -> Filters:
        """What is asked for. Raises RuleBroken where it cannot be."""
        self.check()
        return Filters(
            on=day_from(self.on.data) if self.on.data else self._today,
            q=self.q.data or "",
            kind=Kind(self.kind.data) if self.kind.data else None,
            region=self.region.data,
            nation=Nation(self.nation.data) if self.nation.data else None,
            standing=Shown(self.standing.data) if self.standing.data else None,
        )

    def _offers(self, shown: Shown) -> bool:
        return shown not in _FOR_MACHINES or shown.value == self.standing.data

    def _words(self, shown: Shown) -> str:
        if shown is Shown.RENEWAL_OPEN:
            return str(_("Current, renewal open"))
        if shown is Shown.CURRENT:
            return str(_("Current, renewal not open yet"))
        return say(STANDING_WORDS[Standing.CURRENT if shown is Shown.HOLDING else Standing(shown.value)])


class FileForm(OpenForm):
    """A certificate or credential to look at. Nothing is changed by it, and nothing of it is kept."""

    file = FileField(
        _("A certificate or credential file"),
        description=_("A PDF, JSON, JWT, SVG or PNG of 8 MB at most. We read it, answer, and keep nothing of it."),
        widget=GovFileInput(),
    )

    def to_command(self) -> bytes:
        """The content of the file. Raises RuleBroken where there is none, or too much."""
        self.check()
        content = b""
        if self.file.data:
            # What was too long for memory waits in a file without a name: that is gone when it is closed.
            with self.file.data.stream as stream:
                content = stream.read(LARGEST + 1)
        if not content:
            raise RuleBroken([Problem("file", words("Choose a file that is not empty."))])
        if len(content) > LARGEST:
            said = words("The file is larger than 8 MB, so it is none of ours. Choose another one.")
            raise RuleBroken([Problem("file", said)])
        return bytes(content)
