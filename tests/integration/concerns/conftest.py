"""A council that has the Mark, another without an account, and everybody who has to do with a concern."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.concerns.models import Concern
from portal.concerns.states import ConcernState
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.notifications.letter import from_document
from portal.notifications.models import OutboxEmail
from portal.web.services import Services
from tests.factories.applications import acting
from tests.factories.awards import AWKWARD_COUNCIL, make_award, make_council
from tests.factories.people import make_conflict, make_member, make_staff
from tests.integration.visiting import Visitor

HOLDER, OTHER = "awkward", "other"


@dataclass(frozen=True)
class Scene:
    """The keys of everybody, in the application's own database."""

    app: Flask
    clock: FixedClock
    number: str
    people: Mapping[str, UUID]

    @property
    def services(self) -> Services:
        """What the application holds."""
        running: Services = self.app.extensions["portal"]
        return running

    @contextmanager
    def work(self, who: str = "") -> Iterator[Work]:
        """One change with all its consequences, by the portal or by this person."""
        with self.services.database.writing() as session:
            work = Work(session, SYSTEM, self.clock, self.services.reactions)
            yield acting(work, session.get_one(Person, self.people[who])) if who else work

    def person(self, work: Work, who: str) -> Person:
        """Somebody in this transaction."""
        return work.session.get_one(Person, self.people[who])

    def council(self, work: Work, slug: str = HOLDER) -> Council:
        """A council in this transaction."""
        return work.session.scalars(select(Council).where(Council.slug == slug)).one()

    def visitor(self, who: str = "") -> Visitor:
        """A browser, in which this person has signed in."""
        browser = Visitor(self.app)
        return browser.sign_in(self.people[who]) if who else browser

    def concern(self, reference: str) -> Concern:
        """A concern as it is now."""
        with self.services.database.reading() as session:
            found = session.scalars(select(Concern).where(Concern.reference == reference)).one()
            session.expunge(found)
            return found

    def state(self, reference: str) -> ConcernState:
        """Where it stands."""
        return self.concern(reference).state

    def count(self, table: type[Concern | OutboxEmail]) -> int:
        """How many rows there are."""
        with self.services.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def letters(self, code: str) -> list[tuple[str, str]]:
        """The subject of each letter of this number and to whom it goes, in order."""
        with self.services.database.reading() as session:
            rows = session.scalars(select(OutboxEmail).where(OutboxEmail.code == code).order_by(OutboxEmail.queued_at))
            return [(row.to_address, from_document(row.code, row.letter).subject.text) for row in rows]

    def pass_days(self, days: int) -> None:
        """Move the clock on."""
        self.clock.at += timedelta(days=days)

    def sweep(self) -> None:
        """Do everything that has fallen due."""
        self.app.extensions["portal-worker"].sweep()


@pytest.fixture
def scene(app: Flask, clock: FixedClock) -> Scene:
    """Everybody in place, nothing reported."""
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        holder = make_council(work, name=AWKWARD_COUNCIL, slug=HOLDER)
        make_council(work, name="Other District Council", slug=OTHER)
        award = make_award(work, holder)
        conflicted = make_staff(work, Role.ADMINISTRATOR, name="Connie")
        make_staff(work, Role.LEAD, conflicted)
        make_conflict(work, conflicted, holder.id)
        people = {
            "administrator": make_staff(work, Role.ADMINISTRATOR, name="Adam", email="adam@example.org").id,
            "lead": make_staff(work, Role.LEAD, name="Lee", email="lee@example.org").id,
            "chair": make_staff(work, Role.PANEL, name="Chris", email="chris@example.org").id,
            "tied": make_conflicted_panel(work, holder),
            "conflicted": conflicted.id,
            "owner": make_member(work, holder.id, Role.OWNER, name="Owen", email="owen@example.org").id,
            "contributor": make_member(work, holder.id, Role.CONTRIBUTOR, name="Cora").id,
        }
        return Scene(app, clock, award.number, people)


def make_conflicted_panel(work: Work, council: Council) -> UUID:
    """A member of the panel who is tied to the council."""
    person = make_staff(work, Role.PANEL, name="Tilda")
    make_conflict(work, person, council.id)
    return person.id
