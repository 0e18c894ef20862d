"""What may be typed about exercises, scores in them, notes and examples."""

from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSelect, GovTextArea, GovTextInput
from wtforms import HiddenField, RadioField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from portal.consistency.actions import OneExercise, Prepare, SaveCalibrationScore
from portal.consistency.guidance import ExamplePage, GuidancePage
from portal.consistency.queries import PastApplication
from portal.consistency.scoring import ScorePage
from portal.consistency.writing import RetireExample, WriteExample, WriteNote
from portal.criteria.edition import Criterion, Edition
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.reviews.rules import NOT_APPLICABLE
from portal.web.fields import DayField
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line, text_block


def _sentences(criterion: Criterion, edition: Edition) -> list[Any]:
    return [
        SelectChoice(str(level.score), f"{level.score}. {level.label}: {criterion.rubric[level.score]}")
        for level in edition.levels
    ]


def _number(typed: str | None) -> int | None:
    # Anything longer was typed by no form of ours.
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


class ExerciseForm(FormBase):
    """A new exercise."""

    title = StringField(
        _l("Title"),
        description=_l("Everybody reads it, such as “Calibration 2026”."),
        filters=[one_line],
        widget=GovTextInput(),
    )
    finish_by = DayField(_l("Reviewers finish by"), description=_l("For example 18 12 2026."))
    application_a = SelectField(_l("Application A"), widget=GovSelect(), validate_choice=False)
    application_b = SelectField(_l("Application B"), widget=GovSelect(), validate_choice=False)

    def offer(self, past: tuple[PastApplication, ...]) -> "ExerciseForm":
        """The same form with the applications to choose from."""
        said = [(each.reference, f"{each.council}, {each.reference}, {each.edition}") for each in past]
        for field in (self.application_a, self.application_b):
            field.choices = [("", gettext("Choose an application")), *said]
        return self

    def to_command(self) -> Prepare:
        """The exercise. Raises RuleBroken."""
        self.check()
        if self.finish_by.data is None:
            raise RuleBroken([Problem("finish_by", words("Choose a day after today."))])
        chosen = (self.application_a.data or "", self.application_b.data or "")
        return Prepare(self.title.data or "", self.finish_by.data, chosen)


class ExerciseButton(ButtonForm):
    """A button that concerns one exercise."""

    def to_command(self, exercise_id: UUID) -> OneExercise:
        """The exercise. Raises RuleBroken."""
        self.check()
        return OneExercise(exercise_id)


class CalibrationForm(FormBase):
    """One score with its reason, as in a review."""

    choice = RadioField(
        _l("Which sentence fits best?"),
        description=_l("Judge what the statement and the evidence show."),
        widget=GovRadioInput(),
        choices=[],
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("At least one sentence. No other reviewer reads it."),
        filters=[text_block],
        widget=GovTextArea(),
    )
    version = HiddenField()
    save = SubmitField(_l("Save and go to the next"))

    def offer(self, page: ScorePage) -> "CalibrationForm":
        """The same form with the rubric to choose from, and what is saved filled in."""
        self.choice.choices = _sentences(page.criterion, page.edition)
        if page.claims_not_applicable:
            self.choice.choices.append(
                SelectChoice(NOT_APPLICABLE, gettext("I agree that this does not apply to the council"))
            )
        if not self.is_submitted():
            self.version.data = self.version.data or str(page.own.version if page.own else 0)
            if page.own and not self.restored:
                self.choice.data = NOT_APPLICABLE if page.own.score is None else str(page.own.score)
                self.reason.data = page.own.reason
        return self

    def to_command(self, exercise_id: UUID, label: str, criterion: str) -> SaveCalibrationScore:
        """The score. Raises RuleBroken."""
        self.check()
        typed = self.choice.data or ""
        return SaveCalibrationScore(
            exercise_id,
            label,
            criterion,
            _number(typed),
            typed == NOT_APPLICABLE,
            (self.reason.data or "").strip(),
            _number(self.version.data) or 0,
        )


class NoteForm(FormBase):
    """How reviewers are to read a criterion."""

    note = TextAreaField(
        _l("Note for reviewers"),
        description=_l("How to read the criterion, what counts, what does not. Reviewers see it while they score."),
        filters=[text_block],
        widget=GovTextArea(),
    )

    @classmethod
    def of(cls, page: GuidancePage) -> "NoteForm":
        """The form with the note that counts now."""
        return cls(data={"note": page.guidance.note})

    def to_command(self, criterion: str) -> WriteNote:
        """The note. Raises RuleBroken."""
        self.check()
        return WriteNote(criterion, (self.note.data or "").strip())


class ExampleForm(FormBase):
    """A past answer without its council."""

    score = RadioField(_l("Which score was it given?"), widget=GovRadioInput(), choices=[], validate_choice=False)
    example = TextAreaField(
        _l("What the answer said"),
        description=_l("In short, and with nothing that tells whose it was: no names, places, addresses, accounts."),
        filters=[text_block],
        widget=GovTextArea(),
    )
    why = TextAreaField(_l("Why it was given this score"), filters=[text_block], widget=GovTextArea())
    application = HiddenField()

    def offer(self, page: ExamplePage) -> "ExampleForm":
        """The same form with the rubric to choose from; begun with the past score, where there is one."""
        self.score.choices = _sentences(page.criterion, page.edition)
        if page.past and not self.is_submitted():
            self.application.data = str(page.past.application_id)
            if not self.restored:
                self.score.data = str(page.past.score)
                self.example.data, self.why.data = page.past.statement, page.past.reason
        return self

    def begun_from(self) -> UUID | None:
        """The application whose score this began with, as the form says."""
        return uuid_or_none(self.application.data)

    def to_command(self, criterion: str) -> WriteExample:
        """The example. Raises RuleBroken."""
        self.check()
        return WriteExample(
            criterion,
            _number(self.score.data),
            (self.example.data or "").strip(),
            (self.why.data or "").strip(),
            self.begun_from(),
        )


class RetireForm(ButtonForm):
    """The button that takes an example from the scoring pages."""

    def to_command(self, criterion: str, example_id: UUID) -> RetireExample:
        """The example. Raises RuleBroken."""
        self.check()
        return RetireExample(criterion, example_id)


def uuid_or_none(typed: str | None) -> UUID | None:
    """A key as it stands in an address or a form; None where it is no key."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None
