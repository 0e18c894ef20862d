"""What a lead reviewer may type."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.assignments.states import Place
from portal.decisions.actions import Decide, Moderate
from portal.decisions.conversing import Converse
from portal.decisions.judging import CriterionModeration
from portal.decisions.queries import ModerationPage
from portal.decisions.releasing import Release
from portal.decisions.rules import Final
from portal.decisions.sending_back import SendBack, SendBackPage
from portal.web.fields import DayField
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
    improvement = TextAreaField(
        _l("What would move it up, as the council will read it"),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST, message=_l("Use 4,000 characters at most."))],
    )
    why_changed = TextAreaField(
        _l("If it differs from a reviewer’s score, why"),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST, message=_l("Use 4,000 characters at most."))],
    )
    version = IntegerField(widget=HiddenInput(), default=0)
    save = SubmitField(_l("Save and go on"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: CriterionModeration) -> "ModerationForm":
        """The form with what is saved, or else with the words of the review that it begins with."""
        known, begin = page.line.final, page.begins_with
        final = Final(begin.score, begin.reason, begin.improvement) if begin else Final(None, "")
        if known and not page.chosen:
            final = known
        blank = begin is None and known is None
        form = cls(
            data={
                "choice": "" if blank else LEFT_OUT if final.score is None else str(final.score),
                "reason": final.reason,
                "improvement": final.improvement,
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
            # Where the field was not sent at all, the reviewer's words stand.
            improvement=None if self.improvement.data is None else self.improvement.data.strip(),
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
    not_before = DayField(_l("Hold the result until (only if you have agreed a day)"), validators=[Optional()])

    def to_command(self, reference: str) -> Decide:
        """What was shown and typed, checked."""
        self.check()
        return Decide(reference, self.outcome.data or "", self.not_before.data)


class ConversationForm(FormBase):
    """A conversation that was held."""

    criteria = SelectMultipleField(_l("What did you talk about?"), widget=GovCheckboxesInput(), validate_choice=False)
    held_on = DayField(_l("On which day?"), validators=[Optional()])
    note = TextAreaField(
        _l("What was said, and what follows from it"),
        widget=GovTextArea(),
        validators=[Length(max=LONGEST, message=_l("Use 4,000 characters at most."))],
    )

    @classmethod
    def of(cls, page: ModerationPage) -> "ConversationForm":
        """The form with everything chosen that has still to be talked about."""
        return cls(data={"criteria": list(page.to_talk)}).offer(page)

    def offer(self, page: ModerationPage) -> "ConversationForm":
        """The same form with the criteria on which the reviewers differ to choose from, or with all of them."""
        differing = [line for line in page.lines if line.apart] or page.lines
        self.criteria.choices = [
            SelectChoice(line.criterion.id, f"{line.criterion.id} {line.criterion.title}") for line in differing
        ]
        return self

    def to_command(self, reference: str) -> Converse:
        """What was typed, checked."""
        self.check()
        return Converse(reference, self.held_on.data, tuple(self.criteria.data or ()), (self.note.data or "").strip())
