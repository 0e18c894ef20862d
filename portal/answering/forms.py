"""What may be typed on the pages of an application."""

from dataclasses import asdict

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCharacterCount, GovTextArea, GovTextInput
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from portal.answering.merging import both, both_presences
from portal.answering.pages import AnswerPage, PresencePage
from portal.applications.actions import SaveAnswer, SavePresence, Withdraw
from portal.applications.rules import Answered, PresenceTyped
from portal.web.formbase import FormBase
from portal.web.typed import one_line, text_block

NOT_APPLICABLE = "na"
# The radios of the form; which sentence each stands for is the criterion's to say.
SCORES = ("0", "1", "2", "3")
REASON_MAX_CHARACTERS = 500


class AnswerForm(FormBase):
    """A self-score, chosen by a sentence of the rubric, and a statement. Neither has to be there yet."""

    self_score = RadioField(
        _("Your self-score"),
        choices=[SelectChoice(value) for value in (*SCORES, NOT_APPLICABLE)],
        validators=[Optional()],
    )
    statement = TextAreaField(_("Your statement"), filters=[text_block], widget=GovCharacterCount())
    version = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=0)])

    @classmethod
    def of(cls, page: AnswerPage) -> "AnswerForm":
        """The form as it stands when the page is opened."""
        said = page.answered
        score = NOT_APPLICABLE if said.not_applicable else None if said.self_score is None else str(said.self_score)
        return cls(data={"self_score": score, "statement": said.statement, "version": page.version})

    def to_command(self, slug: str, criterion: str, *, confirmed: bool = False) -> SaveAnswer:
        """What to save; ``confirmed`` says that an answer carried over is still true. Raises RuleBroken."""
        self.check()
        return SaveAnswer(slug, criterion, self.version.data or 0, self.answered, confirmed)

    @property
    def answered(self) -> Answered:
        """What is typed and chosen."""
        chosen = self.self_score.data
        score = int(chosen) if chosen in SCORES else None
        return Answered(score, chosen == NOT_APPLICABLE, self.statement.data or "")

    def merged_with(self, page: AnswerPage) -> "AnswerForm":
        """What is typed here and what the page shows, put together over the version of the page."""
        statement = both(self.statement.data or "", page.answered.statement)
        typed = {"self_score": self.self_score.data, "statement": statement, "version": page.version}
        return AnswerForm(formdata=None, data=typed)


class PresenceForm(FormBase):
    """What the register shows of the council."""

    domains = TextAreaField(_("Website domains"), filters=[text_block], widget=GovTextArea())
    accounts = TextAreaField(_("Official social media accounts"), filters=[text_block], widget=GovTextArea())
    promise_address = StringField(
        _("Web address of your promise to residents"), filters=[one_line], widget=GovTextInput()
    )
    summary = TextAreaField(_("Summary for the public register"), filters=[text_block], widget=GovCharacterCount())
    version = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=0)])

    @classmethod
    def of(cls, page: PresencePage) -> "PresenceForm":
        """The form as it stands when the page is opened."""
        typed = page.typed
        return cls(
            data={
                "domains": typed.domains,
                "accounts": typed.accounts,
                "promise_address": typed.promise_address,
                "summary": typed.summary,
                "version": page.version,
            }
        )

    def to_command(self, slug: str) -> SavePresence:
        """What to save. Raises RuleBroken."""
        self.check()
        return SavePresence(slug, self.version.data or 0, self.typed)

    @property
    def typed(self) -> PresenceTyped:
        """What is typed."""
        return PresenceTyped(
            self.domains.data or "", self.accounts.data or "", self.promise_address.data or "", self.summary.data or ""
        )

    def merged_with(self, page: PresencePage) -> "PresenceForm":
        """What is typed here and what the page shows, put together over the version of the page."""
        return PresenceForm(
            formdata=None, data={**asdict(both_presences(self.typed, page.typed)), "version": page.version}
        )


class WithdrawForm(FormBase):
    """Why, if the council wants to say."""

    reason = TextAreaField(
        _("Why are you withdrawing? (optional)"),
        filters=[text_block],
        widget=GovTextArea(),
        validators=[
            Length(max=REASON_MAX_CHARACTERS, message=_("Write at most %(max)d characters.", max=REASON_MAX_CHARACTERS))
        ],
    )

    def to_command(self, slug: str) -> Withdraw:
        """What to withdraw. Raises RuleBroken."""
        self.check()
        return Withdraw(slug, self.reason.data or "")
