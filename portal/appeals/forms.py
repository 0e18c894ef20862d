"""What may be typed about an appeal: by the council, an administrator, and those who hear it."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSubmitInput,
    GovTextArea,
)
from wtforms import HiddenField, IntegerField, RadioField, SelectMultipleField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.widgets import HiddenInput

from portal.appeals.actions import HandBack, Write
from portal.appeals.admitting import Admit, Advise, DoNotAdmit
from portal.appeals.criterion import CriterionHearing
from portal.appeals.deciding import CorrectScore, RecordOutcome, SaveFinding
from portal.appeals.hearing import PanelPage
from portal.appeals.oversight import AdvicePage
from portal.appeals.queries import CouncilPage
from portal.appeals.states import ADVICE_WORDS, GROUND_WORDS, Advice, Finding, Ground
from portal.web.formbase import FormBase
from portal.web.typed import text_block
from portal.web.wording import say


class AppealForm(FormBase):
    """An appeal, as an owner writes it."""

    grounds = SelectMultipleField(
        _l("On which grounds?"),
        description=_l("Choose all that apply."),
        widget=GovCheckboxesInput(),
        choices=[],
        validate_choice=False,
    )
    criteria = SelectMultipleField(
        _l("Which criteria is it about?"),
        description=_l("The panel can put right only the scores of these. Leave all empty if it is about no score."),
        widget=GovCheckboxesInput(),
        choices=[],
        validate_choice=False,
    )
    statement = TextAreaField(
        _l("What happened, and what do you ask for?"),
        description=_l(
            "Say what went wrong, where the panel can see it, such as the evidence and its page, and what you ask the"
            " panel to do."
        ),
        widget=GovTextArea(),
        filters=[text_block],
    )
    send = SubmitField(_l("Send to your approver"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: CouncilPage) -> "AppealForm":
        """The form with what was written before and taken out, if anything."""
        known = page.draft
        data = {"grounds": known.grounds, "criteria": known.criteria, "statement": known.statement} if known else None
        return cls(data=data).offer(page)

    def offer(self, page: CouncilPage) -> "AppealForm":
        """The same form with the grounds, and the criteria of the edition with their decided scores."""
        self.grounds.choices = [SelectChoice(ground.value, say(GROUND_WORDS[ground])) for ground in Ground]
        self.criteria.choices = [
            SelectChoice(criterion.id, f"{criterion.id} {criterion.title}")
            for criterion in page.result.edition.criteria
        ]
        return self

    def to_command(self, slug: str) -> Write:
        """What was written. Raises RuleBroken."""
        self.check()
        known = {ground.value: ground for ground in Ground}
        grounds = tuple(known[name] for name in self.grounds.data or () if name in known)
        return Write(slug, grounds, tuple(self.criteria.data or ()), self.statement.data or "")


class HandBackForm(FormBase):
    """Why the approver does not confirm."""

    comment = TextAreaField(
        _l("What should be written otherwise?"),
        description=_l("The owner reads this and can write the appeal anew."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    hand_back = SubmitField(_l("Hand it back"), widget=GovSubmitInput())

    def to_command(self, slug: str) -> HandBack:
        """What was typed. Raises RuleBroken."""
        self.check()
        return HandBack(slug, self.comment.data or "")


class AdviceForm(FormBase):
    """An administrator's advice, and who is to chair."""

    advice = RadioField(
        _l("What do you advise?"),
        widget=GovRadioInput(),
        choices=[SelectChoice(advice.value, _l(ADVICE_WORDS[advice].text)) for advice in Advice],
        validate_choice=False,
    )
    why = TextAreaField(
        _l("Why?"),
        description=_l("The chair reads this. It is about the grounds, not about who is right."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    chair = RadioField(_l("Who chairs the panel?"), widget=GovRadioInput(), choices=[], validate_choice=False)
    send = SubmitField(_l("Send to the chair"), widget=GovSubmitInput())

    def offer(self, page: AdvicePage) -> "AdviceForm":
        """The same form with those who may chair."""
        self.chair.choices = [SelectChoice(str(person.person_id), person.name) for person in page.choice]
        return self

    def to_command(self, reference: str) -> Advise:
        """What was typed. Raises RuleBroken."""
        self.check()
        chosen = self.advice.data
        return Advise(
            reference,
            Advice(chosen) if chosen in set(Advice) else None,
            self.why.data or "",
            _key(self.chair.data),
        )


class AdmitForm(FormBase):
    """Who sits beside the chair."""

    members = SelectMultipleField(
        _l("Who hears the appeal with you?"), widget=GovCheckboxesInput(), choices=[], validate_choice=False
    )
    admit = SubmitField(_l("Admit the appeal"), widget=GovSubmitInput())

    def offer(self, page: PanelPage) -> "AdmitForm":
        """The same form with those who may sit."""
        self.members.choices = [SelectChoice(str(person.person_id), person.name) for person in page.choice]
        return self

    def to_command(self, reference: str) -> Admit:
        """Who was chosen. Raises RuleBroken."""
        self.check()
        keys = (_key(value) for value in self.members.data or ())
        return Admit(reference, tuple(key for key in keys if key is not None))


class RefuseForm(FormBase):
    """Why an appeal is not heard."""

    why = TextAreaField(
        _l("Why can the appeal not be heard?"),
        description=_l("The council reads this."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    refuse = SubmitField(_l("Do not admit the appeal"), widget=GovSubmitInput())

    def to_command(self, reference: str) -> DoNotAdmit:
        """What was typed. Raises RuleBroken."""
        self.check()
        return DoNotAdmit(reference, self.why.data or "")


class FindingForm(FormBase):
    """What one member finds."""

    finding = RadioField(_l("What do you find?"), widget=GovRadioInput(), choices=[], validate_choice=False)
    why = TextAreaField(
        _l("Your reason"),
        description=_l("The two others see it once all three have said theirs. The council does not."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    version = IntegerField(widget=HiddenInput(), default=0)
    save = SubmitField(_l("Save what you find"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: PanelPage) -> "FindingForm":
        """The form with what the member has saved, if anything."""
        own = page.own
        data = {"finding": own.finding.value, "why": own.why, "version": own.version} if own else None
        return cls(data=data).offer(page)

    def offer(self, page: PanelPage) -> "FindingForm":
        """The same form with what can be found on this appeal."""
        self.finding.choices = [SelectChoice(finding.value, say(said)) for finding, said in page.offers]
        return self

    def to_command(self, reference: str) -> SaveFinding:
        """What was typed. Raises RuleBroken."""
        self.check()
        found = Finding(self.finding.data) if self.finding.data in set(Finding) else None
        return SaveFinding(reference, found, self.why.data or "", self.version.data or 0)


class CorrectForm(FormBase):
    """The score in the place of the decided one, by choosing a sentence of the rubric."""

    score = RadioField(_l("Corrected score"), widget=GovRadioInput(), choices=[], validate_choice=False)
    reason = TextAreaField(_l("Reason, as the council will read it"), widget=GovTextArea(), filters=[text_block])
    version = IntegerField(widget=HiddenInput(), default=0)
    save = SubmitField(_l("Save the corrected score"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: CriterionHearing) -> "CorrectForm":
        """The form with what was entered before, or else with the decided score."""
        known = page.corrected
        score = known.score if known else page.line.final.score
        reason, version = (known.reason, known.version) if known else ("", 0)
        return cls(data={"score": str(score), "reason": reason, "version": version}).offer(page)

    def offer(self, page: CriterionHearing) -> "CorrectForm":
        """The same form with the decided score and all that are higher."""
        lowest = page.line.final.score or 0
        self.score.choices = [
            SelectChoice(str(level.score), f"{level.score}. {level.label}: {page.line.criterion.rubric[level.score]}")
            for level in page.edition.levels
            if level.score >= lowest
        ]
        return self

    def to_command(self, reference: str, criterion: str) -> CorrectScore:
        """What was typed. Raises RuleBroken."""
        self.check()
        typed = self.score.data or ""
        score = int(typed) if typed in ("0", "1", "2", "3") else None
        return CorrectScore(reference, criterion, score, self.reason.data or "", self.version.data or 0)


class OutcomeForm(FormBase):
    """The panel's reason; its button carries the outcome that the page showed."""

    found = HiddenField()
    why = TextAreaField(
        _l("The panel’s reason"),
        description=_l("The council reads this. Answer each ground that it gave."),
        widget=GovTextArea(),
        filters=[text_block],
    )
    record = SubmitField(_l("Record the outcome"), widget=GovSubmitInput())

    @classmethod
    def of(cls, page: PanelPage) -> "OutcomeForm":
        """The form with what the page shows."""
        return cls(data={"found": page.found.value if page.found else ""})

    def to_command(self, reference: str) -> RecordOutcome:
        """What was typed and shown. Raises RuleBroken."""
        self.check()
        found = Finding(self.found.data) if self.found.data in set(Finding) else None
        return RecordOutcome(reference, found, self.why.data or "")


def _key(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None
