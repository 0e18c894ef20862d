"""What a council can be asked to put right, and by when (C3 and C5, rows 9 and 10, of docs/process.md)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from portal.applications.progress import STANDARDS
from portal.applications.rules import PRESENCE
from portal.applications.states import ApplicationState
from portal.completeness.states import LACK_WORDS, Lack
from portal.criteria.edition import Edition
from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import words

# The item beside the criteria and the presence: who has signed.
DECLARATION = "declaration"
WHAT_AT_MOST = 1000


@dataclass(frozen=True)
class Missing:
    """What one item lacks; ``lack`` is None and ``what`` empty where that was not said."""

    item: str
    lack: Lack | None
    what: str


def items_of(edition: Edition) -> tuple[str, ...]:
    """Everything that can be returned, in the order of the application."""
    return (PRESENCE, *(criterion.id for criterion in edition.criteria), DECLARATION)


def missing_problems(edition: Edition, missing: Missing) -> Iterator[Problem]:
    """What keeps one thing from being put on the list of what is missing."""
    if missing.item not in items_of(edition):
        yield Problem("", words("This application has no part %(item)s.", item=missing.item))
    if missing.lack is None:
        yield Problem("lack", words("Choose what kind of thing is missing."))
    elif missing.lack not in lacks_of(missing.item):
        yield Problem("lack", words("This cannot be missing here. Choose another kind."))
    if not missing.what.strip():
        yield Problem("what", words("Say what exactly is missing, so that the council can find it."))
    elif len(missing.what) > WHAT_AT_MOST:
        yield Problem("what", words("Write at most %(most)s characters.", most=WHAT_AT_MOST))


def return_problems(listed: Collection[Missing]) -> Iterator[Problem]:
    """What keeps an application from being returned: the council must learn what to put right."""
    if not listed:
        yield Problem("", words("List at least one thing that is missing, beside the answer that lacks it."))


def pass_problems(listed: Collection[Missing], *, confirmed: bool) -> Iterator[Problem]:
    """What keeps an application from being passed as complete."""
    if listed:
        yield Problem("", words("You have listed something that is missing. Return the application, or take it off."))
    if not confirmed:
        yield Problem("confirmed", words("Tick the box to say that you have looked at everything."))


def lacks_of(item: str) -> tuple[Lack, ...]:
    """What can be missing there: only a declaration has a signatory, and it has neither links nor files."""
    of_declaration = (Lack.WRONG_DECLARANT, Lack.OTHER)
    of_answer = (Lack.BROKEN_LINK, Lack.UNREADABLE_FILE, Lack.PERSONAL_DATA, Lack.OTHER)
    return of_declaration if item == DECLARATION else of_answer


def told(missing: Missing) -> str:
    """What the council reads beside the item."""
    return f"{LACK_WORDS[missing.lack]}: {missing.what.strip()}" if missing.lack else missing.what.strip()


def check_by(signed_on: date) -> date:
    """The day by which an application is to have been checked."""
    return add_working_days(signed_on, STANDARDS[ApplicationState.SUBMITTED].days)


def fix_by(returned_on: date) -> date:
    """The day by which the council is to send a returned application again."""
    return add_working_days(returned_on, STANDARDS[ApplicationState.RETURNED_INCOMPLETE].days)
