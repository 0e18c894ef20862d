"""What may be typed where a council objects to a reviewer and where a lead reviewer answers."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovTextArea
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from portal.objections.actions import AnswerObjection, Object, SayNoObjection
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import text_block


def _key(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None


class ObjectForm(FormBase):
    """Why the council objects, and to whom: the page may be older than the newest proposal."""

    assignment = HiddenField()
    why = TextAreaField(
        _("Why should this person not review you?"),
        description=_("For example: they worked with one of your teams. The lead reviewers read it."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, slug: str) -> Object:
        """The objection. Raises RuleBroken."""
        self.check()
        return Object(slug, _key(self.assignment.data), self.why.data or "")


class NoObjectionForm(ButtonForm):
    """A button: the council has nothing against this person."""

    assignment = HiddenField()

    def to_command(self, slug: str) -> SayNoObjection:
        """The council's word. Raises RuleBroken."""
        self.check()
        return SayNoObjection(slug, _key(self.assignment.data))


class AnswerForm(FormBase):
    """A lead reviewer's answer to an objection."""

    upheld = RadioField(
        _("What do you decide?"),
        widget=GovRadioInput(),
        choices=[
            SelectChoice("yes", _("The objection is upheld: somebody else reviews the council")),
            SelectChoice("no", _("The objection is not upheld: this person reviews the council")),
        ],
        validate_choice=False,
    )
    answer = TextAreaField(
        _("Why?"),
        description=_("The council reads this. If somebody else is to review, the reviewer reads it too."),
        widget=GovTextArea(),
        filters=[text_block],
    )

    def to_command(self, reference: str) -> AnswerObjection:
        """The answer. Raises RuleBroken."""
        self.check()
        return AnswerObjection(
            reference, {"yes": True, "no": False}.get(self.upheld.data or ""), self.answer.data or ""
        )
