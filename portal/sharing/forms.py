"""What may be typed where a council's people share the work."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovTextArea
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms import validators as must
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from portal.sharing.actions import Allocate, WriteComment
from portal.sharing.queries import AllocationPage
from portal.web.formbase import FormBase
from portal.web.typed import text_block

LONGEST_COMMENT = 2_000
SHOWN = "was-"


class AllocationForm(FormBase):
    """Somebody, or nobody yet, for each criterion; made anew for each page by ``allocation_form``.

    Beside each choice goes what the page showed: only what was changed is saved, so that two people who share out the
    work at once do not undo each other's choices.
    """

    def to_command(self, slug: str) -> Allocate:
        """What was changed. Raises RuleBroken."""
        self.check()
        changed = {
            field.name: UUID(field.data) if field.data else None
            for field in self
            if isinstance(field, SelectField) and field.data != self[f"{SHOWN}{field.name}"].data
        }
        return Allocate(slug, changed)


def allocation_form(page: AllocationPage) -> AllocationForm:
    """The form for the criteria of this page."""
    people = {"": gettext("Nobody yet"), **{str(one.person_id): one.name for one in page.colleagues}}
    fields: dict[str, object] = {}
    for theme in page.themes:
        for shared in theme.criteria:
            now = str(shared.allocated.person_id) if shared.allocated else ""
            fields[shared.criterion] = SelectField(
                f"{shared.criterion} {shared.title}",
                choices=[SelectChoice(value, name) for value, name in people.items()],
                default=now,
                widget=GovSelect(),
                validate_choice=False,
                validators=[must.AnyOf(people, message=_l("Choose somebody who is in the team now."))],
            )
            fields[f"{SHOWN}{shared.criterion}"] = HiddenField(default=now)
    made: AllocationForm = type("AllocationFormOfPage", (AllocationForm,), fields)()
    return made


class CommentForm(FormBase):
    """Something to say to one's colleagues."""

    comment = TextAreaField(
        _l("Your comment"),
        description=_l("Only people of your council read it: never the LGA, nor a reviewer."),
        widget=GovTextArea(),
        filters=[text_block],
        validators=[
            must.DataRequired(_l("Write something, or go back to the answer.")),
            must.Length(max=LONGEST_COMMENT, message=_l("Write at most 2,000 characters.")),
        ],
    )

    def to_command(self, slug: str, criterion: str) -> WriteComment:
        """The comment on this criterion. Raises RuleBroken."""
        self.check()
        return WriteComment(slug, criterion, self.comment.data or "")
