"""What may be given as evidence."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovTextInput
from wtforms import HiddenField, StringField

from portal.evidence.actions import AddFiles, AddLink, Describe, Remove, Reuse
from portal.evidence.preparing import GivenFile, PreparedFile
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import words
from portal.web.formbase import ButtonForm, FormBase
from portal.web.typed import one_line

LOOK_AT = _("Which page or part to look at (optional)")


class ManyFilesInput(GovFileInput):  # type: ignore[misc] # the library ships no types
    """A chooser of several files, which says of each refused one what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(multiple=True)

    def map_gov_params(self, field: Any, **kwargs: Any) -> Mapping[str, Any]:
        """What the component is given: all errors, where a field of another kind shows its first."""
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        if field.errors:
            params["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
        return params


class LinkForm(FormBase):
    """A link, what it shows and where to look."""

    link = StringField(_("Web address"), filters=[one_line], widget=GovTextInput())
    link_note = StringField(_("What the page shows"), filters=[one_line], widget=GovTextInput())
    link_look_at = StringField(
        LOOK_AT,
        description=_("Such as “the second heading” or “the post of 3 May”"),
        filters=[one_line],
        widget=GovTextInput(),
    )

    def to_command(self, slug: str, criterion: str) -> AddLink:
        """The link to add. Raises RuleBroken."""
        self.check()
        return AddLink(slug, criterion, self.link.data or "", self.link_note.data or "", self.link_look_at.data or "")


class UploadForm(FormBase):
    """One or more files, with what they show and where to look."""

    file = MultipleFileField(_("Files"), widget=ManyFilesInput())
    file_note = StringField(_("What the files show"), filters=[one_line], widget=GovTextInput())
    file_look_at = StringField(
        LOOK_AT,
        description=_("Such as “page 12” or “the table at the end”"),
        filters=[one_line],
        widget=GovTextInput(),
    )

    def chosen(self) -> tuple[GivenFile, ...]:
        """The files as the browser sent them, in its order."""
        return tuple(GivenFile(sent.filename or "", sent.read()) for sent in self.file.data or () if sent)

    def to_command(self, slug: str, criterion: str, files: Sequence[PreparedFile]) -> AddFiles:
        """The files to add, which have been looked at. Raises RuleBroken."""
        self.check()
        if not files:
            raise RuleBroken([Problem("file", words("Choose a file."))])
        return AddFiles(slug, criterion, tuple(files), self.file_note.data or "", self.file_look_at.data or "")


class DescribeForm(FormBase):
    """What an item shows and where to look. ``version`` is that of the words that the page showed."""

    note = StringField(_("What it shows"), filters=[one_line], widget=GovTextInput())
    look_at = StringField(
        LOOK_AT,
        description=_("Such as “page 12” or “the second heading”"),
        filters=[one_line],
        widget=GovTextInput(),
    )
    version = HiddenField()

    def to_command(self, slug: str, criterion: str, item_id: UUID) -> Describe:
        """The words to keep. Raises RuleBroken."""
        self.check()
        return Describe(
            slug, criterion, item_id, self.note.data or "", self.look_at.data or "", self.version.data or ""
        )

    def to_reuse(self, slug: str, criterion: str, item_id: UUID) -> Reuse:
        """The item to use again, for another criterion. Raises RuleBroken."""
        self.check()
        return Reuse(slug, criterion, item_id, self.note.data or "", self.look_at.data or "")


class RemoveForm(ButtonForm):
    """A button."""

    def to_command(self, slug: str, criterion: str, item_id: UUID) -> Remove:
        """The item to remove. Raises RuleBroken."""
        self.check()
        return Remove(slug, criterion, item_id)
