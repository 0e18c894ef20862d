"""How urgent an application is, from its days: overdue, at risk of it, or in time."""

from datetime import date
from enum import StrEnum

from portal.kernel.calendar import add_working_days
from portal.kernel.words import Words, words

# So many working days before its day a step is at risk.
RISK_DAYS = 2


class Urgency(StrEnum):
    """How an application stands against its days; the most urgent first."""

    OVERDUE = "overdue"
    AT_RISK = "at_risk"
    IN_TIME = "in_time"
    PAUSED = "paused"


URGENCY_WORDS: dict[Urgency, Words] = {
    Urgency.OVERDUE: words("Overdue"),
    Urgency.AT_RISK: words("At risk"),
    Urgency.IN_TIME: words("In time"),
    Urgency.PAUSED: words("On hold"),
}
ORDER = tuple(Urgency)


def urgency(due: date | None, decide_by: date | None, likely: date | None, today: date, *, paused: bool) -> Urgency:
    """How urgent it is: ``due`` is the step's own day, ``decide_by`` the promised one, ``likely`` the expected one.

    Overdue is what has passed either day. At risk is a step that is due within two working days, and a decision that
    cannot be made in time even if everything that follows takes no longer than it may.
    """
    if paused:
        return Urgency.PAUSED
    if (due is not None and due < today) or (decide_by is not None and decide_by < today):
        return Urgency.OVERDUE
    soon = due is not None and due <= add_working_days(today, RISK_DAYS)
    too_late = decide_by is not None and likely is not None and likely > decide_by
    return Urgency.AT_RISK if soon or too_late else Urgency.IN_TIME
