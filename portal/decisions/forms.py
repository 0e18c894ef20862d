"""What a lead reviewer may type."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import HiddenField, IntegerField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.assignments.states import Place
from portal.decisions.actions import Decide, Moderate
from portal.decisions.queries import CriterionModeration
from portal.decisions.releasing import Release
from portal.decisions.sending_back import SendBack, SendBackPage
from portal.web.formbase import FormBase

LEFT_OUT = "not_applicable"
BOTH = "both"
LONGEST = 4000


class ModerationForm(FormBase):
    """The final score on one criterion, by choosing a sentence of its rubric."""

    choice = RadioField(
        _l("Final score"),
        widget=GovRadioInput(),
        validators=[InputRequired(_l("Choose the sentence that fits best."))],
    )
    reason = TextAreaField(
        _l("Reason, as the council will read it"),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST, message=_l("Use 4,000 characters at most."))],
    )
    why_changed = TextAreaField(
        _l("If it differs from the reviewer’s score, why"),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST, message=_l("Use 4,000 characters at most."))],
    )
    version = IntegerField(widget=HiddenInput(), default=0)
    save = SubmitField(_l("Save and go on"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: CriterionModeration) -> "ModerationForm":
        """The form with what is saved, or else with the reviewer's score and reason."""
        known = page.line.final
        score = known.score if known else page.line.reviewed.score
        form = cls(
            data={
                "choice": LEFT_OUT if score is None else str(score),
                "reason": known.reason if known else page.line.reviewed.reason,
                "why_changed": page.why_changed,
                "version": page.version,
            }
        )
        form.offer(page)
        return form

    def offer(self, page: CriterionModeration) -> None:
        """Offer the sentences of this criterion's rubric, in the words in which the reviewer chose."""
        self.choice.choices = [
            (str(level.score), f"{level.score}. {level.label}: {page.criterion.rubric[level.score]}")
            for level in page.edition.levels
        ]
        if page.may_be_left_out:
            self.choice.choices.append((LEFT_OUT, str(_l("This criterion does not apply to this council"))))

    def to_command(self, reference: str, criterion: str) -> Moderate:
        """What was typed, checked."""
        self.check()
        return Moderate(
            reference=reference,
            criterion=criterion,
            score=None if self.choice.data == LEFT_OUT else int(self.choice.data),
            reason=(self.reason.data or "").strip(),
            why_changed=(self.why_changed.data or "").strip(),
            version=self.version.data or 0,
        )


class WhyForm(FormBase):
    """One reason, for releasing early."""

    why = TextAreaField(
        _l("Reason"),
        widget=GovTextArea(),
        validators=[
            InputRequired(_l("Give a reason.")),
            Length(max=LONGEST, message=_l("Use 4,000 characters at most.")),
        ],
    )

    def to_release(self, reference: str) -> Release:
        """What was typed, checked."""
        self.check()
        return Release(reference, (self.why.data or "").strip())


class SendBackForm(WhyForm):
    """Why scores are sent back, and whose where there are two reviews."""

    whose = RadioField(_l("Whose review?"), widget=GovRadioInput(), choices=[], validate_choice=False)

    def offer(self, page: SendBackPage) -> "SendBackForm":
        """The same form with the page's reviews to choose from."""
        each = [SelectChoice(review.place, review.name) for review in page.reviews]
        self.whose.choices = [*each, SelectChoice(BOTH, gettext("Both"))]
        return self

    def to_command(self, reference: str) -> SendBack:
        """What was typed, checked."""
        self.check()
        chosen = {BOTH: frozenset(Place), **{place.value: frozenset({place}) for place in Place}}
        return SendBack(reference, (self.why.data or "").strip(), chosen.get(self.whose.data or "", frozenset()))


class DecideForm(FormBase):
    """The decision: its button carries the outcome that the page showed."""

    outcome = HiddenField()

    def to_command(self, reference: str) -> Decide:
        """What was shown, checked."""
        self.check()
        return Decide(reference, self.outcome.data or "")
