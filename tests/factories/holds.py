"""Applications on hold, put there and taken off by the product's own actions."""

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.audit.work import Work
from portal.holds import actions
from portal.holds.actions import Hold, Resume
from tests.factories.applications import acting

WHY = 'The council merges, "soon"\n=cmd ŵ 🙂 שלום <b>' + "w" * 90


def hold(work: Work, application: Application, lead: Person, why: str = WHY) -> None:
    """Let the lead reviewer put it on hold."""
    actions.hold(acting(work, lead), Hold(application.reference, why))


def resume(work: Work, application: Application, lead: Person, found: str = "") -> None:
    """Let the lead reviewer take it off hold."""
    actions.take_off_hold(acting(work, lead), Resume(application.reference, found))
