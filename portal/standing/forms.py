"""What may be typed about an award's suspension, withdrawal, giving up and end."""

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from portal.awards.states import ReasonType
from portal.awards.wording import REASON_WORDS
from portal.standing import actions, suspending, withdrawing
from portal.standing.rules import Verdict
from portal.standing.states import GROUND_WORDS, Ground
from portal.web.formbase import FormBase
from portal.web.typed import one_line, text_block
from portal.web.wording import say


def _text(label: str, hint: str = "") -> TextAreaField:
    return TextAreaField(label, description=hint, widget=GovTextArea(), filters=[text_block])


class ProposeForm(FormBase):
    """Why an award should be suspended."""

    ground = RadioField(
        _("On which ground?"),
        widget=GovRadioInput(),
        choices=lambda: [(ground.value, say(said)) for ground, said in GROUND_WORDS.items()],
        validate_choice=False,
    )
    seen = _text(_("What has been seen?"), _("The council reads this. Name nobody who raised a concern."))
    to_put_right = _text(_("What would put it right?"), _("The council reads this."))
    public_note = _text(
        _("What is the public to read?"),
        _("One or two sentences beside “Suspended”, at most 300 characters. Only shown once it is suspended."),
    )

    def to_command(self, number: str) -> suspending.Propose:
        """The proposal. Raises RuleBroken."""
        self.check()
        ground = Ground(self.ground.data) if self.ground.data in set(Ground) else None
        return suspending.Propose(
            number, ground, self.seen.data or "", self.to_put_right.data or "", self.public_note.data or ""
        )


class DecideForm(FormBase):
    """A lead reviewer's decision on a proposal to suspend."""

    verdict = RadioField(
        _("What do you decide?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice(Verdict.NOTICE.value, _("Give the council five working days’ notice, then suspend")),
            SelectChoice(Verdict.AT_ONCE.value, _("Suspend now, because the public could be misled or harmed")),
            SelectChoice(Verdict.NOT.value, _("Do not suspend")),
        ],
        validate_choice=False,
    )
    why = _text(_("Why?"), _("Needed to suspend now or not at all. The council reads why it gets no notice."))

    def to_command(self, number: str) -> suspending.Decide:
        """The decision. Raises RuleBroken."""
        self.check()
        verdict = Verdict(self.verdict.data) if self.verdict.data in set(Verdict) else None
        return suspending.Decide(number, verdict, self.why.data or "")


class ReasonForm(FormBase):
    """Why a suspension is dropped, or what has been put right."""

    why = _text(_("What has been put right, or what has changed?"), _("The council reads this."))

    def to_command(self, number: str) -> suspending.Say:
        """The reason. Raises RuleBroken."""
        self.check()
        return suspending.Say(number, self.why.data or "")


class WithdrawForm(FormBase):
    """Why a suspended award should be withdrawn."""

    reason_type = RadioField(
        _("What is the reason?"),
        description=_("The register shows it."),
        widget=GovRadioInput(),
        choices=lambda: [(reason.value, say(said)) for reason, said in REASON_WORDS.items()],
        validate_choice=False,
    )
    why = _text(_("Why should it be withdrawn?"), _("The appeal panel and the council read this."))
    public_note = _text(
        _("What is the public to read?"), _("One or two sentences beside “Withdrawn”, at most 300 characters.")
    )

    def to_command(self, number: str) -> withdrawing.Propose:
        """The proposal. Raises RuleBroken."""
        self.check()
        typed = self.reason_type.data
        reason_type = ReasonType(typed) if typed in set(ReasonType) else None
        return withdrawing.Propose(number, reason_type, self.why.data or "", self.public_note.data or "")


class PanelForm(FormBase):
    """A panel member's answer to it."""

    confirmed = RadioField(
        _("What do you decide?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice("yes", _("Withdraw the award now")),
            SelectChoice("no", _("Do not withdraw it: it stays suspended")),
        ],
        validate_choice=False,
    )
    why = _text(_("Why?"), _("The lead reviewer reads this, and the council where you withdraw the award."))

    def to_command(self, number: str) -> withdrawing.AnswerProposal:
        """The answer. Raises RuleBroken."""
        self.check()
        confirmed = {"yes": True, "no": False}.get(self.confirmed.data or "")
        return withdrawing.AnswerProposal(number, confirmed, self.why.data or "")


class EndForm(FormBase):
    """That the council was replaced before the day that was known."""

    successor = StringField(
        _("Which council replaces it?"),
        description=_(
            "Its whole name, such as Leeds City Council. Of a part of it we tell you which councils have it."
        ),
        widget=GovTextInput(),
        filters=[one_line],
    )
    reason = _text(_("How do we know?"), _("For the trail: for example the order and its date."))

    def to_command(self, number: str) -> actions.EndEarly:
        """The end. Raises RuleBroken."""
        self.check()
        return actions.EndEarly(number, self.successor.data or "", self.reason.data or "")


class AnswerForm(FormBase):
    """What a council says of its suspension."""

    said = _text(_("What have you put right, or what do you want us to know?"), _("The lead reviewers read this."))

    def to_command(self, slug: str) -> suspending.Answer:
        """The answer. Raises RuleBroken."""
        self.check()
        return suspending.Answer(slug, self.said.data or "")


class GiveUpForm(FormBase):
    """Why the council wishes to give its award up."""

    reason = _text(
        _("Why do you wish to give it up?"), _("Your approver reads this, and the LGA keeps it. It is not published.")
    )

    def to_command(self, slug: str) -> actions.GiveUp:
        """The wish. Raises RuleBroken."""
        self.check()
        return actions.GiveUp(slug, self.reason.data or "")


class ContactsForm(FormBase):
    """Whom the council wants told about its award."""

    web = StringField(
        _("Web team (optional)"),
        description=_("Told when certificate and badge are ready, and when to take the badge down."),
        widget=GovTextInput(),
        filters=[one_line],
    )
    monitoring_officer = StringField(
        _("Monitoring officer (optional)"),
        description=_("Told of a suspension or a withdrawal."),
        widget=GovTextInput(),
        filters=[one_line],
    )

    def to_command(self, slug: str) -> actions.SaveContacts:
        """The addresses. Raises RuleBroken."""
        self.check()
        return actions.SaveContacts(slug, self.web.data or "", self.monitoring_officer.data or "")
