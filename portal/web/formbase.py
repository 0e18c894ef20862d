"""The base of every form: what may be typed, and how the problems with it are shown."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import g, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import FileField, SubmitField
from wtforms.widgets import HiddenInput

from portal.kernel.errors import Problem, RuleBroken
from portal.web.held import Fields, held_form
from portal.web.typed import seen, text_block
from portal.web.wording import say


class FormBase(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form whose ``to_command`` begins with ``self.check()``, so that nothing unchecked reaches an action.

    What a person had typed and not saved is in the form again when they are back; ``restored`` says so.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # Flask-WTF ships no types
        """Where the form takes from what was typed."""

        def wrap_formdata(self, form: "FormBase", formdata: Any) -> Mapping[str, Any] | None:
            """What was sent with this request; on a page that is only shown, what was kept for it, if anything."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata  # the view's own choice
            if request.method == "POST":
                return form.sent()
            held = held_form() if request.method == "GET" else None
            if held is None or not form.says_more(held.fields):
                return None
            form.restored, g.restored = True, held.at
            return MultiDict(held.fields)

    _checked = False
    restored = False
    _opened_with: Callable[[str], object] = staticmethod(lambda _name: None)

    def process(self, formdata: Any = None, obj: Any = None, data: Any = None, **more: Any) -> None:
        """Fill the fields, as WTForms does, and remember with what the page was opened."""
        self._opened_with = lambda name: (data or {}).get(name, getattr(obj, name, None))
        super().process(formdata, obj, data=data, **more)

    def says_more(self, held: Fields) -> bool:
        """Whether fields that were kept are of this form, and not just what the page shows without them."""
        typed = self.typed_names
        return not held.keys().isdisjoint(typed) and any(
            text_block(" ".join(held.get(name, ()))) != text_block(str(self._opened_with(name) or "")) for name in typed
        )

    @property
    def typed_names(self) -> frozenset[str]:
        """The names of the fields that a person fills in."""
        hidden = (field.name for field in self if isinstance(field.widget, HiddenInput))
        pressed = (field.name for field in self if isinstance(field, SubmitField))
        return frozenset(self._fields).difference(hidden, pressed)

    def sent(self) -> MultiDict[str, Any]:
        """What this form takes of what was sent: words without control characters; files where it asks for one."""
        files = {field.name for field in self if isinstance(field, FileField)}
        return MultiDict(
            [(name, seen(value)) for name, value in request.form.items(multi=True)]
            + [(name, chosen) for name, chosen in request.files.items(multi=True) if name in files]
        )

    def check(self) -> None:
        """Raise RuleBroken, with the fields' own messages in place, unless everything typed may be typed."""
        self._checked = True
        if not self.validate():
            raise RuleBroken(())

    def insist_on_check(self) -> None:
        """Refuse to save a change whose form was never checked: a mistake in a view, not of a person."""
        if not self._checked:
            self.check()

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show each problem beside its field, or above the form where it belongs to none."""
        for problem in problems:
            field = self._fields.get(problem.field)
            if field is None:
                self.form_errors.append(say(problem.words))
            else:
                field.errors = [*field.errors, say(problem.words)]


class ButtonForm(FormBase):
    """A form with nothing to type: a button, and the token that shows it was pressed on our page."""

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Show every problem above the button."""
        self.form_errors.extend(say(problem.words) for problem in problems)
        if not self.errors:
            self.form_errors.append(gettext("This could not be done. Go back to the page before and try again."))
