"""What letters about an award share: whom they go to, what they ask, where they lead."""

from portal.applications.models import Application
from portal.audit.work import Work
from portal.awards.models import Award
from portal.kernel.events import Event
from portal.kernel.permissions import Role
from portal.kernel.words import Words, words
from portal.notifications import people
from portal.notifications.people import Case
from portal.standing.models import ContactKind
from portal.standing.queries import contacts_of

TAKE_DOWN = words(
    "Please take down every badge, certificate and line that says you hold the Mark. The live badge says by itself"
    " that it is not currently valid."
)
OPEN = words("Open the page of your award")


def told(work: Work, found: Case, *kinds: ContactKind) -> list[str]:
    """Owners and approvers, and those of the contacts whom the council has named."""
    named = contacts_of(work.session, found.council_id)
    chosen = people.in_council(work.session, found.council_id, Role.OWNER, Role.APPROVER)
    return [*chosen, *(named[kind] for kind in kinds if kind in named)]


def of_award(work: Work, event: Event) -> Case:
    """The case of the award that an event is about."""
    return people.case(work.session, work.session.get_one(Award, event.subject_id).application_id)


def of_case(work: Work, event: Event) -> Case:
    """The case that an event belongs to."""
    return people.case(work.session, work.session.get_one(Application, event.case_id).id)


def award_page(found: Case) -> str:
    """The council's page of its award."""
    return f"/council/{found.slug}/award"


def named(work: Work, event: Event) -> Words:
    """Who did it, as a letter says."""
    return words("%(name)s", name=people.name(work.session, event.actor_id) if event.actor_id else "")
