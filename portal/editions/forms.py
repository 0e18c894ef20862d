"""What may be typed of an edition."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovFileInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, Field, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from portal.editions.actions import Begin, OneCriterion, OneDraft, SaveCriterion, SaveText
from portal.editions.editing import Choices, Typed
from portal.editions.pages import CriterionPage
from portal.editions.queries import DraftFacts
from portal.editions.rules import LONGEST_TEXT
from portal.editions.scheduling import Schedule, Unschedule
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.web.fields import DayField
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line, text_block

_VERSION = [InputRequired(), NumberRange(min=1)]


class BeginForm(FormBase):
    """A new draft."""

    copy_of = SelectField(_("Begin with a copy of"), widget=GovSelect(), validate_choice=False)
    name = StringField(
        _("Name of the new edition"),
        description=_("Part of its address, such as 2027. It cannot be changed later."),
        filters=[one_line],
        widget=GovTextInput(),
    )
    version_name = StringField(
        _("Version"),
        description=_("As it stands on certificates, such as 1.1"),
        filters=[one_line],
        widget=GovTextInput(),
    )

    def offering(self, names: tuple[str, ...]) -> "BeginForm":
        """The form with these editions to begin with."""
        self.copy_of.choices = [(name, name) for name in names]
        return self

    def to_command(self) -> Begin:
        """The draft to begin. Raises RuleBroken."""
        self.check()
        return Begin(self.name.data or "", self.version_name.data or "", self.copy_of.data or "")


class TextForm(FormBase):
    """The whole text, typed or in a file."""

    source = TextAreaField(_("The text of the edition (YAML)"), filters=[text_block], widget=GovTextArea())
    file = FileField(
        _("Or choose a file (optional)"),
        description=_("A YAML file of 300 KB at most. It takes the place of the text above."),
        widget=GovFileInput(),
    )
    version = IntegerField(widget=HiddenInput(), validators=_VERSION)

    @classmethod
    def of(cls, draft: DraftFacts) -> "TextForm":
        """The form with what is saved."""
        return cls(data={"source": draft.source, "version": draft.version})

    def to_command(self, name: str) -> SaveText:
        """The text to save; a file that was chosen counts. Raises RuleBroken."""
        self.check()
        chosen = self.file.data.read(LONGEST_TEXT + 1) if self.file.data else b""
        if len(chosen) > LONGEST_TEXT:
            raise RuleBroken([Problem("file", words("The file is longer than 300 KB. Shorten it."))])
        try:
            source = text_block(chosen.decode("utf-8-sig")) if self.file.data else self.source.data or ""
        except UnicodeDecodeError as fault:
            said = words("The file is not text in UTF-8. Save it again as UTF-8 and choose it again.")
            raise RuleBroken([Problem("file", said)]) from fault
        return SaveText(name, self.version.data or 0, source)


class CriterionForm(FormBase):
    """One criterion. What it can refer to, and the kinds of council with a note of their own, are the draft’s."""

    id = StringField(
        _("Id"), description=_("Such as INF-5. It cannot be changed later."), filters=[one_line], widget=GovTextInput()
    )
    theme = SelectField(_("Theme"), widget=GovSelect(), validate_choice=False)
    title = StringField(_("Title"), filters=[one_line], widget=GovTextInput())
    statement = TextAreaField(_("Statement"), filters=[text_block], widget=GovTextArea())
    why_it_matters = TextAreaField(_("Why it matters"), filters=[text_block], widget=GovTextArea())
    good = TextAreaField(
        _("What good looks like"), description=_("One point on each line"), filters=[text_block], widget=GovTextArea()
    )
    rubric_0 = TextAreaField(_("What scores 0"), filters=[text_block], widget=GovTextArea())
    rubric_1 = TextAreaField(_("What scores 1"), filters=[text_block], widget=GovTextArea())
    rubric_2 = TextAreaField(_("What scores 2"), filters=[text_block], widget=GovTextArea())
    rubric_3 = TextAreaField(_("What scores 3"), filters=[text_block], widget=GovTextArea())
    essential = BooleanField(_("Essential: no award without it"), widget=GovCheckboxInput())
    weight = StringField(
        _("Weight in the total"),
        description=_("A whole number"),
        filters=[one_line],
        widget=GovTextInput(),
        render_kw={"inputmode": "numeric"},
    )
    accepted = SelectMultipleField(
        _("Evidence that is accepted"), widget=GovCheckboxesInput(), validate_choice=False, choices=[]
    )
    examples = TextAreaField(
        _("Examples of evidence"), description=_("One on each line"), filters=[text_block], widget=GovTextArea()
    )
    live_check = TextAreaField(_("What the reviewer looks at (optional)"), filters=[text_block], widget=GovTextArea())
    annual_check = BooleanField(_("Part of the annual check"), widget=GovCheckboxInput())
    na_allowed_for = SelectMultipleField(
        _("May be left out by (optional)"), widget=GovCheckboxesInput(), validate_choice=False, choices=[]
    )
    version = IntegerField(widget=HiddenInput(), validators=_VERSION)

    kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, page: CriterionPage) -> "CriterionForm":
        """The form as the page opens it: with what is saved, or empty for a new criterion."""
        shaped = cls.shaped(page.choices)
        said = page.typed
        if said is None:
            return shaped(data={"version": page.draft.version, "accepted": [], "na_allowed_for": []}).offering(
                page.choices
            )
        data = {
            **{name: getattr(said, name) for name in _PLAIN},
            **{f"rubric_{score}": sentence for score, sentence in enumerate(said.rubric)},
            "accepted": list(said.accepted),
            "na_allowed_for": list(said.na_allowed_for),
            **{_note(place): said.notes.get(kind, "") for place, kind in enumerate(shaped.kinds)},
            "version": page.draft.version,
        }
        return shaped(data=data).offering(page.choices)

    @classmethod
    def shaped(cls, choices: Choices) -> "type[CriterionForm]":
        """The form with a note for each of these kinds of council."""
        notes = {
            _note(place): TextAreaField(label or kind, filters=[text_block], widget=GovTextArea())
            for place, (kind, label) in enumerate(choices.kinds.items())
        }
        return type(cls.__name__, (cls,), {**notes, "kinds": tuple(choices.kinds)})

    def offering(self, choices: Choices) -> "CriterionForm":
        """The form with these themes, types of evidence and kinds of council; an unknown one that is set stays."""
        self.theme.choices = _pairs(choices.themes, [self.theme.data])
        self.accepted.choices = _pairs(choices.types, self.accepted.data)
        self.na_allowed_for.choices = _pairs(choices.kinds, self.na_allowed_for.data)
        return self

    @property
    def notes(self) -> Iterator[Field]:
        """The fields for notes, one for each kind of council."""
        return (self[_note(place)] for place in range(len(self.kinds)))

    def to_command(self, name: str, criterion: str) -> SaveCriterion:
        """The criterion to save. Raises RuleBroken."""
        self.check()
        said = Typed(
            id=criterion or self.id.data or "",
            rubric=(
                self.rubric_0.data or "",
                self.rubric_1.data or "",
                self.rubric_2.data or "",
                self.rubric_3.data or "",
            ),
            essential=bool(self.essential.data),
            annual_check=bool(self.annual_check.data),
            accepted=tuple(self.accepted.data or ()),
            na_allowed_for=tuple(self.na_allowed_for.data or ()),
            notes={kind: self[_note(place)].data or "" for place, kind in enumerate(self.kinds)},
            **{field: self[field].data or "" for field in _TEXTS},
        )
        return SaveCriterion(name, self.version.data or 0, criterion, said)


_TEXTS = ("theme", "title", "statement", "why_it_matters", "good", "examples", "weight", "live_check")
_PLAIN = ("id", *_TEXTS, "essential", "annual_check")


class OneDraftForm(ButtonForm):
    """A button that changes a draft, over the version that the page showed."""

    version = IntegerField(widget=HiddenInput(), validators=_VERSION)

    def to_command(self, name: str) -> OneDraft:
        """The draft. Raises RuleBroken."""
        self.check()
        return OneDraft(name, self.version.data or 0)

    def to_criterion(self, name: str, criterion: str, *, up: bool = False) -> OneCriterion:
        """A criterion of it. Raises RuleBroken."""
        self.check()
        return OneCriterion(name, self.version.data or 0, criterion, up)


class ScheduleForm(FormBase):
    """The day from which a draft is to count."""

    publish_on = DayField(_("From which day does it count?"), validators=[InputRequired()])
    version = IntegerField(widget=HiddenInput(), validators=_VERSION)

    def to_command(self, name: str) -> Schedule:
        """The draft and its day. Raises RuleBroken."""
        self.check()
        if self.publish_on.data is None:
            raise RuleBroken([Problem("publish_on", words("Type the day, the month and the year."))])
        return Schedule(name, self.version.data or 0, self.publish_on.data)


class UnscheduleForm(FormBase):
    """Why a scheduled edition is taken back."""

    reason = TextAreaField(
        _("Why is it taken back?"),
        description=_("The owners of all councils are told this reason."),
        filters=[text_block],
        widget=GovTextArea(),
    )

    def to_command(self, name: str) -> Unschedule:
        """The edition and the reason. Raises RuleBroken."""
        self.check()
        return Unschedule(name, self.reason.data or "")


def _note(place: int) -> str:
    # By its place, not by the kind: what a draft calls its kinds may be anything.
    return f"note_{place}"


def _pairs(known: Mapping[str, str], chosen: Any) -> list[tuple[str, str]]:
    more = [name for name in chosen or () if name and name not in known]
    return [*((name, label or name) for name, label in known.items()), *((name, name) for name in more)]
