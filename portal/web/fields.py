"""Fields that more than one form has."""

from datetime import date

from flask_babel import gettext
from govuk_frontend_wtf.wtforms_widgets import GovDateInput
from wtforms import DateField


class DayField(DateField):
    """A day as three numbers: day, month and year."""

    widget = GovDateInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the three numbers. Raises ValueError, in words, where they are no day."""
        # The widget shows the three again, however many were sent.
        self.raw_data = [*valuelist, "", "", ""][:3]
        try:
            day, month, year = (int(typed) for typed in valuelist)
            self.data = date(year, month, day)
        except (ValueError, OverflowError) as error:
            self.data = None
            raise ValueError(gettext("Type the day, the month and the year as numbers, such as 18 11 2026.")) from error
