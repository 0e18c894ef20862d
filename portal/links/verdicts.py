"""What an answer of a website means for a link, and how long to wait before the link is opened again."""

from datetime import timedelta

from portal.applications.models import LinkVerdict
from portal.fetching.results import Fetched, Reason, Refusal

MOST_TRIES = 3
# Between tries of a page that did not answer: a website may be down for a while.
PAUSES = (timedelta(minutes=10), timedelta(hours=1))
AGAIN_AFTER = timedelta(days=7)
MOST_CHECKS_A_DAY = 200

_GONE = frozenset({404, 410})


def verdict(got: Fetched | Refusal) -> tuple[LinkVerdict, str]:
    """What became of opening a link, and why: a number of the website's, or a Reason."""
    if isinstance(got, Fetched):
        if got.is_there:
            return LinkVerdict.OPENS, ""
        return (LinkVerdict.DEAD if got.code in _GONE else LinkVerdict.UNREACHABLE), str(got.code)
    if got.reason is Reason.TOO_LARGE:
        # It opened; the portal has only stopped reading.
        return LinkVerdict.OPENS, got.reason
    if got.reason.of_the_guard:
        return LinkVerdict.REFUSED, got.reason
    return (LinkVerdict.DEAD if got.reason is Reason.UNKNOWN_HOST else LinkVerdict.UNREACHABLE), got.reason


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries without an answer."""
    return PAUSES[tries - 1] if 0 < tries <= len(PAUSES) else AGAIN_AFTER
