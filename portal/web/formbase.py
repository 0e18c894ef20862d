"""The base of every form: what may be typed, and how the problems with it are shown."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.kernel.errors import Problem, RuleBroken
from portal.web.wording import say


class FormBase(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form whose ``to_command`` begins with ``self.check()``, so that nothing unchecked reaches an action."""

    _checked = False

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
