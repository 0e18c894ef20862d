"""What the stories are told with: time that can be set, chance that repeats itself, people and their work."""

import random
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.accounts.models import ConflictOfInterest, Person
from portal.accounts.roles import InviteStaff, add_member, invite_staff
from portal.audit.work import Work
from portal.claims import actions as claims
from portal.claims.rules import Proof
from portal.claims.states import Method
from portal.councils.models import Council, CouncilDomain
from portal.demonstration.cast import CONFLICTS, FIRST_NAMES, LAST_NAMES, STAFF, StaffPerson
from portal.interests.models import InterestDeclaration
from portal.kernel.calendar import may_release
from portal.kernel.clock import LONDON, FixedClock, day_of, today
from portal.kernel.permissions import SYSTEM, Role
from portal.web.services import Services

MORNING = time(10)
# For how many years everybody of the scheme has declared their interests: longer than any story is old.
YEARS_DECLARED = 5
JOBS = {
    Role.OWNER: "Communications manager",
    Role.APPROVER: "Director of communications",
    Role.CONTRIBUTOR: "Digital officer",
}


def _in_january(year: int) -> datetime:
    """When everybody declares their interests for a year."""
    return datetime(year, 1, 12, 10, 0, tzinfo=LONDON).astimezone(UTC)


class Stage:
    """One transaction in which the demonstration is told, always in the same way on the same day."""

    def __init__(self, session: Session, running: Services) -> None:
        self.session, self.running = session, running
        self.now = running.clock.now()
        self.clock = FixedClock(self.now)
        self.chance = random.Random("the Mark")  # noqa: S311 - a demonstration must repeat itself
        self.cast = 0

    def at(self, days_ago: int) -> None:
        """Set the time to ten in the morning, so many days ago or on the last day before on which results go out."""
        day = day_of(self.now) - timedelta(days=days_ago)
        while not may_release(moment := datetime.combine(day, MORNING, LONDON)) or moment > self.now:
            day -= timedelta(days=1)
        self.clock.at = moment

    def later(self, minutes: int = 1) -> None:
        """Let some time pass, without overtaking the present."""
        self.clock.at = min(self.clock.at + timedelta(minutes=minutes), self.now)

    def work(self, person: Person | None = None) -> Work:
        """What a person does next; the portal itself where none is named."""
        actor = SYSTEM
        if person is not None:
            actor = accounts.actor(self.session, person.id, person.name, self.clock.now(), second_step=True)
        running = self.running
        return Work(self.session, actor, self.clock, running.reactions, choose=self.chance.choice)

    def staff(self) -> None:
        """Everyone who works for the scheme, and the conflicts that they have declared."""
        for member in STAFF:
            person = invite_staff(
                self.work(),
                InviteStaff(
                    member.email, member.role, name=member.name, employer=member.employer, outside=member.outside
                ),
            )
            person.demonstration = True
            # They have reviewed before, so that not each of their first applications is reviewed twice.
            person.reviewed_before = 3
            for year in range(self.now.year - YEARS_DECLARED, self.now.year + 1):
                declared = InterestDeclaration(person_id=person.id, year=year, declared_at=_in_january(year))
                self.session.add(declared)
        for email, (slug, reason) in CONFLICTS.items():
            self.session.add(
                ConflictOfInterest(
                    person_id=self.person(email).id,
                    council_id=self.council(slug).id,
                    reason=reason,
                    since=self.clock.now(),
                )
            )

    def person(self, member: str | StaffPerson) -> Person:
        """Somebody with this address."""
        email = member if isinstance(member, str) else member.email
        return self.session.scalars(select(Person).where(Person.email == email)).one()

    def council(self, slug: str) -> Council:
        """The council with this slug."""
        return self.session.scalars(select(Council).where(Council.slug == slug)).one()

    def domain(self, council: Council) -> str:
        """The council's own domain."""
        first = select(CouncilDomain.host).where(CouncilDomain.council_id == council.id).order_by(CouncilDomain.host)
        return self.session.scalar(first.limit(1)) or "council.example"

    def invent(self, council: Council) -> Person:
        """Somebody new, with an address on the council's domain."""
        first = FIRST_NAMES[self.cast % len(FIRST_NAMES)]
        last = LAST_NAMES[(self.cast * 5 + self.cast // len(LAST_NAMES)) % len(LAST_NAMES)]
        self.cast += 1
        person = Person(
            email=f"{_plain(first)}.{_plain(last)}{self.cast}@{self.domain(council)}",
            name=f"{first} {last}",
            since=self.clock.now(),
            demonstration=True,
        )
        self.session.add(person)
        self.session.flush()
        return person

    def member(self, council: Council, role: Role) -> Person:
        """The council's person in this role: the first there is, or somebody new."""
        for known in accounts.members(self.session, council.id, role):
            return self.session.get_one(Person, known.person_id)
        person = self.invent(council)
        person.job_title = JOBS[role]
        if role is Role.OWNER:
            self._claim(council, person)
        else:
            add_member(self.work(), person.id, council.id, role)
        return person

    def claim(self, council: Council, person: Person, job_title: str) -> UUID:
        """Let the person claim the council's account."""
        return claims.make_claim(self.work(person), claims.MakeClaim(council.slug, person.name, job_title)).id

    def _claim(self, council: Council, person: Person) -> None:
        claim_id = self.claim(council, person, JOBS[Role.OWNER])
        self.later()
        proof = Proof(Method.CALLBACK, today(self.clock), "01234 567890", "")
        administrator = self.person(STAFF[0])
        claims.accept_claim(self.work(administrator), claims.AcceptClaim(claim_id, proof))


def _plain(name: str) -> str:
    """A name as it stands in an email address."""
    return name.lower().translate(str.maketrans("ôŵ", "ow", "’ ")).encode("ascii", "ignore").decode()
