"""What may be typed about a concern: by anybody who reports one, by the scheme, the council and the panel's chair."""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Email, Length, Optional

from portal.concerns.actions import Came, Report
from portal.concerns.case import CasePage
from portal.concerns.council import Answer
from portal.concerns.escalating import Confirm, Escalate, Find, Investigate
from portal.concerns.handling import Ask, Close, Merge, NotForUs, PutRight, Triage
from portal.concerns.rules import LONGEST_EMAIL
from portal.concerns.sorting import Asked
from portal.concerns.states import ConcernKind, Elsewhere, Escalation, Finding, Outcome
from portal.concerns.wording import ESCALATION_WORDS, FINDING_WORDS, KIND_WORDS, OUTCOME_WORDS, PLACES
from portal.web.formbase import ButtonForm, FormBase
from portal.web.language import language
from portal.web.openform import OpenForm
from portal.web.typed import one_line, text_block
from portal.web.wording import say


class ReportForm(OpenForm):
    """What and where, and an address if somebody wants to hear of it. ``website`` is for programs: nobody sees it."""

    where = StringField(_l("Where is it?"), widget=GovTextInput(), filters=[one_line])
    what = TextAreaField(_l("What is wrong?"), widget=GovTextArea(), filters=[text_block])
    email = StringField(
        _l("Your email address (optional)"),
        [
            Optional(),
            Length(max=LONGEST_EMAIL, message=_l("This address is too long. Check it, or leave the field empty.")),
            Email(message=_l("Enter an email address like name@example.com, or leave the field empty.")),
        ],
        widget=GovTextInput(),
        filters=[one_line],
    )
    website = StringField()
    send = SubmitField(_l("Send the report"), widget=GovSubmitInput())

    def to_command(self, asked: Asked) -> Report:
        """What was typed, and how it came. Raises RuleBroken."""
        self.check()
        came = Came(request.remote_addr or "", self.opened_at, self.website.data or "")
        return Report(asked, self.where.data or "", self.what.data or "", self.email.data or "", language().value, came)


class DeedForm(FormBase):
    """One thing that is done about a concern; its page may have something to offer."""

    def offer(self, page: CasePage) -> "DeedForm":
        """The same form with what can be chosen on this page."""
        return self

    def to_command(self, reference: str) -> Any:
        """What was typed, as the command of its action. Raises RuleBroken."""
        self.check()
        return reference


class TakeInForm(DeedForm, ButtonForm):
    """Nothing to type."""

    send = SubmitField(_l("Put it into the list"), widget=GovSubmitInput())


