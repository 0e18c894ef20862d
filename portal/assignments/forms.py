"""What may be typed when a reviewer is asked and answers."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import InputRequired, Length

from portal.assignments.actions import AnswerInvitation, ProposeReviewer, TakeBackProposal
from portal.assignments.candidates import ChoicePage
from portal.assignments.linking import AcceptLink
from portal.assignments.states import Interest
from portal.web.formbase import FormBase

LONGEST_TEXT = 2000
CANNOT = "cannot"


def _short_enough() -> Length:
    return Length(max=LONGEST_TEXT, message=_l("Keep it to %(max)d characters."))


class ProposeForm(FormBase):
    """Whom to ask, and why. The action judges the choice: it knows who must not review."""

    reviewer = RadioField(
        _l("Whom do you ask?"),
        description=_l("Those with least to do come first."),
        widget=GovRadioInput(),
        choices=[],
        validate_choice=False,
    )
    why = TextAreaField(
        _l("Why this reviewer?"),
        description=_l("One sentence is enough. It is kept with the application; the council does not see it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    ask = SubmitField(_l("Ask this reviewer"), widget=GovSubmitInput())

    def offer(self, page: ChoicePage) -> "ProposeForm":
        """The same form with the candidates of the page to choose from."""
        self.reviewer.choices = [SelectChoice(str(person.person_id), person.name) for person in page.candidates]
        return self

    def to_command(self, reference: str) -> ProposeReviewer:
        """The command that was typed. Raises RuleBroken."""
        self.check()
        return ProposeReviewer(reference, _key(self.reviewer.data), self.why.data or "")


class TakeBackForm(FormBase):
    """Why somebody else is to be asked."""

    why = TextAreaField(
        _l("Why do you take the invitation back?"),
        description=_l("For example: there was no answer in time. The person who was asked reads it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    take_back = SubmitField(_l("Take the invitation back"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> TakeBackProposal:
        """The command that was typed. Raises RuleBroken."""
        self.check()
        return TakeBackProposal(reference, self.why.data or "")


class AcceptLinkForm(FormBase):
    """Why a minor link is no conflict of interest."""

    link_why = TextAreaField(
        _l("Why is this no conflict of interest?"),
        description=_l("It is kept with the application. A second reviewer will look at it too."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    accept = SubmitField(_l("Let this person review"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> AcceptLink:
        """The command that was typed. Raises RuleBroken."""
        self.check()
        return AcceptLink(reference, self.link_why.data or "")


class InterestsForm(FormBase):
    """A reviewer's declaration of interests, and with it the answer."""

    answer = RadioField(
        _l("What is your answer?"),
        description=_l("You see the application once you have accepted and the council can no longer object."),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(Interest.NONE, _l("I have no conflict of interest and no link, and I accept the review")),
            SelectChoice(
                Interest.MINOR,
                _l("I have a minor link with this council, and would review it if a lead reviewer agrees"),
            ),
            SelectChoice(Interest.DISQUALIFYING, _l("I have a conflict of interest with this council")),
            SelectChoice(CANNOT, _l("I have no conflict of interest, but I cannot take this review on")),
        ],
        validators=[InputRequired(_l("Choose your answer."))],
    )
    text = TextAreaField(
        _l("If you have a link or a conflict, or cannot do it, say why"),
        description=_l("Describe the link, the conflict or the reason in a sentence. Lead reviewers can read it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    send = SubmitField(_l("Send my answer"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> AnswerInvitation:
        """The command that was typed. Raises RuleBroken."""
        self.check()
        interest = None if self.answer.data == CANNOT else Interest(self.answer.data)
        return AnswerInvitation(reference, interest, self.text.data or "")


def _key(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None
