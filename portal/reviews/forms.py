"""What a reviewer may type about one criterion."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSubmitInput, GovTextArea
from wtforms import BooleanField, HiddenField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Length

from portal.reviews.actions import LockScores, SaveScore
from portal.reviews.rules import NOT_APPLICABLE, Judgement, choice_of
from portal.reviews.scoring import CriterionPage
from portal.web.formbase import FormBase

LONGEST_TEXT = 5000


def _short_enough() -> Length:
    return Length(max=LONGEST_TEXT, message=_l("Keep it to %(max)d characters."))


class ScoreForm(FormBase):
    """One score with its reason. The rules judge the choice: they know the edition and the council's claim."""

    choice = RadioField(
        _l("Which sentence fits best?"),
        description=_l("Judge what the statement and the evidence show."),
        widget=GovRadioInput(),
        choices=[],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("At least one sentence. The council reads it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    improvement = TextAreaField(
        _l("What would move this up?"),
        description=_l("Needed for a score of 0 or 1. The council reads it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    live_check = TextAreaField(
        _l("Notes on the live check"),
        description=_l("Needed where no live check could be made: say why. Otherwise leave it empty if you like."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    version = HiddenField()
    save = SubmitField(_l("Save"), widget=GovSubmitInput())
    save_and_go_on = SubmitField(_l("Save and go to the next"), widget=GovSubmitInput())

    def offer(self, page: CriterionPage) -> "ScoreForm":
        """The same form with the rubric of the page's criterion to choose from, and what is saved filled in."""
        criterion, levels = page.criterion, page.review.edition.levels
        self.choice.choices = [
            SelectChoice(str(level.score), f"{level.score}. {level.label}: {criterion.rubric[level.score]}")
            for level in levels
        ]
        if page.claims_not_applicable:
            agreement = gettext("I agree that this does not apply to the council")
            self.choice.choices.append(SelectChoice(NOT_APPLICABLE, agreement))
        if not self.is_submitted():
            self.version.data = self.version.data or str(page.own.version if page.own else 0)
            if page.own and not self.restored:
                self._fill(page.own.judgement)
        return self

    def _fill(self, saved: Judgement) -> None:
        self.choice.data = choice_of(saved)
        self.reason.data, self.improvement.data = saved.reason, saved.improvement
        self.live_check.data = saved.live_check

    def to_command(self, reference: str, criterion: str) -> SaveScore:
        """The command that was typed. Raises RuleBroken."""
        self.check()
        typed = self.choice.data or ""
        judgement = Judgement(
            score=_number(typed),
            agreed_not_applicable=typed == NOT_APPLICABLE,
            reason=_tidy(self.reason.data),
            improvement=_tidy(self.improvement.data),
            live_check=_tidy(self.live_check.data),
        )
        return SaveScore(reference, criterion, judgement, _number(self.version.data or "") or 0)


class LockForm(FormBase):
    """The button that locks the scores, and a wish that somebody else looks too."""

    asks = BooleanField(
        _l("I ask for a second opinion"),
        description=_l("Another reviewer then scores too, without seeing your scores."),
        widget=GovCheckboxInput(),
    )
    second_opinion_why = TextAreaField(
        _l("If you ask for a second opinion, say why"),
        description=_l("One sentence, such as which criterion you are not sure of. Only lead reviewers read it."),
        widget=GovTextArea(),
        validators=[_short_enough()],
    )
    lock = SubmitField(_l("Lock the scores"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> LockScores:
        """The command behind the button. Raises RuleBroken."""
        self.check()
        return LockScores(reference, bool(self.asks.data), _tidy(self.second_opinion_why.data))


def _number(typed: str) -> int | None:
    # Anything longer was typed by no form of ours.
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _tidy(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()
