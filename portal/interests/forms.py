"""What may be typed about one's ties to councils."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextArea
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Optional

from portal.accounts.states import InterestKind
from portal.interests.actions import DeclareTie, EndTie
from portal.interests.queries import OwnPage
from portal.interests.rules import KIND_WORDS
from portal.web.fields import DayField
from portal.web.formbase import FormBase
from portal.web.typed import text_block
from portal.web.wording import say


class TieForm(FormBase):
    """A tie to a council. The action knows which councils there are."""

    council = SelectField(_("Council"), widget=GovSelect(), choices=[], validate_choice=False)
    kind = RadioField(
        _("What ties you to it?"),
        widget=GovRadioInput(),
        choices=lambda: [SelectChoice(kind.value, say(said)) for kind, said in KIND_WORDS.items()],
        validate_choice=False,
    )
    reason = TextAreaField(
        _("Describe it in a sentence"),
        description=_("Lead reviewers and scheme administrators read it. Councils do not."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    last_day = DayField(
        _("Last day, if it is over"),
        description=_("Leave this empty while it goes on. For example, 31 3 2026"),
        validators=[Optional()],
    )

    def offer(self, page: OwnPage) -> "TieForm":
        """The same form with the councils to choose from."""
        self.council.choices = [
            SelectChoice("", _("Choose a council")),
            *(SelectChoice(name, name) for name in page.councils),
        ]
        return self

    def to_command(self) -> DeclareTie:
        """The tie. Raises RuleBroken."""
        self.check()
        kind = next((kind for kind in InterestKind if kind.value == self.kind.data), None)
        return DeclareTie(self.council.data or "", kind, self.reason.data or "", self.last_day.data)


class EndForm(FormBase):
    """The last day of a tie."""

    last_day = DayField(_("What was the last day?"), description=_("For example, 31 3 2026"), validators=[Optional()])

    def to_command(self, tie_id: UUID) -> EndTie:
        """The end. Raises RuleBroken."""
        self.check()
        return EndTie(tie_id, self.last_day.data)
