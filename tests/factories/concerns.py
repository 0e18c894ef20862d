"""Concerns, moved by the product's own actions."""

from itertools import count
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Person
from portal.audit.models import Involvement
from portal.audit.work import Work
from portal.awards.models import Award
from portal.concerns import actions, escalating, handling
from portal.concerns.actions import Came, Report
from portal.concerns.council import Answer, answer
from portal.concerns.models import Concern
from portal.concerns.sorting import NO_COUNCIL, Asked
from portal.concerns.states import ConcernKind, Finding
from portal.councils.models import Council
from portal.kernel.permissions import Part, Role
from tests.factories.appeals import of_council
from tests.factories.applications import acting
from tests.factories.people import make_staff

_numbers = count(1)
AWKWARD_WHERE = 'https://fake.example/?a=1&b="2" =cmd ŵ 🙂 שלום <a href="https://evil.example">here</a> ' + "w" * 90
ASKED = "Please take the badge off the old page, =cmd ŵ 🙂 שלום <b>."
ANSWERED = "We have taken it off, “today”\n=cmd ŵ 🙂 <b>."


def awkward_what() -> str:
    """A report with everything in it that breaks pages, and other words than any before."""
    return f"Report {next(_numbers)}: see https://evil.example/x, “clearly”\n=cmd ŵ 🙂 שלום <script>alert(1)</script>"


def reported(
    work: Work,
    council: Council | None = None,
    kind: ConcernKind = ConcernKind.OLD_BADGE,
    *,
    email: str = "",
    what: str = "",
    came: Came | None = None,
) -> Concern:
    """A report, as anybody sends it; from another connection each time unless ``came`` says which."""
    asked = Asked(about=kind.value, council=council.slug if council else NO_COUNCIL)
    place = came or Came(place=f"192.0.{next(_numbers) // 256}.{next(_numbers) % 256}")
    return actions.report(work, Report(asked, AWKWARD_WHERE, what or awkward_what(), email, "en", place))


def triaged(work: Work, concern: Concern, administrator: Person, kind: ConcernKind | None = None) -> Concern:
    """Let the administrator sort it, as what it was reported as unless ``kind`` says otherwise."""
    council = work.session.get_one(Council, concern.council_id).name if concern.council_id else ""
    handling.triage(acting(work, administrator), handling.Triage(concern.reference, kind or concern.kind, council))
    return concern


def with_council(work: Work, concern: Concern, administrator: Person) -> Concern:
    """Let the administrator sort it and ask the council."""
    triaged(work, concern, administrator)
    handling.ask_council(acting(work, administrator), handling.Ask(concern.reference, ASKED))
    return concern


def answered(work: Work, concern: Concern) -> Concern:
    """Let an owner of the council answer."""
    council = work.session.get_one(Council, concern.council_id)
    answer(of_council(work, council, Role.OWNER), Answer(council.slug, concern.reference, ANSWERED))
    return concern


def investigated(work: Work, concern: Concern, administrator: Person, lead: Person, chair_id: UUID) -> Concern:
    """Let the administrator sort it as a false statement, and the lead reviewer investigate."""
    triaged(work, concern, administrator, ConcernKind.FALSE_STATEMENT)
    escalating.investigate(acting(work, lead), escalating.Investigate(concern.reference, ASKED, chair_id))
    return concern


def found(work: Work, council: Council, lead: Person, chair_id: UUID) -> str:
    """The reference of an investigation in which something was found, which waits for this chair."""
    concern = reported(work, council)
    investigated(work, concern, make_staff(work, Role.ADMINISTRATOR), lead, chair_id)
    answered(work, concern)
    escalating.find(acting(work, lead), escalating.Find(concern.reference, Finding.FALSE, "The page says otherwise."))
    return concern.reference


def by_reference(work: Work, reference: str) -> Concern:
    """The concern with this reference, in this transaction."""
    return work.session.scalars(select(Concern).where(Concern.reference == reference)).one()


def involve_in_award(work: Work, council: Council, person_id: UUID, part: Part) -> None:
    """Note that somebody took this part in the application behind the council's award."""
    application_id = work.session.scalars(select(Award.application_id).where(Award.council_id == council.id)).one()
    work.session.add(Involvement(case_id=application_id, person_id=person_id, part=part, since=work.clock.now()))
    work.session.flush()
