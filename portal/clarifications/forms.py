"""What may be typed as a question and in reply to one."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextArea
from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from portal.clarifications.actions import Collect, SaveReply, SendReplies
from portal.clarifications.queries import AskPage
from portal.clarifications.replies import ReplyPage
from portal.web.formbase import FormBase
from portal.web.typed import text_block


class QuestionForm(FormBase):
    """A question to the council on one criterion."""

    question = TextAreaField(
        _("Your question"),
        description=_("Ask for one missing fact, and say why you need it. The council reads this word for word."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    @classmethod
    def of(cls, page: AskPage) -> "QuestionForm":
        """The form as it stands when the page is opened: with what was collected before."""
        return cls(data={"question": page.collected.question if page.collected else ""})

    def to_command(self, reference: str, criterion: str) -> Collect:
        """What to keep. Raises RuleBroken."""
        self.check()
        return Collect(reference, criterion, self.question.data or "")


class ReplyForm(FormBase):
    """A reply to one question, which does not have to be finished."""

    reply = TextAreaField(
        _("Your reply"),
        description=_("Give the facts that were asked for. It is saved here until an owner sends all replies."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    version = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=0)])

    @classmethod
    def of(cls, page: ReplyPage) -> "ReplyForm":
        """The form as it stands when the page is opened."""
        question = page.line.question
        return cls(data={"reply": question.reply, "version": question.version})

    def to_command(self, slug: str, criterion: str) -> SaveReply:
        """What to save. Raises RuleBroken."""
        self.check()
        return SaveReply(slug, criterion, self.reply.data or "", self.version.data or 0)


class SendForm(FormBase):
    """The button that sends every reply, and the box that says that an empty one is meant."""

    confirmed = BooleanField(_("Send without answering every question"), widget=GovCheckboxInput())

    def to_command(self, slug: str) -> SendReplies:
        """What to send. Raises RuleBroken."""
        self.check()
        return SendReplies(slug, confirmed=self.confirmed.data)
