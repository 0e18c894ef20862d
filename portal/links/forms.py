"""What may be said of a page that the portal found."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from portal.evidence.rules import NOTE_MAX_CHARACTERS
from portal.links.actions import Accept, Dismiss, Look
from portal.links.queries import FindingFacts
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line


class LookForm(ButtonForm):
    """A button."""

    def to_command(self, slug: str) -> Look:
        """Where to look. Raises RuleBroken."""
        self.check()
        return Look(slug)


class AcceptForm(FormBase):
    """What the page shows; begins with the words that were found."""

    note = TextAreaField(_("What the page shows"), filters=[one_line], widget=GovTextArea())

    @classmethod
    def of(cls, finding: FindingFacts) -> "AcceptForm":
        """The form with the words that were found on the page."""
        begun = gettext("On the page: “%(found)s”", found=finding.words_found)
        return cls(
            data={"note": begun if len(begun) <= NOTE_MAX_CHARACTERS else f"{begun[: NOTE_MAX_CHARACTERS - 2]}…”"}
        )

    def to_command(self, slug: str, finding_id: UUID) -> Accept:
        """The finding to accept. Raises RuleBroken."""
        self.check()
        return Accept(slug, finding_id, self.note.data or "")


class DismissForm(ButtonForm):
    """A button."""

    def to_command(self, slug: str, finding_id: UUID) -> Dismiss:
        """The finding to dismiss. Raises RuleBroken."""
        self.check()
        return Dismiss(slug, finding_id)
