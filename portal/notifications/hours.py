"""When what need not come at once may be written: on working days, between 8 and 6 in London."""

from datetime import datetime, time

from portal.kernel.calendar import is_working_day
from portal.kernel.clock import LONDON, day_of

OPENS = time(8)
CLOSES = time(18)


def may_write(moment: datetime) -> bool:
    """Whether reminders and summaries may go out now. What fell due in the night waits until the morning."""
    local = moment.astimezone(LONDON)
    return is_working_day(local.date()) and OPENS <= local.time() < CLOSES


def opening_of(moment: datetime) -> datetime:
    """8 in the morning, in London, of the moment's day."""
    return datetime.combine(day_of(moment), OPENS, LONDON)
