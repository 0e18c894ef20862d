"""What may be given as evidence."""

from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextInput
from wtforms import StringField

from portal.evidence.actions import AddFile, AddLink, Remove
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line


class LinkForm(FormBase):
    """A link and what it shows."""

    link = StringField(_("Web address"), filters=[one_line], widget=GovTextInput())
    link_note = StringField(_("What the page shows and where to look on it"), filters=[one_line], widget=GovTextInput())

    def to_command(self, slug: str, criterion: str) -> AddLink:
        """The link to add. Raises RuleBroken."""
        self.check()
        return AddLink(slug, criterion, self.link.data or "", self.link_note.data or "")


class UploadForm(FormBase):
    """A file and what it shows."""

    file = FileField(_("File"), widget=GovFileInput())
    file_note = StringField(
        _("What the file shows and which page to look at"), filters=[one_line], widget=GovTextInput()
    )

    def to_command(self, slug: str, criterion: str) -> AddFile:
        """The file to add. Raises RuleBroken."""
        self.check()
        chosen = self.file.data
        if not chosen:
            raise RuleBroken([Problem("file", words("Choose a file."))])
        return AddFile(slug, criterion, chosen.filename or "", chosen.read(), self.file_note.data or "")


class RemoveForm(ButtonForm):
    """A button."""

    def to_command(self, slug: str, criterion: str, item_id: UUID) -> Remove:
        """The item to remove. Raises RuleBroken."""
        self.check()
        return Remove(slug, criterion, item_id)
