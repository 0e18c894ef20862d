"""What may be typed to send, to sign and to hand back."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovTextArea, GovTextInput
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField

from portal.declarations.actions import HandBack, Send, Sign
from portal.declarations.checking import CheckPage
from portal.declarations.signing import DeclarationPage
from portal.kernel.errors import NotFound, Problem
from portal.kernel.words import words
from portal.web.formbase import FormBase
from portal.web.typed import one_line, text_block


class SendForm(FormBase):
    """Whom to ask for a signature. The choices are for show: the action knows who may be asked."""

    approver = RadioField(
        _("Who is to sign?"),
        description=_("An approver of your council who has never sent this application."),
        widget=GovRadioInput(),
        choices=[],
        validate_choice=False,
    )

    def offer(self, page: CheckPage) -> "SendForm":
        """Show the approvers of this page as choices; the only one is chosen already."""
        self.approver.choices = [(str(member.person_id), member.name) for member in page.approvers]
        if len(page.approvers) == 1 and not self.approver.data:
            self.approver.data = str(page.approvers[0].person_id)
        return self

    def to_command(self, slug: str) -> Send:
        """What to send, to whom. Raises RuleBroken."""
        self.check()
        return Send(slug, _key_from(self.approver.data))

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show what is wrong with the approver; of what is missing only how much: the page lists it, with links."""
        found = list(problems)
        missing = [problem for problem in found if problem.field not in self._fields]
        if missing:
            said = words(
                "The application is not complete. Still to be done: %(count)s. See “What still has to be done” below.",
                count=len(missing),
            )
            found = [Problem("", said), *(problem for problem in found if problem not in missing)]
        super().add_problems(found)


class SignForm(FormBase):
    """An approver's signature under the declaration that was read."""

    declaration = HiddenField()
    name = StringField(
        _("Your name"),
        description=_("As it stands in your account."),
        widget=GovTextInput(),
        filters=[one_line],
        render_kw={"autocomplete": "name"},
    )
    role = StringField(
        _("Your role in the council"),
        description=_("Such as chief executive, director or monitoring officer."),
        widget=GovTextInput(),
        filters=[one_line],
        render_kw={"autocomplete": "organization-title"},
    )
    confirmed = BooleanField(
        _("I declare all of this for the council"),
        description=_("Everything under “What is signed”, above."),
        widget=GovCheckboxInput(),
    )

    @classmethod
    def of(cls, page: DeclarationPage) -> "SignForm":
        """The form as it stands when the page is opened: the role from the account, the name to be typed."""
        waiting = page.waiting
        return cls(
            data={
                "declaration": str(waiting.declaration.id) if waiting else "",
                "role": page.account.job_title,
            }
        )

    def to_command(self, slug: str) -> Sign:
        """What to sign. Raises RuleBroken, and NotFound where the page named no declaration."""
        self.check()
        return Sign(
            slug,
            _declaration_from(self.declaration.data),
            self.name.data or "",
            self.role.data or "",
            confirmed=self.confirmed.data,
        )


class HandBackForm(FormBase):
    """Why an approver does not sign."""

    declaration = HiddenField()
    comment = TextAreaField(_("What has to change before you can sign?"), widget=GovTextArea(), filters=[text_block])

    @classmethod
    def of(cls, page: DeclarationPage) -> "HandBackForm":
        """The form as it stands when the page is opened."""
        form = cls()
        # Never from a draft: the application may have been taken back and sent again since that was typed.
        form.declaration.data = str(page.waiting.declaration.id) if page.waiting else ""
        return form

    def to_command(self, slug: str) -> HandBack:
        """What to hand back. Raises RuleBroken, and NotFound where the page named no declaration."""
        self.check()
        return HandBack(slug, _declaration_from(self.declaration.data), self.comment.data or "")


def _key_from(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _declaration_from(typed: str | None) -> UUID:
    key = _key_from(typed)
    if key is None:
        raise NotFound("the page names no declaration")
    return key
