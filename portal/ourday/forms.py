"""What may be typed of a council's part in a day."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCharacterCount, GovTextInput
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.ourday.actions import OneYear, RecordPart, UseAsEvidence
from portal.ourday.queries import OwnPart
from portal.ourday.rules import Part
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line, text_block

LONGEST_NUMBER = 12
_NUMBER = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}


class PartForm(FormBase):
    """The figures of one day. Numbers may be typed with commas or spaces in them."""

    posts = StringField(
        _("How many posts did you publish?"), filters=[one_line], widget=GovTextInput(), render_kw=_NUMBER
    )
    accounts = StringField(
        _("From how many of your accounts?"), filters=[one_line], widget=GovTextInput(), render_kw=_NUMBER
    )
    reached = StringField(
        _("How many people did they reach? (optional)"),
        description=_("As your accounts’ own figures say. Leave it empty if you do not know."),
        filters=[one_line],
        widget=GovTextInput(),
        render_kw=_NUMBER,
    )
    best_post = StringField(
        _("Address of your best post (optional)"), filters=[one_line], widget=GovTextInput(), render_kw={"type": "url"}
    )
    about = TextAreaField(
        _("What you did, in a few sentences (optional)"), filters=[text_block], widget=GovCharacterCount()
    )
    version = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=0)])

    @classmethod
    def of(cls, own: OwnPart) -> "PartForm":
        """The form with what is saved."""
        part = own.part
        return cls(
            posts=part and str(part.posts),
            accounts=part and str(part.accounts),
            reached=part and ("" if part.reached is None else str(part.reached)),
            best_post=part and part.best_post,
            about=part and part.about,
            version=own.version,
        )

    def to_command(self, slug: str, year: int) -> RecordPart:
        """The record to save. Raises RuleBroken, also where something is no number."""
        self.check()
        numbers = {name: _whole(self[name].data) for name in ("posts", "accounts", "reached")}
        unread = [name for name, number in numbers.items() if number is None and (self[name].data or name != "reached")]
        if unread:
            raise RuleBroken(Problem(name, words("Give a whole number, such as 45.")) for name in unread)
        part = Part(
            numbers["posts"] or 0,
            numbers["accounts"] or 0,
            numbers["reached"],
            self.best_post.data or "",
            self.about.data or "",
        )
        return RecordPart(slug, year, self.version.data or 0, part)


class OneYearForm(ButtonForm):
    """A button that concerns one year's record."""

    def to_command(self, slug: str, year: int) -> OneYear:
        """The record. Raises RuleBroken."""
        self.check()
        return OneYear(slug, year)

    def to_evidence(self, slug: str, year: int, public_address: str) -> UseAsEvidence:
        """The record, as evidence. Raises RuleBroken."""
        self.check()
        return UseAsEvidence(slug, year, public_address)


def _whole(typed: str | None) -> int | None:
    digits = (typed or "").replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_NUMBER else None
