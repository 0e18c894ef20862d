"""What a reviewer may type about a live check."""

from datetime import date
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import SelectField, StringField, SubmitField, TextAreaField

from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.reviews.livechecks import ChecksPage
from portal.reviews.recording import RecordCheck, RemoveCheck
from portal.reviews.rules import Looked
from portal.web.fields import DayField
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line, text_block

_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class CheckForm(FormBase):
    """One live check. The account is one of the council's list, or typed."""

    account = SelectField(_l("Account"), widget=GovSelect(), choices=[], validate_choice=False)
    other = StringField(
        _l("Another account or page"),
        description=_l("Only if it is not in the list: its address or name."),
        filters=[one_line],
        widget=GovTextInput(),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    checked_on = DayField(_l("When did you look?"), description=_l("For example, 18 11 2026"))
    sampled = StringField(
        _l("How many did you look at?"),
        description=_l("Posts, replies, images or whatever the live check asks for."),
        filters=[one_line],
        widget=GovTextInput(),
        render_kw=_NUMBER,
    )
    good = StringField(_l("How many of them were good?"), filters=[one_line], widget=GovTextInput(), render_kw=_NUMBER)
    notes = TextAreaField(
        _l("Notes (optional)"),
        description=_l("What you saw, so that somebody else could look at the same posts."),
        filters=[text_block],
        widget=GovTextArea(),
    )
    record = SubmitField(_l("Save this live check"), widget=GovSubmitInput())
    record_and_more = SubmitField(_l("Save and record another"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: ChecksPage, today: date) -> "CheckForm":
        """The form with the check that is being changed, or else with today's date."""
        seen = page.changing
        if seen is None:
            return cls(data={"checked_on": today})
        known = seen.account in page.accounts
        return cls(
            data={
                "account": seen.account if known else "",
                "other": "" if known else seen.account,
                "checked_on": seen.checked_on,
                "sampled": str(seen.sampled),
                "good": str(seen.good),
                "notes": seen.notes,
            }
        )

    def offer(self, page: ChecksPage) -> "CheckForm":
        """The same form with the council's accounts to choose from."""
        choices = [("", gettext("Choose from the council’s list"))]
        self.account.choices = [*choices, *((address, address) for address in page.accounts)]
        return self

    def to_command(self, reference: str, criterion: str, changing: UUID | None = None) -> RecordCheck:
        """The live check to record. Raises RuleBroken, also where an account is both chosen and typed."""
        self.check()
        chosen, typed = one_line(self.account.data), self.other.data or ""
        if chosen and typed:
            said = words("Choose an account or type another, not both. To use what you typed, choose none in the list.")
            raise RuleBroken([Problem("other", said)])
        looked = Looked(
            chosen or typed,
            self.checked_on.data,
            _number(self.sampled.data or ""),
            _number(self.good.data or ""),
            self.notes.data or "",
        )
        return RecordCheck(reference, criterion, looked, changing)


class RemoveCheckForm(ButtonForm):
    """The button that removes a live check."""

    def to_command(self, reference: str, criterion: str, check_id: UUID) -> RemoveCheck:
        """The command behind the button. Raises RuleBroken."""
        self.check()
        return RemoveCheck(reference, criterion, check_id)


def _number(typed: str) -> int | None:
    digits = typed.replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else None
