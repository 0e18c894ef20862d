"""What may be typed when a council is claimed and when the claim is decided."""

from datetime import date
from typing import cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, TextAreaField
from wtforms import validators as must

from portal.claims.actions import AcceptClaim, MakeClaim, RefuseClaim
from portal.claims.rules import Proof
from portal.claims.states import METHOD_WORDS, Method
from portal.web.fields import DayField
from portal.web.formbase import FormBase
from portal.web.typed import one_line, text_block
from portal.web.wording import say

LONGEST_LINE = 200
LONGEST_NUMBER = 40
LONGEST_TEXT = 2_000


class ClaimForm(FormBase):
    """Who claims the council."""

    name = StringField(
        _l("Your name"),
        description=_l("We ask for you by this name when we call your council."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[
            must.DataRequired(_l("Type your name.")),
            must.Length(max=LONGEST_LINE, message=_l("Type a name of at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name", "spellcheck": "false"},
    )
    job_title = StringField(
        _l("Your job title"),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[
            must.DataRequired(_l("Type your job title.")),
            must.Length(max=LONGEST_LINE, message=_l("Type a job title of at most 200 characters.")),
        ],
        render_kw={"autocomplete": "organization-title"},
    )
    phone = StringField(
        _l("Your extension or direct number (optional)"),
        description=_l("We always go through your council’s switchboard. This helps it to find you."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.Length(max=LONGEST_NUMBER, message=_l("Type a number of at most 40 characters."))],
        render_kw={"type": "tel", "autocomplete": "tel"},
    )

    def to_command(self, slug: str) -> MakeClaim:
        """The claim for this council."""
        self.check()
        return MakeClaim(slug, self.name.data or "", self.job_title.data or "", self.phone.data or "")


class AcceptForm(FormBase):
    """How the claim was made sure of."""

    method = RadioField(
        _l("How did you make sure?"),
        widget=GovRadioInput(),
        choices=lambda: [(method.value, say(said)) for method, said in METHOD_WORDS.items()],
        validators=[must.InputRequired(_l("Choose how you made sure."))],
    )
    verified_on = DayField(_l("When?"), description=_l("For example, 18 11 2026"))
    number_called = StringField(
        _l("Number that you called"),
        description=_l("The switchboard number on the council’s own website. Not one from the claim or from an email."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.Length(max=LONGEST_NUMBER, message=_l("Type a number of at most 40 characters."))],
        render_kw={"type": "tel", "autocomplete": "off"},
    )
    notes = TextAreaField(
        _l("Notes"),
        description=_l("Who confirmed it, and in which position. Only administrators read this."),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[must.Length(max=LONGEST_TEXT, message=_l("Type notes of at most 2,000 characters."))],
    )

    def to_command(self, claim_id: UUID) -> AcceptClaim:
        """The acceptance of this claim."""
        self.check()
        proof = Proof(
            method=Method(self.method.data),
            verified_on=cast(date, self.verified_on.data),
            number_called=self.number_called.data or "",
            notes=self.notes.data or "",
        )
        return AcceptClaim(claim_id, proof)


class RefuseForm(FormBase):
    """Why the claim cannot be accepted."""

    reason = TextAreaField(
        _l("Why can it not be accepted?"),
        description=_l("The claimant reads this. Say what they can do now."),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[
            must.DataRequired(_l("Say why the claim cannot be accepted.")),
            must.Length(max=LONGEST_TEXT, message=_l("Give a reason of at most 2,000 characters.")),
        ],
    )

    def to_command(self, claim_id: UUID) -> RefuseClaim:
        """The refusal of this claim."""
        self.check()
        return RefuseClaim(claim_id, self.reason.data or "")
