"""What tests of claims begin with: two councils on one shared domain, one on its own, and an administrator."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.audit.work import Work
from portal.claims.models import Claim
from portal.councils.models import Council
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from portal.storage.engine import Database
from tests.factories.claims import accept, claim, make_listed_council
from tests.factories.people import AWKWARD_NAME, make_person, make_staff
from tests.integration.visiting import Visitor


@dataclass(frozen=True)
class Place:
    """The councils' keys by slug, and the people's."""

    app: Flask
    clock: FixedClock
    councils: dict[str, UUID]
    claimant: UUID
    administrator: UUID

    @property
    def database(self) -> Database:
        database: Database = self.app.extensions["portal"].database
        return database

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.database.writing() as session:
            yield Work(session, SYSTEM, self.clock, {})

    def person(self, email: str, name: str = "Somebody") -> UUID:
        with self.work() as work:
            return make_person(work, email, name).id

    def claim(self, slug: str, person_id: UUID) -> UUID:
        with self.work() as work:
            council, person = work.session.get(Council, self.councils[slug]), work.session.get(Person, person_id)
            assert council is not None
            assert person is not None
            return claim(work, council, person).id

    def accept(self, claim_id: UUID) -> None:
        with self.work() as work:
            made = work.session.get(Claim, claim_id)
            assert made is not None
            accept(work, made, self.administrator)

    def browser_of(self, person_id: UUID) -> Visitor:
        return Visitor(self.app).sign_in(person_id)


@pytest.fixture
def place(app: Flask, clock: FixedClock) -> Place:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        kent = make_listed_council(work, "kent", name='Kent, "Ŵyn" & =cmd 🙂')
        adur = make_listed_council(work, "adur", "adur-worthing.gov.uk", shared=True, name="Adur")
        worthing = make_listed_council(work, "worthing", "adur-worthing.gov.uk", shared=True, name="Worthing")
        return Place(
            app,
            clock,
            {council.slug: council.id for council in (kent, adur, worthing)},
            make_person(work, "sian@kent.gov.uk", AWKWARD_NAME).id,
            make_staff(work, Role.ADMINISTRATOR, name="Adele Admin").id,
        )


@pytest.fixture
def claimant(place: Place) -> Visitor:
    """The browser of somebody with an address at Kent."""
    return place.browser_of(place.claimant)


@pytest.fixture
def administrator(place: Place) -> Visitor:
    """The browser of an administrator."""
    return place.browser_of(place.administrator)
