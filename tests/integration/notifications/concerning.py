"""What becomes of reports about the Mark, told so that every letter about them is written."""

from portal.audit.work import Work
from portal.concerns import escalating, handling
from portal.concerns.actions import Came
from portal.concerns.council import Answer, answer
from portal.concerns.states import ConcernKind, Elsewhere, Finding
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories import concerns as make
from tests.factories.appeals import of_council
from tests.factories.applications import acting
from tests.factories.awards import make_award
from tests.factories.people import make_member, make_staff

REPORTER = "rita@example.org"


def tell_of_concerns(work: Work, council: Council, said: str) -> None:
    """A report put right, one not for the scheme, one put aside, and an investigation, once not confirmed."""
    administrator, lead, chair = (make_staff(work, role) for role in (Role.ADMINISTRATOR, Role.LEAD, Role.PANEL))
    make_member(work, council.id, Role.OWNER)
    make_award(work, council)
    handler, investigator, panel = (acting(work, person) for person in (administrator, lead, chair))

    put_right = make.reported(work, council, email=REPORTER)
    make.with_council(work, put_right, administrator)
    answer(of_council(work, council, Role.OWNER), Answer(council.slug, put_right.reference, said))
    handling.put_right(handler, handling.PutRight(put_right.reference, said, said))
    # Its council is reminded.
    make.with_council(work, make.reported(work, council), administrator)

    elsewhere = make.reported(work, council, email=REPORTER)
    handling.not_for_us(handler, handling.NotForUs(elsewhere.reference, Elsewhere.OMBUDSMAN_ENGLAND, said))

    # A program fills in the field that nobody sees.
    assert make.reported(work, council, came=Came("somewhere", hidden_field=said)).aside is not None

    looked_into = make.reported(work, council, ConcernKind.FALSE_STATEMENT)
    make.investigated(work, looked_into, administrator, lead, chair.id)
    answer(of_council(work, council, Role.OWNER), Answer(council.slug, looked_into.reference, said))
    for agrees in (False, True):
        escalating.find(investigator, escalating.Find(looked_into.reference, Finding.FALSE, said))
        escalating.confirm(panel, escalating.Confirm(looked_into.reference, agrees, said))