class TriageForm(DeedForm):
    """Its type and its council."""

    kind = RadioField(
        _l("What is it about?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(kind.value, _l(KIND_WORDS[kind].text)) for kind in ConcernKind],
        validate_choice=False,
    )
    council = StringField(
        _l("Which council?"),
        description=_l("Its name, or the number of its award. Leave it empty if it is about no council."),
        widget=GovTextInput(),
        filters=[one_line],
    )
    send = SubmitField(_l("Save"), widget=GovSubmitInput())

    def offer(self, page: CasePage) -> "TriageForm":
        """The same form with what the reporter chose."""
        if not self.is_submitted():
            self.kind.data, self.council.data = page.kind, page.council
        return self

    def to_command(self, reference: str) -> Triage:
        """What was chosen. Raises RuleBroken."""
        self.check()
        kind = ConcernKind(self.kind.data) if self.kind.data in set(ConcernKind) else None
        return Triage(reference, kind, self.council.data or "")


class MergeForm(DeedForm):
    """The other report."""

    into = StringField(
        _l("Reference of the other report"),
        description=_l("For example, RPT-7KQ3-MWDR-XY46. This one then ends as that one does."),
        widget=GovTextInput(),
        filters=[one_line],
    )
    send = SubmitField(_l("Put them together"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> Merge:
        """What was typed. Raises RuleBroken."""
        self.check()
        return Merge(reference, self.into.data or "")


def _told() -> TextAreaField:
    return TextAreaField(
        _l("What else should the reporter know? (optional)"),
        description=_l("Shown to whoever has the reference. Name nobody, and nothing that the council told you alone."),
        widget=GovTextArea(),
        filters=[text_block],
    )


class NotForUsForm(DeedForm):
    """The right place to go."""

    elsewhere = RadioField(
        _l("Where can the reporter go?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(place.value, _l(PLACES[place].name.text)) for place in Elsewhere],
        validate_choice=False,
    )
    told = _told()
    send = SubmitField(_l("Close it"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> NotForUs:
        """What was chosen. Raises RuleBroken."""
        self.check()
        chosen = Elsewhere(self.elsewhere.data) if self.elsewhere.data in set(Elsewhere) else None
        return NotForUs(reference, chosen, self.told.data or "")


class AskForm(DeedForm):
    """What the council reads."""

    asked = TextAreaField(
        _l("What do you ask the council?"),
        description=_l(
            "Write it in your own words, with nothing that shows who reported it. Say what is to be put right, and how"
            " you will check."
        ),
        widget=GovTextArea(),
        filters=[text_block],
    )
    send = SubmitField(_l("Ask the council"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> Ask:
        """What was typed. Raises RuleBroken."""
        self.check()
        return Ask(reference, self.asked.data or "")


class PutRightForm(DeedForm):
    """What was checked."""

    checked = TextAreaField(_l("What did you check, and what did you see?"), widget=GovTextArea(), filters=[text_block])
    told = _told()
    send = SubmitField(_l("Save"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> PutRight:
        """What was typed. Raises RuleBroken."""
        self.check()
        return PutRight(reference, self.checked.data or "", self.told.data or "")


class EscalateForm(DeedForm):
    """How it is taken further."""

    how = RadioField(
        _l("How is it taken further?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(how.value, _l(ESCALATION_WORDS[how].text)) for how in Escalation],
        validate_choice=False,
    )
    why = TextAreaField(_l("Why?"), widget=GovTextArea(), filters=[text_block])
    send = SubmitField(_l("Take it further"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> Escalate:
        """What was chosen. Raises RuleBroken."""
        self.check()
        how = Escalation(self.how.data) if self.how.data in set(Escalation) else None
        return Escalate(reference, how, self.why.data or "")


class InvestigateForm(DeedForm):
    """What the council reads, and who confirms."""

    asked = TextAreaField(
        _l("Which statement is said to be false, and what do you ask the council?"),
        description=_l("The council reads this and has 10 working days. Nothing in it may show who reported it."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    chair = RadioField(_l("Who confirms what you find?"), widget=GovRadioInput(), choices=[], validate_choice=False)
    send = SubmitField(_l("Begin the investigation"), widget=GovSubmitInput())

    def offer(self, page: CasePage) -> "InvestigateForm":
        """The same form with those who may confirm."""
        self.chair.choices = [SelectChoice(str(person.person_id), person.name) for person in page.chairs]
        return self

    def to_command(self, reference: str) -> Investigate:
        """What was typed. Raises RuleBroken."""
        self.check()
        try:
            chair = UUID(self.chair.data or "")
        except ValueError:
            chair = None
        return Investigate(reference, self.asked.data or "", chair)


class FindForm(DeedForm):
    """What was found."""

    finding = RadioField(
        _l("What have you found?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(found.value, _l(FINDING_WORDS[found].text)) for found in Finding],
        validate_choice=False,
    )
    why = TextAreaField(_l("Why, and where can it be seen?"), widget=GovTextArea(), filters=[text_block])
    send = SubmitField(_l("Send to the chair"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> Find:
        """What was chosen. Raises RuleBroken."""
        self.check()
        found = Finding(self.finding.data) if self.finding.data in set(Finding) else None
        return Find(reference, found, self.why.data or "")


class CloseForm(DeedForm):
    """How it ended."""

    outcome = RadioField(_l("How did it end?"), widget=GovRadioInput(), choices=[], validate_choice=False)
    told = _told()
    send = SubmitField(_l("Close it"), widget=GovSubmitInput())

    def offer(self, page: CasePage) -> "CloseForm":
        """The same form with the outcomes that are open to it."""
        self.outcome.choices = [SelectChoice(one.value, say(OUTCOME_WORDS[one])) for one in page.outcomes]
        return self

    def to_command(self, reference: str) -> Close:
        """What was chosen. Raises RuleBroken."""
        self.check()
        outcome = Outcome(self.outcome.data) if self.outcome.data in set(Outcome) else None
        return Close(reference, outcome, self.told.data or "")


class ConfirmForm(FormBase):
    """Whether the chair agrees."""

    agrees = RadioField(
        _l("Do you confirm what was found?"),
        widget=GovRadioInput(),
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No: it goes back to the lead reviewer"))],
        validate_choice=False,
    )
    why = TextAreaField(_l("Your reason"), widget=GovTextArea(), filters=[text_block])
    send = SubmitField(_l("Send"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> Confirm:
        """What was chosen. Raises RuleBroken."""
        self.check()
        return Confirm(reference, {"yes": True, "no": False}.get(self.agrees.data or ""), self.why.data or "")


class AnswerForm(FormBase):
    """The council's answer."""

    answer = TextAreaField(
        _l("Your answer"),
        description=_l("What you have done or will do, by when, and where we can see it."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    send = SubmitField(_l("Send the answer"), widget=GovSubmitInput())

    def to_command(self, slug: str, reference: str) -> Answer:
        """What was typed. Raises RuleBroken."""
        self.check()
        return Answer(slug, reference, self.answer.data or "")
